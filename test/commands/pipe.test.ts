// All six filters of the main job in one real pipe, over many feeds.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { it } from 'node:test';
import { records, root, scratch, shell } from '../support/executables.ts';

const FEEDS = 1000;
const ITEMS = 20;
/** Peak resident memory that no process may pass, in kB. The V8 of later versions of Node collects later, and less. */
const MEMORY = process.version.startsWith('v20.') ? 150_000 : 300_000;

const words = 'river market engine signal harvest council orchard treaty glacier archive lantern copper vessel meadow'.split(' ');

function item(feed: number, index: number): string {
  const word = (step: number) => words[(feed * 7 + index * 3 + step) % words.length];
  const sentence = (start: number) =>
    `The ${word(start)} ${word(start + 1)} met the ${word(start + 2)} of the ${word(start + 4)} in its ${index}th year.`;
  const text = [1, 2, 3, 4, 5, 6].map((start) => sentence(start + feed)).join(' ');
  return `<item><guid>item-${feed}-${index}</guid><title>${word(0)} &amp; ${word(1)} ${feed}</title><description><![CDATA[<p>${text}</p>]]></description></item>`;
}

function feed(number: number): string {
  const items = [...Array(ITEMS).keys()].map((index) => item(number, index));
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Feed ${number}</title><link>http://example.org/</link>${items.join('')}</channel></rss>`;
}

it('a pipe of all six filters loses no item of 1,000 feeds, and each process stays small', async (t) => {
  const folder = scratch(t);
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/rss+xml');
    response.end(feed(Number(request.url?.slice(1))));
  });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  // Loopback has many addresses: each is a host to the politeness of `fetch`.
  const outlines = [...Array(FEEDS).keys()].map(
    (number) => `<outline xmlUrl="http://127.0.${1 + (number % 100)}.1:${port}/${number}"/>`,
  );
  writeFileSync(join(folder, 'subs.opml'), `<opml version="2.0"><body>${outlines.join('')}</body></opml>`);

  const pipe = `opml2feeds subs.opml | fetch --state s | parse | dedupe --state s | enrich --with lang --with text-stats | keywords > corpus.ndjson
    echo "\${PIPESTATUS[@]}"`;
  const peaks = join(folder, 'peaks');
  const env = { NODE_OPTIONS: `--require ${join(root, 'test/support/peak.cjs')}`, FEEDMILL_PEAKS: peaks };
  const { stdout, stderr } = await shell(pipe, { cwd: folder, env });
  assert.deepEqual([stdout, stderr], ['0 0 0 0 0 0\n', '']);

  const corpus = records(readFileSync(join(folder, 'corpus.ndjson'), 'utf8')) as {
    id: string;
    keywords: unknown[];
    enrichments: object;
  }[];
  const ids = new Set(corpus.map(({ id }) => id));
  assert.deepEqual([corpus.length, ids.size], [FEEDS * ITEMS, FEEDS * ITEMS]);
  assert.ok(
    corpus.every(({ keywords, enrichments }) => keywords.length > 0 && 'lang' in enrichments && 'text-stats' in enrichments),
  );

  const told = readFileSync(peaks, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' '));
  assert.deepEqual(told.map(([name]) => name).sort(), ['dedupe', 'enrich', 'fetch', 'keywords', 'opml2feeds', 'parse']);
  t.diagnostic(told.map(([name, peak]) => `${name} ${Math.round(Number(peak) / 1000)} MB`).join(', '));
  for (const [name, peak] of told) assert.ok(Number(peak) < MEMORY, `${name} took ${peak} kB`);
});
