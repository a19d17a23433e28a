import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { Reject } from '../../../src/lib/errors/index.ts';
import { type Feed, OpmlWriter, readFeeds } from '../../../src/lib/opml/index.ts';

test('readFeeds reads 50,000 outlines in folders', () => {
  const folder = (n: number) =>
    `<outline text="Folder ${n}">${Array.from({ length: 100 }, (_, i) => `<outline type="rss" text="Feed ${n}-${i}" xmlUrl="http://example.org/${n}/${i}" htmlUrl="http://example.org/"/>\n`).join('')}</outline>`;
  const document = `<opml version="2.0"><body>${Array.from({ length: 500 }, (_, n) => folder(n)).join('')}</body></opml>`;
  const feeds = [...readFeeds(Buffer.from(document))] as Feed[];
  assert.equal(feeds.length, 50_000);
  assert.deepEqual(feeds.at(-1), {
    url: 'http://example.org/499/99',
    title: 'Feed 499-99',
    site_url: 'http://example.org/',
    categories: ['Folder 499'],
  });
});

// Attribute values are trimmed and folded, so that only such texts can come back as they were.
const word = fc
  .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
  .map((text) => text.replace(/[\s/,\p{C}]+/gu, '').trim() || 'x');
const feed = fc.record(
  {
    url: fc.webUrl({ withQueryParameters: true }),
    title: word,
    description: word,
    categories: fc.uniqueArray(
      fc.array(word, { minLength: 1, maxLength: 3 }).map((path) => path.join('/')),
      { minLength: 1, maxLength: 3 },
    ),
  },
  { requiredKeys: ['url'] },
);

test('what OpmlWriter writes, readFeeds reads with the same titles and folders', () => {
  fc.assert(
    fc.property(fc.array(feed, { maxLength: 8 }), (feeds) => {
      const writer = new OpmlWriter();
      for (const one of feeds) writer.add(one);
      const back = [...readFeeds(Buffer.from(writer.document('t')))] as Feed[];
      const sorted = (list: Feed[]) => list.map((one) => JSON.stringify(Object.entries(one).sort())).sort();
      assert.deepEqual(
        sorted(back),
        sorted(feeds.map((one) => (one.title === one.url ? { ...one, title: undefined } : one)) as Feed[]),
      );
    }),
    { seed: 7, numRuns: 200 },
  );
});

const shared = new URL('../../../../shared/fixtures/opml/', import.meta.url);
// The 208th `xmlUrl` of this file is the name of a column, within a comment; the same list is in Subs.opml, with 207 feeds.
const corrected: Record<string, number> = { 'SubsNoTitleAttributes.opml': 207 };
test('real OPML files have the number of feeds that is noted for them', {
  skip: !existsSync(shared) && 'no shared fixtures',
}, () => {
  const rows = readFileSync(new URL('manifest.tsv', shared), 'utf8').trim().split('\n').slice(1);
  for (const [file, count] of rows.map((row) => row.split('\t') as [string, string])) {
    assert.equal([...readFeeds(readFileSync(new URL(file, shared)))].length, corrected[file] ?? Number(count), file);
  }
});

for (const [name, separator] of [
  ['a line separator', '\u2028'],
  ['a paragraph separator', '\u2029'],
  ['a form feed', '\f'],
]) {
  test(`${name} in a list of URLs ends no line, and no run`, () => {
    const found = [...readFeeds(Buffer.from(`http://a.example/ "b"${separator}c\nhttp://b.example/\n`))];
    assert.deepEqual(
      found.map((feed) => !(feed instanceof Reject) && feed.url),
      ['http://a.example/', 'http://b.example/'],
    );
  });
}
