// Names that JavaScript's own objects have are names like any other, wherever a document uses them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseFeed } from '../../src/lib/feed/index.ts';
import { htmlToText } from '../../src/lib/html/index.ts';
import { readFeeds } from '../../src/lib/opml/index.ts';

const own = [
  ...Object.getOwnPropertyNames(Object.prototype),
  ...Object.getOwnPropertyNames(Array.prototype).filter((name) => name !== 'length'),
  ...Object.getOwnPropertyNames(Function.prototype),
  'prototype',
  'then',
  'toJSON',
];
const name = fc.constantFrom(...new Set(own));
const itunes = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"';
const item = '<item><title>A</title></item>';

const documents: [string, (name: string) => string][] = [
  [
    'an element of an extension',
    (n) => `<rss ${itunes}><channel><item><title>A</title><itunes:${n}>x</itunes:${n}></item>${item}</channel></rss>`,
  ],
  [
    'an attribute of an extension',
    (n) => `<rss ${itunes}><channel><item><title>A</title><itunes:x ${n}="y"/></item>${item}</channel></rss>`,
  ],
  [
    'an element',
    (n) => `<rss><channel><${n}>x</${n}><item><title>A</title><${n} ${n}="x">x</${n}></item>${item}</channel></rss>`,
  ],
  ['a prefix', (n) => `<rss xmlns:${n}="urn:x"><channel><item><title>A</title><${n}:x>x</${n}:x></item>${item}</channel></rss>`],
  [
    'an entity',
    (n) => `<!DOCTYPE rss [<!ENTITY ${n} "x">]><rss><channel><item><title>A</title><x>&${n};</x></item>${item}</channel></rss>`,
  ],
  [
    'a relation',
    (n) =>
      `<feed xmlns="http://www.w3.org/2005/Atom"><link rel="${n}" href="http://a/"/><entry><title>A</title><link rel="${n}" href="http://a/"/></entry><entry><title>A</title></entry></feed>`,
  ],
  [
    'a member of JSON',
    (n) =>
      `{"version":"https://jsonfeed.org/version/1","${n}":1,"items":[{"title":"A","${n}":{"${n}":1},"_${n}":{"${n}":1}},{"title":"A"}]}`,
  ],
  ['an element of RSS in JSON', (n) => `{"rss":{"channel":{"item":[{"title":"A","${n}":"x"},{"title":"A"}]}}}`],
];
for (const [place, write] of documents) {
  test(`parseFeed loses nothing to a name of JavaScript's own as ${place}`, () => {
    fc.assert(
      fc.property(name, fc.constantFrom('none', 'known', 'all' as const), (one, extensions) => {
        const titles = Array.from(parseFeed(write(one), { extensions: extensions as 'all' }), ({ title }) => title);
        assert.deepEqual(titles, ['A', 'A']);
      }),
    );
  });
}

test("parseFeed keeps an extension under a name of JavaScript's own", () => {
  fc.assert(
    fc.property(name, (one) => {
      const [found] = parseFeed(`<rss ${itunes}><channel><item><itunes:${one}>x</itunes:${one}></item></channel></rss>`);
      assert.deepEqual(Object.entries(found?._itunes ?? {}), [[one, 'x']]);
    }),
  );
});

test("parseFeed rejects a document whose root has a name of JavaScript's own as any other", () => {
  fc.assert(
    fc.property(name, (one) => {
      assert.throws(() => [...parseFeed(`<${one}/>`)], { code: 'NOT_A_FEED' });
    }),
  );
});

test("readFeeds and htmlToText take names of JavaScript's own for names", () => {
  fc.assert(
    fc.property(name, (one) => {
      const outline = `<outline type="rss" ${one}="x" xmlUrl="http://a.example/"/>`;
      for (const document of [`<opml><body>${outline}</body></opml>`, `<opml><body>${outline}`])
        assert.ok([...readFeeds(Buffer.from(document))].some((feed) => 'url' in feed && feed.url === 'http://a.example/'));
      assert.equal(htmlToText(`a<x-${one} ${one}="x">b</x-${one}>`), 'ab');
    }),
  );
});
