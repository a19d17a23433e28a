import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rulesOf } from '../../../src/lib/http/robots.ts';

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
    assert.equal(rulesOf(text, 'feedmill').allows(path), allowed));
}

test('a robot that is not named keeps to the rules for all', () => assert.equal(rulesOf(text, 'unknown').allows('/x'), false));
test('robots.txt may ask for time between requests', () => assert.equal(rulesOf(text, 'feedmill').crawlDelay, 2));
test('an empty Disallow allows all', () => assert.equal(rulesOf('User-agent: *\nDisallow:', 'x').allows('/a'), true));
test('of two rules as long, the one that allows decides', () => {
  assert.equal(rulesOf('User-agent: *\nDisallow: /a\nAllow: /a', 'x').allows('/a'), true);
});
