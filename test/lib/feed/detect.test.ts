import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { looksLikeDocument } from '../../../src/lib/feed/index.ts';

const body = '<?xml version="1.0"?><rss version="2.0"><channel><item><title>A</title></item></channel></rss>';
const record = JSON.stringify({ url: 'https://example.org/feed', fetch: { status: 200 }, body });
const longRecord = JSON.stringify({ url: 'https://example.org/feed', body: body.repeat(1000) });
const strays = [
  'Welcome to host7',
  'NaN',
  'null',
  '"x"',
  '# comment',
  '[]',
  '{}',
  '[',
  '{',
  '\0',
  '\0\0\0\0',
  '\ufeff',
  'Warning:',
  'Dear user,',
  '<html><body>502</body></html>',
  '<!-- a comment -->',
  '<rss>',
  '<?xml version="1.0"?>',
  'curl: (6) could not resolve <host>',
  'see https://jsonfeed.org/version/1.1',
  '{"url":"https://example.org/a","body":"<rss',
  'Warning: mysql_connect() in <b>index.php</b>\n<br />',
];

for (const stray of strays) {
  for (const [what, lines] of [
    ['records', [record, record]],
    ['a record', [record]],
    ['a long record', [longRecord]],
    ['records that are responses without a body', ['{"url":"https://example.org/","fetch":{"status":304}}', record]],
  ] as const) {
    test(`looksLikeDocument sees lines in ${JSON.stringify(stray)} before ${what}`, () => {
      const text = `${stray}\n${lines.join('\n')}\n`;
      assert.equal(looksLikeDocument(Buffer.from(text)), false);
      assert.equal(looksLikeDocument(Buffer.from(text).subarray(0, 65_536)), false);
      assert.equal(looksLikeDocument(Buffer.from(text.replaceAll('\n', '\r\n'))), false);
    });
  }
}

const documents: [string, string][] = [
  ['RSS in UTF-16', Buffer.from(body, 'utf16le').toString('latin1')],
  ['RSS after a warning', `Warning: something in index.php on line 3\n${body}`],
  [
    'RSS with JSON in an article',
    body.replace('A', '\n{"a":1}\n').replace('<channel>', '<channel>\n<link/>\n').replaceAll('><', '>\n<'),
  ],
  ['RSS with lines of JSON in an article', body.replace('A', `\n${'{"a":1}\n'.repeat(9)}`).replaceAll('><', '>\n<')],
  ['a JSON Feed', JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', items: [{ id: '1' }] }, undefined, 2)],
  ['a JSON Feed with an item a line', '{"version":"https://jsonfeed.org/version/1.1","items":[\n{"id":"1"},\n{"id":"2"}\n]}\n'],
  [
    'the beginning of one',
    `{"version":"https://jsonfeed.org/version/1.1","items":[\n{"id":"1"},\n{"id":"2","content_text":"${'a'.repeat(70_000)}`,
  ],
  [
    'one on one long line',
    `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"2","content_text":"${'a'.repeat(70_000)}`,
  ],
  ['an HTML page', '<!doctype html>\n<title>{"a":1}</title>\n<script>\n{"a":1}\n</script>'],
];
for (const [what, text] of documents) {
  test(`looksLikeDocument sees a document in ${what}`, () => {
    assert.equal(looksLikeDocument(Buffer.from(text, /^\S\0/.test(text) ? 'latin1' : 'utf8').subarray(0, 65_536)), true);
  });
}

test('looksLikeDocument sees a document in every XML feed among the fixtures', () => {
  const folder = new URL('../../fixtures/feeds/', import.meta.url);
  const feeds = readdirSync(folder).filter((name) => /\.xml$/.test(name) && !/^ill-(?:empty|plain-text|white-space)/.test(name));
  assert.ok(feeds.length > 300, `${feeds.length}`);
  const lines = feeds.filter((name) => !looksLikeDocument(readFileSync(new URL(name, folder))));
  assert.deepEqual(lines, []);
});
