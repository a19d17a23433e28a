import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { finished, records, root, scratch, start } from '../support/executables.ts';

const skip = spawnSync('mkfifo', ['--version']).error !== undefined && 'mkfifo is not installed';
const ITEMS = 20;
const processes = ['fetch', 'parse', 'tee', 'keywords', 'enrich'];

/** How long anything may take on the slowest machine, in ms. */
const PATIENCE = 60_000;

function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

test('each process of a graph of FIFOs is restarted in the middle, and no item is lost or doubled', { skip }, async (t) => {
  const server = createServer((request, response) => {
    const item = (index: number) =>
      `<item><guid>${request.url}-${index}</guid><title>Harvest of the river council</title><description>${'orchard market '.repeat(200)}</description></item>`;
    response.end(`<rss version="2.0"><channel><title>F</title>${[...Array(ITEMS).keys()].map(item).join('')}</channel></rss>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const folder = scratch(t);
  const pidOf = (name: string) => {
    const file = join(folder, 'run', `${name}.pid`);
    return existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  };
  const read = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '');
  const arrived = (name: string) => read(name).split('\n').length - 1;

  const until = async (holds: () => boolean) => {
    const state = () =>
      ['keywords', 'matches'].map((name) => `${arrived(`${name}.ndjson`)} ${name}`).concat(processes.map(logOf));
    for (const end = Date.now() + PATIENCE; !holds(); await sleep(20)) assert.ok(Date.now() < end, state().join('\n'));
  };
  const logOf = (name: string) => read(`run/${name}.log`);

  const graph = start(join(root, 'examples/fifo/graph.sh'), [folder, join(root, 'examples/enrichments/terms.txt')]);
  const ended = finished(graph);
  t.after(() => graph.exitCode === null && process.kill(-graph.pid!, 'SIGKILL'));
  await until(() => processes.every((name) => pidOf(name) > 0));

  let feeds = 0;
  // A slow producer: appending waits for nobody here, since the graph keeps its FIFO open once it reads.
  const produce = async (count: number) => {
    for (let index = 0; index < count; index++, await sleep(10))
      appendFileSync(join(folder, 'feeds.fifo'), `http://127.0.0.1:${port}/${feeds++}\n`);
  };
  await produce(3);
  for (const name of processes) {
    await produce(5);
    // tee passes on what it has read, and no more can be said for it: it is ended when it has nothing, and gets nothing while it dies.
    if (name === 'tee')
      await until(() => arrived('keywords.ndjson') === feeds * ITEMS && arrived('matches.ndjson') === feeds * ITEMS);
    const pid = pidOf(name);
    process.kill(pid, 'SIGTERM');
    if (name === 'tee') await until(() => hasEnded(pid));
    await produce(5);
    await until(() => pidOf(name) !== pid);
  }
  await until(() => arrived('keywords.ndjson') >= feeds * ITEMS && arrived('matches.ndjson') >= feeds * ITEMS);
  graph.kill('SIGTERM');
  await ended;

  for (const [name, field] of [
    ['keywords.ndjson', 'keywords'],
    ['matches.ndjson', 'enrichments'],
  ]) {
    const items = records(read(name!));
    assert.equal(items.length, feeds * ITEMS, `${name} has every item once`);
    assert.equal(new Set(items.map(({ id }) => id)).size, feeds * ITEMS);
    assert.ok(items.every((item) => item[field!] !== undefined));
  }
  for (const name of processes) assert.equal(logOf(name), '', `${name} met nothing torn`);
});
