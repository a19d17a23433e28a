import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPage, pageLinks } from '../../../src/lib/html/feed-links.ts';

const pages: [text: string, type: string, page: boolean][] = [
  ['<!DOCTYPE html><p>', '', true],
  ['  <!-- a --><html>', 'text/plain', true],
  ['<p>', 'text/html', true],
  ['<?xml version="1.0"?><rss>', 'text/html', false],
  ['<feed>', 'text/html', false],
  ['{"version":"https://jsonfeed.org/version/1.1"}', 'text/html', false],
  ['<rss>', 'application/rss+xml', false],
  ['plain', 'text/plain', false],
];

for (const [text, type, page] of pages) {
  test(`${JSON.stringify(text)} as ${type} is ${page ? 'a page' : 'no page'}`, () => assert.equal(isPage(text, type), page));
}

test('the feeds of a page are those it links as alternates, absolute, in order, each once', () => {
  const html = `<base href="https://example.org/blog/"><link rel="alternate" type="application/rss+xml" href="rss?a=1&amp;b=2">
    <LINK HREF='/atom' REL='Alternate stylesheet' TYPE='application/atom+xml; charset=utf-8'><link rel=feed href=//other.example/f>
    <link rel="alternate" type="application/feed+json" href="https://example.org/atom"><link rel="alternate" hreflang="de" href="/de">
    <!-- <link rel="alternate" type="application/rss+xml" href="/comment"> --><link rel="stylesheet" href="/css">
    <link rel="alternate" type="application/rss+xml" href="mailto:a@example.org"><link rel="alternate" type="application/rss+xml">`;
  assert.deepEqual(pageLinks(html, 'https://www.example.org/').feeds, [
    'https://example.org/blog/rss?a=1&b=2',
    'https://example.org/atom',
    'https://other.example/f',
  ]);
});

const link = (attributes: string) => `<link rel=alternate ${attributes}>`;
const links: [name: string, html: string, feeds: string[]][] = [
  ['text/xml', link('type=text/xml href=/a'), ['https://example.org/a']],
  ['application/xml', link('type="application/xml" href=/a'), ['https://example.org/a']],
  ['application/json', link('type=application/json href=/feed.json'), ['https://example.org/feed.json']],
  ['the JSON of WordPress, which is no feed', link('type=application/json href=/wp-json/wp/v2/posts/1'), []],
  ['oEmbed, which is no feed', link('type=application/json+oembed href=/a') + link('type=text/xml+oembed href=/b'), []],
  [
    'a link in a script',
    `<script>"${link('type=text/xml href=/a')}"</script>${link('type=text/xml href=/b')}`,
    ['https://example.org/b'],
  ],
  ['a quoted >', `<link title="a > b" rel=alternate type=text/xml href=/a>`, ['https://example.org/a']],
  [
    'attributes without a value',
    `<link crossorigin rel="alternate" hidden href='/a' type='text/xml'/>`,
    ['https://example.org/a'],
  ],
  ['a base that is no URL', `<base href="http://[">${link('type=text/xml href=a')}`, ['https://example.org/a']],
  ['a link of 3 KB', link(`type=text/xml href=/${'a'.repeat(3000)}`), []],
  [
    'forty links',
    Array.from({ length: 40 }, (_, n) => link(`type=text/xml href=/${n}`)).join(''),
    Array.from({ length: 20 }, (_, n) => `https://example.org/${n}`),
  ],
  [
    'a comment that does not end',
    `${link('type=text/xml href=/a')}<!-- ${link('type=text/xml href=/b')}`,
    ['https://example.org/a'],
  ],
];

for (const [name, html, feeds] of links) {
  test(`pageLinks reads ${name}`, () => assert.deepEqual(pageLinks(html, 'https://example.org/').feeds, feeds));
}

const refreshes: [content: string, url: string | undefined][] = [
  ['0; url=/next', 'https://example.org/next'],
  [`0;URL='/a b'`, 'https://example.org/a%20b'],
  ['5', undefined],
  ['0; url=javascript:alert(1)', undefined],
  ['0; url=', undefined],
];

for (const [content, url] of refreshes) {
  test(`pageLinks reads a refresh of ${content}`, () => {
    assert.equal(pageLinks(`<meta http-equiv=Refresh content="${content}">`, 'https://example.org/').refresh, url);
  });
}

/** CPU time in ms of the quickest of three. */
function cost(run: () => void): number {
  const times = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

const openers = [
  '<link ',
  '<link a="',
  '<base ',
  '<!--',
  '<!',
  '<script ',
  '<script>',
  '</',
  '<link rel=alternate href=',
  '<title>',
  '<link =',
  '<link a ',
  '<link a = ',
  "<meta content='",
  '<',
  '<script></scrip',
];
for (const opener of openers) {
  for (const end of ['', '>', '-->', '"', '</script>']) {
    test(`pageLinks takes linear time for ${opener} many times before ${end || 'nothing'}`, () => {
      const small = opener.repeat(20_000) + end;
      const large = opener.repeat(80_000) + end;
      pageLinks(small, undefined);
      const [before, after] = [cost(() => pageLinks(small, undefined)), cost(() => pageLinks(large, undefined))];
      assert.ok(after < 6 * before + 20, `${before} ms, four times as much ${after} ms`);
    });
  }
}
