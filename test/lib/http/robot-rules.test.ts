import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allows, rulesOf } from '../../../src/lib/http/robot-rules.ts';

const text = `
# comment
User-agent: Other
User-agent: feedmill/2.0   # any version
Disallow: /private
Allow: /private/feed
Disallow: /*.php$
Disallow: /a*z/
Crawl-delay: 2

User-agent: *
Disallow: /
Sitemap: https://example.org/sitemap.xml
user-agent: feedmill
disallow: /more
`;

const paths: [path: string, allowed: boolean][] = [
  ['/', true],
  ['/private', false],
  ['/private/x', false],
  ['/private/feed.xml', true],
  ['/x.php', false],
  ['/x.php?a', true],
  ['/abz/', false],
  ['/abz', true],
  ['/more', false],
];

for (const [path, allowed] of paths) {
  test(`robots.txt ${allowed ? 'allows' : 'disallows'} ${path}`, () =>
    assert.equal(allows(rulesOf(text, 'feedmill'), path), allowed));
}

test('a robot that is not named keeps to the rules for all', () => assert.equal(allows(rulesOf(text, 'unknown'), '/x'), false));
test('robots.txt may ask for time between requests', () => assert.equal(rulesOf(text, 'feedmill').crawlDelay, 2));
test('an empty Disallow allows all', () => assert.equal(allows(rulesOf('User-agent: *\nDisallow:', 'x'), '/a'), true));
test('of two rules as long, the one that allows decides', () => {
  assert.equal(allows(rulesOf('User-agent: *\nDisallow: /a\nAllow: /a', 'x'), '/a'), true);
});

// RFC 9309, 2.2.2 and 2.2.3.
const escaped: [pattern: string, path: string, fits: boolean][] = [
  ['/né', '/n%C3%A9', true],
  ['/n%c3%a9', '/n%C3%A9', true],
  ['/%6e%C3%A9', '/né', true],
  ['/a%7eb', '/a~b', true],
  ['/a~b', '/a%7Eb', true],
  ['/a%2fb', '/a%2Fb', true],
  ['/a%2Fb', '/a/b', false],
  ['/a-%2A.html', '/a-*.html', true],
  ['/a-%24', '/a-$', true],
  ['/a%', '/a%', true],
  ['/日本', '/%E6%97%A5%E6%9C%AC?x', true],
];
for (const [pattern, path, fits] of escaped) {
  test(`Disallow: ${pattern} ${fits ? 'fits' : 'does not fit'} ${path}`, () => {
    assert.equal(allows(rulesOf(`User-agent: *\nDisallow: ${pattern}`, 'x'), path), !fits);
  });
}

test('robots.txt itself is always allowed', () => assert.ok(allows(rulesOf('User-agent: *\nDisallow: /', 'x'), '/robots.txt')));
test('a byte-order mark is no harm', () => assert.ok(!allows(rulesOf('\ufeffUser-agent: *\nDisallow: /', 'x'), '/a')));
for (const delay of ['-1', 'NaN', 'Infinity', '1e9', '']) {
  test(`Crawl-delay: ${delay} asks for nothing`, () =>
    assert.equal(rulesOf(`User-agent: *\nCrawl-delay: ${delay}`, 'x').crawlDelay, undefined));
}
test('a delay is an hour at most', () =>
  assert.equal(rulesOf(`User-agent: *\nCrawl-delay: ${'9'.repeat(400)}`, 'x').crawlDelay, 3600));

test('many rules take no more memory than their text, and the same rule counts once', () => {
  const same = 'Disallow: /\n'.repeat(40_000);
  assert.equal(rulesOf(`User-agent: *\n${same}`, 'x').lines, 'd/');
  const many = Array.from({ length: 40_000 }, (_, n) => `Disallow: /${n}*x*y*z`).join('\n');
  const rules = rulesOf(`User-agent: *\n${many}`, 'x');
  assert.ok(rules.lines.length <= many.length);
  const before = process.cpuUsage();
  assert.ok(allows(rules, `/${'a'.repeat(60_000)}`));
  const { user, system } = process.cpuUsage(before);
  assert.ok(user + system < 2_000_000, `${(user + system) / 1000} ms`);
});
