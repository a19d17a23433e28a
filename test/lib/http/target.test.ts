import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayAuthorize, redirectTarget, targetOf, withoutPassword } from '../../../src/lib/http/target.ts';

const urls: [given: string, meant: string][] = [
  ['https://example.org', 'https://example.org/'],
  [' \n https://example.org/a\t', 'https://example.org/a'],
  ['feed:https://example.org/a', 'https://example.org/a'],
  ['feed://example.org/a', 'http://example.org/a'],
  ['feed://https://example.org/a', 'https://example.org/a'],
  ['FEED:example.org', 'http://example.org/'],
  ['http://bücher.example/a b?ö', 'http://xn--bcher-kva.example/a%20b?%C3%B6'],
  ['http://[::1]:8080/', 'http://[::1]:8080/'],
  ['HTTP://Example.ORG:80/A', 'http://example.org/A'],
];

for (const [given, meant] of urls) {
  test(`the target of ${JSON.stringify(given)} is ${meant}`, () => assert.equal(targetOf(given).url.href, meant));
}

for (const given of [
  '',
  'example.org',
  '//example.org/',
  'ftp://example.org',
  'feed:ftp://example.org',
  'http://',
  'http://a b/',
  7,
  null,
  {},
]) {
  test(`${JSON.stringify(given)} is a BAD_URL`, () => assert.throws(() => targetOf(given), { code: 'BAD_URL' }));
}

test('user and password leave the URL for a header', () => {
  const { url, authorization } = targetOf('http://m%C3%A9:p%40ss@example.org:81/a');
  assert.equal(url.href, 'http://example.org:81/a');
  const header = `Basic ${Buffer.from('mé:p@ss').toString('base64')}`;
  assert.deepEqual(authorization, { host: 'example.org:81', secure: false, header });
});

test('authorisation goes to its own host and port, and never from https to http', () => {
  const plain = targetOf('http://u:p@example.org/').authorization!;
  const secure = targetOf('https://u:p@example.org/').authorization!;
  const may = (given: typeof plain, url: string) => mayAuthorize(given, new URL(url));
  assert.deepEqual(
    [may(plain, 'http://example.org/x'), may(plain, 'https://example.org/'), may(secure, 'https://example.org/x')],
    [true, true, true],
  );
  assert.deepEqual(
    [may(plain, 'http://example.org:81/'), may(plain, 'http://www.example.org/'), may(secure, 'http://example.org/')],
    [false, false, false],
  );
});

test('a redirect is taken relative to where it comes from, and keeps the fragment', () => {
  const from = new URL('https://example.org/a/b#top');
  assert.equal(redirectTarget(' ../c ', from)?.url.href, 'https://example.org/c#top');
  assert.equal(redirectTarget('//other.example/c#x', from)?.url.href, 'https://other.example/c#x');
  for (const location of ['file:///etc/passwd', 'mailto:a@example.org', 'http://'])
    assert.equal(redirectTarget(location, from), undefined);
});

test('a text loses what may be a password', () => {
  assert.equal(withoutPassword('ftp://u:p@ss@example.org/@a'), 'ftp://example.org/@a');
});
