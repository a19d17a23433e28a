import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root, run, scratch } from '../support/executables.ts';

const rss = (items: string) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>http://example.org/</link>${items}</channel></rss>`;
const item = (n: number) =>
  `<item><title>Item ${n}</title><guid isPermaLink="false">id-${n}</guid><link>/items/${n}</link></item>`;
const records = (stdout: string) =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const response = (fields: object) =>
  JSON.stringify({ url: 'http://example.org/feed', fetch: { status: 200, url: 'http://cdn.example.org/x/feed' }, ...fields });

test('parse gives a record for each item of a response, with links against the final URL', async () => {
  const { stdout, status } = await run('parse', [], {
    input: `${response({ title: 'From the OPML', body: rss(item(1) + item(2)) })}\n`,
  });
  assert.equal(status, 0);
  assert.deepEqual(records(stdout), [
    {
      id: 'id-1',
      url: 'http://cdn.example.org/items/1',
      title: 'Item 1',
      feed: { url: 'http://example.org/feed', title: 'T', site_url: 'http://example.org/', format: 'rss2.0' },
    },
    {
      id: 'id-2',
      url: 'http://cdn.example.org/items/2',
      title: 'Item 2',
      feed: { url: 'http://example.org/feed', title: 'T', site_url: 'http://example.org/', format: 'rss2.0' },
    },
  ]);
});

test('parse passes over responses without a body', async () => {
  const input = `${response({})}\n{"url":"http://example.org/","fetch":{"skipped":"not-due"}}\n`;
  assert.deepEqual(await run('parse', [], { input }), { stdout: '', stderr: '', status: 0 });
});

test('parse rejects a document that is longer than --max-line, however it comes', async (t) => {
  const file = join(scratch(t), 'feed.xml');
  const document = rss(item(1));
  writeFileSync(file, document);
  for (const [args, input] of [
    [[file], ''],
    [[], document],
  ] as const) {
    const { stdout, stderr, status } = await run('parse', ['--max-line', '100', ...args], { input });
    assert.deepEqual([stdout, status], ['', 1]);
    assert.match(stderr, new RegExp(`document of ${document.length} bytes is longer than --max-line 100\n$`));
  }
});

test('parse reads one text of 50 MB with references in it within 512 MiB', async (t) => {
  const folder = scratch(t);
  const line = 'Some words &amp; more of them &lt;b&gt;bold&lt;/b&gt; &#8217;quoted&#8217; &eacute;t&eacute; &quot;x&quot;.\n';
  const count = Math.ceil(50e6 / line.length);
  const input = rss(`<item><guid isPermaLink="false">1</guid><description>${line.repeat(count)}</description></item>`);
  const env = { NODE_OPTIONS: `--require ${join(root, 'test/support/peak.cjs')}`, FEEDMILL_PEAKS: join(folder, 'peaks') };
  const { stdout, status } = await run('parse', [], { input, env });
  assert.equal(status, 0);
  const { content_html: html, content_text: text } = JSON.parse(stdout);
  // Not assert.equal, which would show the difference.
  assert.ok(html === 'Some words & more of them <b>bold</b> ’quoted’ été "x".\n'.repeat(count).trim());
  assert.ok(text === 'Some words & more of them bold ’quoted’ été "x". '.repeat(count).trim());
  const peak = Number(readFileSync(env.FEEDMILL_PEAKS, 'utf8').split(' ')[1]);
  t.diagnostic(`${Math.round(peak / 1024)} MiB`);
  assert.ok(peak < 512 * 1024, `parse took ${peak} kB`);
});

test('parse takes 48 MB of blanks in its stride', async () => {
  const { stdout, stderr, status } = await run('parse', [], { input: Buffer.alloc(48 * 2 ** 20, ' \n') });
  assert.deepEqual([stdout, stderr, status], ['', '', 0]);
});

const documents: [string, string | Buffer, string[]][] = [
  ['an XML feed', rss(item(1)), ['Item 1']],
  ['a feed after white space and a byte-order mark', `\ufeff\n\n  ${rss(item(1))}`, ['Item 1']],
  ['a feed after text', `Notice: something\n${rss(item(1))}`, ['Item 1']],
  ['a feed in UTF-16', Buffer.from(`\ufeff${rss(item(1)).replace('Item', 'Øre')}`, 'utf16le'), ['Øre 1']],
  [
    'a JSON Feed on several lines',
    JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'J', items: [{ id: 1, title: 'a' }] }, null, 2),
    ['a'],
  ],
  [
    'a JSON Feed on one line',
    JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'J', items: [{ id: 1, title: 'a' }] }),
    ['a'],
  ],
  [
    'RSS in JSON',
    JSON.stringify({ rss: { version: '2.0', channel: { title: 'J', item: [{ title: 'a' }, { title: 'b' }] } } }),
    ['a', 'b'],
  ],
];
for (const [what, document, titles] of documents) {
  test(`parse reads ${what} on standard input and as FILE`, async (t) => {
    const file = join(scratch(t), 'feed');
    writeFileSync(file, document);
    for (const result of [await run('parse', [], { input: document }), await run('parse', [file])]) {
      assert.equal(result.stderr, '');
      assert.deepEqual(
        records(result.stdout).map(({ title }) => title),
        titles,
      );
    }
  });
}

test('parse rejects what is no feed, and says what it is', async (t) => {
  const rejects = join(scratch(t), 'rejects');
  const page =
    '<!DOCTYPE html><html><head><title>Gone</title><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><p>Hi</html>';
  const input = `${response({ body: page })}\n${response({ body: rss(item(3)) })}\n`;
  const { stdout, stderr, status } = await run('parse', ['--rejects', rejects], { input });
  assert.equal(status, 1);
  assert.equal(
    stderr,
    'parse: stdin:1: http://example.org/feed: not a feed but an HTML page with the title “Gone”; it points to http://cdn.example.org/feed.xml\n',
  );
  assert.deepEqual(
    records(stdout).map(({ title }) => title),
    ['Item 3'],
  );
  const { error, record } = JSON.parse(readFileSync(rejects, 'utf8'));
  assert.equal(record.url, 'http://example.org/feed');
  assert.deepEqual(
    { ...error, message: '' },
    {
      code: 'NOT_A_FEED',
      message: '',
      command: 'parse',
      source: 'stdin',
      line: 1,
      found: 'an HTML page with the title “Gone”',
      feeds: ['http://cdn.example.org/feed.xml'],
    },
  );
});

test('parse gives the whole items of a document that is cut off, and rejects it besides', async () => {
  const document = rss(item(1) + item(2) + item(3));
  const { stdout, stderr, status } = await run('parse', [], { input: document.slice(0, document.indexOf('Item 3')) });
  assert.deepEqual(
    records(stdout).map(({ id }) => id),
    ['id-1', 'id-2'],
  );
  assert.match(stderr, /ends in the middle/);
  assert.equal(status, 1);
});

test('parse makes a summary of content where asked', async () => {
  const document = rss('<item><title>a</title><description>One two three four five</description></item>');
  const { stdout } = await run('parse', ['--summary', '14'], { input: document });
  assert.equal(records(stdout)[0].summary, 'One two three…');
});

test('parse rejects a record that is no response', async () => {
  const { stderr, status } = await run('parse', [], { input: '{"url":"http://example.org/"}\n' });
  assert.match(stderr, /not a response/);
  assert.equal(status, 1);
});

test('parse --jobs gives the same items in the same order, and the same rejects', async (t) => {
  const folder = scratch(t);
  const files = Array.from({ length: 40 }, (_, n) => {
    const file = join(folder, `${n}.xml`);
    writeFileSync(file, n % 10 === 3 ? '<html>no</html>' : rss(Array.from({ length: n }, (_, i) => item(100 * n + i)).join('')));
    return file;
  });
  const [alone, threads] = await Promise.all([run('parse', files), run('parse', ['--jobs', '3', ...files])]);
  assert.equal(threads.stdout, alone.stdout);
  assert.deepEqual(threads.stderr.split('\n').sort(), alone.stderr.split('\n').sort());
  assert.deepEqual([alone.status, threads.status], [1, 1]);
  const input = Array.from({ length: 40 }, (_, n) => `${response({ body: rss(item(n)) })}\n`).join('');
  const { stdout } = await run('parse', ['--jobs', '2'], { input });
  assert.deepEqual(
    records(stdout).map(({ id }) => id),
    Array.from({ length: 40 }, (_, n) => `id-${n}`),
  );
});

test('parse rejects values nested beyond all writing, and --rejects tells of them as text', async (t) => {
  const [file, rejects] = [join(scratch(t), 'deep.json'), join(scratch(t), 'rejects.ndjson')];
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
  writeFileSync(file, `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","_x":${deep}}]}`);
  const { stdout, status } = await run('parse', ['--rejects', rejects, file]);
  assert.deepEqual([stdout, status], ['', 1]);
  const [{ error, line_text: text }] = records(readFileSync(rejects, 'utf8'));
  assert.equal(error.code, 'DEPTH_LIMIT');
  assert.ok(text.startsWith('{"version"'));
});

test('parse rejects a first line that is broken, and reads the records after it', async () => {
  for (const broken of ['{"url":', 'url: http://example.org/']) {
    const { stdout, stderr } = await run('parse', [], { input: `${broken}\n${response({ body: rss(item(1)) })}\n` });
    assert.deepEqual([records(stdout).length, stderr.trim().split('\n').length], [1, 1], stderr);
  }
});

test('parse takes a file for one document that begins with the end of another', async (t) => {
  const file = join(scratch(t), 'feed.xml');
  writeFileSync(file, `2004</pubDate>\n${'text\n'.repeat(1000)}</item></channel></rss>\n${rss(item(1))}`);
  const { stdout, stderr, status } = await run('parse', [file]);
  assert.deepEqual([records(stdout).length, stderr, status], [1, '', 0]);
});
