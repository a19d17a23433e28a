import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '../servers/server.ts';
import { executable, ndjson, type Response, runFetch, temporary } from './fetch-run.ts';

const feeds = 80;
/** So many feeds are not answered in every other run until it is killed: it is then killed late, with most of its news remembered. */
const held = 4;
const filling = '<item/>'.repeat(3_000);

/**
 * Kills `fetch --state` with SIGKILL in the middle of its run, so many times, while all feeds have news each time; after each kill,
 * what the state remembers of a feed must stand in the output, and after a last run in peace so must all of its newest news.
 */
export async function surviveKills(t: TestContext, kills: number): Promise<void> {
  let version = 0;
  let served = 0;
  let checked = 0;
  let onServed = () => {};
  const { origin, close } = await serve((request, response) => {
    if (late(version) && version <= kills && Number(request.url?.slice(1)) >= feeds - held) return;
    const etag = `"${request.url}-${version}"`;
    const known = request.headers['if-none-match'] === etag;
    response.writeHead(known ? 304 : 200, { etag }).end(known ? '' : `<rss>${etag}${filling}</rss>`, () => {
      served++;
      onServed();
    });
  });
  t.after(close);
  const nextServed = (count = 1) => {
    const until = served + count;
    return new Promise<void>((resolve) => {
      onServed = () => void (served >= until && resolve());
    });
  };
  const folder = temporary(t);
  const [state, out, urls] = [
    join(folder, 'state'),
    join(folder, 'out.ndjson'),
    Array.from({ length: feeds }, (_, n) => `${origin}/${n}`),
  ];
  const args = ['--state', state, '--min-interval', '0', '--per-host', '8', '-o', out, '--append'];
  for (version = 1; version <= kills; version++) {
    const child = spawn(process.execPath, [executable, ...args], { stdio: ['pipe', 'ignore', 'inherit'] });
    child.stdin.on('error', () => {});
    child.stdin.end(`${urls.join('\n')}\n`);
    if (late(version)) {
      await nextServed();
      const before = changed(state);
      while (changed(state) === before) await sleep(5);
    } else {
      // Somewhere else in the run each time, from the first answers to the last.
      await nextServed(1 + (Math.floor((feeds * version * 7) / 11) % feeds));
    }
    child.kill('SIGKILL');
    await once(child, 'close');
    const remembered = await runFetch(['--state', state, '--dump'], []);
    const written = written200(out);
    checked += remembered.records.length;
    for (const { url, etag } of remembered.records)
      assert.ok(written.has(String(etag)), `kill ${version}: ${url} is remembered but not written`);
  }
  assert.ok(checked > 0, 'something was remembered at some kill');
  const last = await runFetch(args, urls);
  assert.equal(last.code, 0);
  const written = written200(out);
  for (let n = 0; n < feeds; n++) assert.ok(written.has(`"/${n}-${version}"`), `the news of feed ${n} are lost`);
  const records = ndjson<Response>(readFileSync(out, 'utf8'));
  assert.ok(
    records.every(({ fetch }) => fetch.status === 200 || fetch.status === 304),
    'no line is torn',
  );
}

const late = (version: number) => version % 2 === 0;

/** When a state was last written to, in milliseconds. */
const changed = (state: string) => statSync(join(state, 'data.mdb')).mtimeMs;

/** The ETags of the bodies that stand in whole lines of a file. */
function written200(path: string): Set<string> {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  const records = lines.map((line) => JSON.parse(line) as Response).filter(({ body }) => body !== undefined);
  return new Set(records.map(({ fetch }) => String(fetch.etag)));
}
