import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { finished, type Result, records, root, scratch, start } from '../support/executables.ts';

const missing = ['flock', 'gzip', 'jq', 'find'].filter((program) => spawnSync(program, ['--version']).error);
const skip = missing.length > 0 && `${missing.join(', ')} not installed`;
const FEEDS = 6;

/** Feeds that have three new items each day, and keep those of the day before; and the folder of a corpus that reads them. */
async function news(t: TestContext) {
  const web = { day: 1, broken: false, slow: 0, asked: () => {} };
  const server = createServer((request, response) => {
    web.asked();
    const feed = request.url!.slice(1);
    if (web.broken && feed === '0') return void response.writeHead(500).end();
    const days = [web.day, web.day - 1].filter((day) => day > 0);
    const items = days.flatMap((day) =>
      [1, 2, 3].map((item) => `<item><guid>${feed}-${day}-${item}</guid><title>Harvest</title></item>`),
    );
    setTimeout(() => response.end(`<rss version="2.0"><channel><title>F</title>${items.join('')}</channel></rss>`), web.slow);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const folder = scratch(t);
  const { port } = server.address() as AddressInfo;
  const outlines = [...Array(FEEDS).keys()].map((feed) => `<outline xmlUrl="http://127.0.0.1:${port}/${feed}"/>`);
  writeFileSync(join(folder, 'subs.opml'), `<opml version="2.0"><body>${outlines.join('')}</body></opml>`);
  const begin = (day: number, more: Record<string, string> = {}) => {
    web.day = day;
    const TODAY = `2026-01-${String(day).padStart(2, '0')}`;
    const env = { NEWS: folder, TODAY, FETCH_OPTIONS: '--min-interval 0 --retries 0 --per-host 1', ...more };
    return start(join(root, 'examples/cron/corpus-by-day.sh'), [], { env });
  };
  return { web, folder, begin, run: (day: number, more = {}) => finished(begin(day, more)) };
}

/** The ids of the items in the files of the days, whether compressed or not. */
function corpus(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => /^corpus-.*\.ndjson(\.gz)?$/.test(name));
  const texts = files
    .map((name) => readFileSync(join(folder, name)))
    .map((bytes) => (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes));
  return texts.flatMap((text) => records(text.toString())).map(({ id }) => String(id));
}

const quiet: Result = { stdout: '', stderr: '', status: 0 };

test('ten runs by a fake clock, two at once and one killed, have every item once in the file of a day', { skip }, async (t) => {
  const { web, folder, begin, run } = await news(t);
  for (const day of [1, 2, 3]) assert.deepEqual(await run(day), quiet);
  assert.deepEqual(await run(3), quiet, 'a second run of a day finds nothing new');
  const before = corpus(folder);
  assert.equal(before.length, 3 * 3 * FEEDS);
  assert.equal(new Set(before).size, before.length, 'none is doubled');

  web.slow = 100;
  const both = await Promise.all([run(4), run(4)]);
  assert.deepEqual(both, [quiet, quiet], 'the second of two at once ends quietly');

  const killed = begin(5);
  const over = finished(killed);
  await new Promise<void>((resolve) => {
    let asked = 0;
    web.asked = () => ++asked === FEEDS / 2 && resolve();
  });
  process.kill(-killed.pid!, 'SIGKILL');
  assert.equal((await over).status, 137);
  const atDeath = new Set(corpus(folder));
  web.slow = 0;
  for (const day of [5, 6, 7]) assert.deepEqual(await run(day), quiet);

  const ids = corpus(folder);
  const wanted = [...Array(FEEDS).keys()].flatMap((feed) =>
    [1, 2, 3, 4, 5, 6, 7].flatMap((day) => [1, 2, 3].map((item) => `${feed}-${day}-${item}`)),
  );
  assert.deepEqual([...new Set(ids)].sort(), wanted.sort(), 'none is lost');
  // Within a day, what a killed run had written and not yet remembered is taken out again when the day is compressed.
  assert.equal(ids.length, wanted.length, `none is doubled; ${atDeath.size} were there when it was killed`);
  const files = readdirSync(folder).filter((name) => name.startsWith('corpus-'));
  const names = [1, 2, 3, 4, 5, 6, 7].map((day) => `corpus-2026-01-0${day}.ndjson${day < 7 ? '.gz' : ''}`);
  assert.deepEqual(files.sort(), names);
});

test('a feed that fails is told of in one line, once it has failed long enough, and tried again', { skip }, async (t) => {
  const { web, folder, run } = await news(t);
  web.broken = true;
  assert.deepEqual(await run(1, { REPORT_AFTER: '2' }), quiet, 'failed once');
  const { stdout, stderr, status } = await run(1, { REPORT_AFTER: '1' });
  assert.deepEqual([stderr, status], ['', 1]);
  assert.match(stdout, /^corpus-by-day: 1 rejected, the last: fetch: [^\n]*\/0: [^\n]*; see [^\n]*2026-01-01\.log\n$/);
  web.broken = false;
  assert.deepEqual(await run(2, { FETCH_OPTIONS: '--min-interval 0 --refetch' }), quiet);
  assert.equal(corpus(folder).length, 2 * 3 * FEEDS);
  assert.ok(!existsSync(join(folder, 'failed.ndjson')) || readFileSync(join(folder, 'failed.ndjson'), 'utf8') === '');
});

test('items that were rejected on their way are tried again', { skip }, async (t) => {
  const { folder, run } = await news(t);
  const module = join(folder, 'picky.mjs');
  writeFileSync(module, 'export default ({ id }) => { if (id.startsWith("0-")) throw new Error("not now"); return true; };');
  const MAKE = `enrich --with ${module}`;
  const { stdout, status } = await run(1, { MAKE });
  assert.equal(status, 1);
  assert.match(stdout, /^corpus-by-day: 3 rejected[^\n]*not now[^\n]*\n$/);
  writeFileSync(module, 'export default () => true;');
  assert.deepEqual(await run(1, { MAKE }), quiet);
  assert.equal(new Set(corpus(folder)).size, 3 * FEEDS);
  assert.deepEqual(await run(1, { MAKE }), quiet);
  assert.equal(corpus(folder).length, 3 * FEEDS);
});

test('what keeps a run from its end is told in one line', { skip }, async (t) => {
  const { folder, run } = await news(t);
  writeFileSync(join(folder, 'state'), 'a file');
  const { stdout, stderr, status } = await run(1);
  assert.deepEqual([stderr, status], ['', 4]);
  assert.match(stdout, /^corpus-by-day: [^\n]*state[^\n]*; see [^\n]*\n$/);
});
