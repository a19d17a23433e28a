import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { bin, finished, records, root, scratch, start } from '../support/executables.ts';

test('the demo makes its corpus from the sample feeds, and a second run finds nothing new', async (t) => {
  const folder = join(scratch(t), 'with a space');
  const first = await demo('--out', folder);
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stdout, /47 new, 47 in the corpus/);
  assert.match(first.stdout, /\b21 200 /);
  const corpus = readFileSync(join(folder, 'corpus.ndjson'));

  const second = await demo('--out', folder);
  assert.equal(second.status, 0, second.stderr);
  assert.match(second.stdout, /0 new, 47 in the corpus/);
  assert.match(second.stdout, /\b21 304 /);
  assert.deepEqual(readFileSync(join(folder, 'corpus.ndjson')), corpus);

  assert.ok(!`${first.stdout}${second.stdout}`.includes('\u001b'), 'colours are for terminals');
  const check = await node('examples/demo/check.mjs', folder);
  assert.deepEqual([check.stderr, check.status], ['', 0]);
});

test('the check of the demo names what is missing', async (t) => {
  const check = await node('examples/demo/check.mjs', scratch(t));
  assert.equal(check.status, 1);
  assert.match(check.stderr, /corpus\.ndjson: is missing/);
});

test('the demo reads the feeds of an OPML file of the user', async (t) => {
  const feed = readFileSync(join(root, 'examples/feeds/rss20-lighthouse.xml'));
  const server = createServer((_request, response) => response.end(feed)).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const folder = scratch(t);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`;
  writeFileSync(join(folder, 'my.opml'), `<opml><body><outline text="Mine" xmlUrl="${url}"/></body></opml>`);

  const { status, stdout, stderr } = await demo('--out', folder, join(folder, 'my.opml'));
  assert.equal(status, 0, stderr);
  assert.match(stdout, /3 new, 3 in the corpus/);
  const corpus = records(readFileSync(join(folder, 'corpus.ndjson'), 'utf8'));
  assert.deepEqual(new Set(corpus.map(({ feed }) => (feed as { url: string }).url)), new Set([url]));
});

test('the demo begins anew from the corpus after a run that did not finish', async (t) => {
  const folder = scratch(t);
  await demo('--out', folder);
  const items = readFileSync(join(folder, 'corpus.ndjson'), 'utf8').split('\n');
  writeFileSync(join(folder, 'corpus.ndjson'), `${items.slice(0, 20).join('\n')}\n`);
  writeFileSync(join(folder, 'unfinished'), '');

  const { status, stdout, stderr } = await demo('--out', folder);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /27 new, 47 in the corpus/);
});

function demo(...args: string[]) {
  return node('examples/demo/demo.mjs', ...args);
}

function node(script: string, ...args: string[]) {
  return finished(start(process.execPath, [join(bin, '..', script), ...args]));
}
