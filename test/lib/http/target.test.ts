import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayAuthorize, redirectTarget, targetOf } from '../../../src/lib/http/target.ts';

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
  assert.deepEqual(authorization, { origin: 'http://example.org:81', header });
});

test('authorisation stays with its origin', () => {
  const plain = targetOf('http://u:p@example.org/').authorization;
  const secure = targetOf('https://u:p@example.org:443/').authorization;
  assert.ok(plain && secure);
  for (const url of ['http://example.org/x', 'http://EXAMPLE.org:80/']) assert.ok(mayAuthorize(plain, new URL(url)), url);
  assert.ok(mayAuthorize(secure, new URL('https://example.org/x')));
  const others = [
    'https://example.org/',
    'http://example.org:81/',
    'http://www.example.org/',
    'http://example.org.other.example/',
  ];
  for (const url of others) assert.ok(!mayAuthorize(plain, new URL(url)), url);
  assert.ok(!mayAuthorize(secure, new URL('http://example.org/')));
});

const locations: [location: string, url: string][] = [
  ['/né', 'https://example.org/n%C3%A9'],
  ['/n%C3%A9', 'https://example.org/n%C3%A9'],
  ['/日本?ü=ß#é', 'https://example.org/%E6%97%A5%E6%9C%AC?%C3%BC=%C3%9F#%C3%A9'],
  ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
];

for (const [location, url] of locations) {
  test(`a redirect to ${location} in UTF-8 goes to ${url}`, () => {
    const sent = Buffer.from(location).toString('latin1');
    assert.equal(redirectTarget(sent, new URL('https://example.org/a'))?.url.href, url);
  });
}

test('a redirect in windows-1252 keeps its bytes', () => {
  assert.equal(redirectTarget('/n\xe9', new URL('https://example.org/'))?.url.href, 'https://example.org/n%E9');
});

test('a redirect is taken relative to where it comes from, and keeps the fragment', () => {
  const from = new URL('https://example.org/a/b#top');
  assert.equal(redirectTarget(' ../c ', from)?.url.href, 'https://example.org/c#top');
  assert.equal(redirectTarget('//other.example/c#x', from)?.url.href, 'https://other.example/c#x');
  for (const location of ['file:///etc/passwd', 'mailto:a@example.org', 'http://'])
    assert.equal(redirectTarget(location, from), undefined);
});
