import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseFeed } from '../../../src/lib/feed/index.ts';

type Entry = { title: string; link: string; date: string; content: string; file: string };

/** Parts of entries that differ from one another and are told from one another by a reader. */
const parts = {
  title: fc.constantFrom('', 'Up', 'Down', 'Now &amp; then'),
  link: fc.constantFrom(
    '',
    'https://s.example/',
    'https://s.example/status',
    'https://s.example/show/',
    'https://s.example/a?b=1',
  ),
  date: fc.constantFrom('', 'Mon, 06 May 2024 10:00:00 GMT', 'Tue, 07 May 2024 10:00:00 GMT', 'yesterday', 'the day before'),
  content: fc.constantFrom('', 'one', 'two', '&lt;p&gt;three&lt;/p&gt;'),
  file: fc.constantFrom('', 'https://s.example/1.mp3', 'https://s.example/2.mp3'),
};
const entries = fc.uniqueArray(fc.record(parts), { selector: (entry) => JSON.stringify(entry), maxLength: 12 });

function rss(list: readonly Entry[], site: string): string {
  const items = list.map(
    ({ title, link, date, content, file }) =>
      `<item><title>${title}</title>${link && `<link>${link}</link>`}${date && `<pubDate>${date}</pubDate>`}` +
      `<description>${content}</description>${file && `<enclosure url="${file}"/>`}</item>`,
  );
  return `<rss version="2.0"><channel><title>F</title>${site}${items.join('')}</channel></rss>`;
}

function atom(list: readonly Entry[]): string {
  const items = list.map(
    ({ title, link, date, content, file }) =>
      `<entry><title>${title}</title>${link && `<link href="${link}"/>`}${date && `<updated>${date}</updated>`}` +
      `<content type="html">${content}</content>${file && `<link rel="enclosure" href="${file}"/>`}</entry>`,
  );
  return `<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>${items.join('')}</feed>`;
}

function json(list: readonly Entry[]): string {
  const items = list.map(({ title, link, date, content, file }) => ({
    title,
    ...(link && { url: link }),
    date_published: date,
    content_html: content,
    attachments: file === '' ? [] : [{ url: file }],
  }));
  return JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'F', items });
}

const formats: [string, (list: readonly Entry[]) => string][] = [
  ['RSS', (list) => rss(list, '<link>https://s.example/show</link>')],
  ['RSS without a site', (list) => rss(list, '')],
  ['Atom', atom],
  ['JSON Feed', json],
];
const idsOf = (document: string) => Array.from(parseFeed(document), ({ id }) => id);

for (const [format, write] of formats) {
  test(`parseFeed gives different items of ${format} different ids, the same at every run`, () => {
    fc.assert(
      fc.property(entries, (list) => {
        const ids = idsOf(write(list));
        assert.equal(ids.length, list.length);
        assert.equal(new Set(ids).size, ids.length, JSON.stringify(ids));
        assert.deepEqual(idsOf(write(list)), ids);
      }),
    );
  });

  test(`parseFeed gives items of ${format} that share a link the same ids when older ones have left`, () => {
    const link = 'https://s.example/status';
    fc.assert(
      fc.property(entries, fc.nat(), (list, count) => {
        const shared = list.map((entry, index) => ({ ...entry, link: index > 1 && entry.link === '' ? '' : link }));
        const kept = shared.slice(0, 2 + (count % 12));
        assert.deepEqual(idsOf(write(kept)), idsOf(write(shared)).slice(0, kept.length));
      }),
    );
  });
}

test('parseFeed gives an item with the link of its site the same id when it is the last one left', () => {
  const [up, down] = ['Up', 'Down'].map((title) => ({ title, link: 'https://s.example/show/', date: '', content: '', file: '' }));
  assert.ok(up && down);
  const site = '<link>http://www.s.example/show</link>';
  assert.deepEqual(idsOf(rss([up], site)), idsOf(rss([up, down], site)).slice(0, 1));
});

test('parseFeed keeps a URL as the id of an item where no other item has it', () => {
  const entry = { title: 'A', link: 'https://s.example/a', date: '', content: '', file: '' };
  assert.deepEqual(idsOf(rss([entry], '<link>https://s.example/</link>')), ['https://s.example/a']);
});

test('parseFeed keeps ids that the feed gives, be they the same', () => {
  const item = (title: string) => `<item><guid>1</guid><title>${title}</title></item>`;
  assert.deepEqual(idsOf(`<rss><channel>${item('A')}${item('B')}</channel></rss>`), ['1', '1']);
});

for (const digits of ['12345678901234567891', '1.0', '-0', '1e400', '9007199254740993', '7']) {
  test(`parseFeed keeps the digits of ${digits}, the id of an item in JSON`, () => {
    const document = `{"version":"https://jsonfeed.org/version/1","items":[{"id": ${digits},"title":"\\"id\\":1.0"}]}`;
    assert.deepEqual(
      Array.from(parseFeed(document), ({ id, title }) => [id, title]),
      [[digits, '"id":1.0']],
    );
  });
}

test('parseFeed gives the items before a document breaks off their ids', () => {
  const ids: string[] = [];
  const items =
    '<item><title>A</title><link>http://s.example/</link></item><item><title>B</title><link>http://s.example/</link></item>';
  assert.throws(() => {
    for (const { id } of parseFeed(`<rss><channel>${items}<item><title>C`)) ids.push(id);
  }, /ends in the middle/);
  assert.equal(new Set(ids).size, 2);
});

test('parseFeed holds back no more than some thousands of items without an id', () => {
  let count = 0;
  for (const { id } of parseFeed(`<rss><channel>${'<item/>'.repeat(30_000)}</channel></rss>`)) count += id === '' ? 0 : 1;
  assert.equal(count, 30_000);
});
