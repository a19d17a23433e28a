import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { QueueKeys } from '../../src/lib/queue/index.ts';
import { Client, redisAddress } from '../../src/lib/redis/index.ts';
import { run, start } from './executables.ts';
import { type RedisServer, startServer } from './redis.ts';

export interface KillPlan {
  records: number;
  workers: number;
  /** How many workers, and how often Redis, is killed by SIGKILL. */
  workerKills: number;
  redisKills: number;
}

export interface Survived {
  /** Records that came out at least once, more than once, and not at all. */
  there: number;
  doubles: number;
  lost: number;
  dead: number;
  kills: { workers: number; redis: number };
}

/** Has workers pass records from one queue to another while they and their Redis are killed; counts what came out. `undefined`: no redis-server. */
export async function surviveKills(t: TestContext, plan: KillPlan): Promise<Survived | undefined> {
  const server = await startServer(t, '--appendonly', 'yes', '--appendfsync', 'everysec');
  if (!server) return undefined;
  const kills = { workers: 0, redis: 0 };
  const input = Array.from({ length: plan.records }, (_, id) => `{"id":${id},"content_text":"the river ran past mill ${id}"}\n`);
  const enqueued = await run('enqueue', ['--redis', server.url, '--queue', 'in'], { input: input.join('') });
  if (enqueued.status !== 0) throw new Error(enqueued.stderr);
  const client = await Client.connect(redisAddress(server.url));
  t.after(() => client.close());
  const workers = Array.from({ length: plan.workers }, () => startWorker(server));
  t.after(() => workers.forEach(end));
  try {
    const passed = async () => Number(await client.call('XLEN', 'out:normal'));
    for (const { at, what } of moments(plan)) {
      // Kills come by how far the work has got, so they hit the middle of it on fast and slow machines.
      while ((await passed()) < at && (await left(client)) > 0) await sleep(5);
      if (what === 'worker') {
        const victim = kills.workers++ % workers.length;
        end(workers[victim]!);
        workers[victim] = startWorker(server);
      } else {
        kills.redis++;
        await server.kill();
        await server.start();
      }
    }
    while ((await left(client)) > 0) await sleep(20);
  } finally {
    for (const worker of workers) worker.kill('SIGTERM');
    await Promise.all(workers.map((worker) => worker.exitCode ?? worker.signalCode ?? once(worker, 'exit')));
  }
  return { ...(await count(client, plan.records)), kills };
}

function startWorker({ url }: RedisServer): ChildProcess {
  const args = ['--redis', url, '--queue', 'in', '--to', 'out', '--lease', '1s', '-q', '--', 'keywords'];
  const worker = start('work', args);
  worker.stderr.pipe(process.stderr);
  worker.stdout.resume();
  return worker;
}

function end(worker: ChildProcess): void {
  worker.kill('SIGKILL');
}

/** When to kill what: spread over the work, Redis between the workers. */
function moments({ records, workerKills, redisKills }: KillPlan): { at: number; what: 'worker' | 'redis' }[] {
  const spread = (count: number, what: 'worker' | 'redis') =>
    Array.from({ length: count }, (_, index) => ({ at: Math.floor((records * (index + 0.5)) / count), what }));
  return [...spread(workerKills, 'worker'), ...spread(redisKills, 'redis')].sort((a, b) => a.at - b.at);
}

async function left(client: Client): Promise<number> {
  const lengths = await Promise.all(new QueueKeys('in').streams.map((stream) => client.call('XLEN', stream)));
  return lengths.reduce<number>((sum, length) => sum + Number(length), 0);
}

async function count(client: Client, records: number): Promise<Omit<Survived, 'kills'>> {
  const seen = new Map<number, number>();
  let from = '-';
  for (;;) {
    const entries = (await client.call('XRANGE', 'out:normal', from, '+', 'COUNT', 1000)) as [string, string[]][];
    for (const [entry, fields] of entries) {
      from = `(${entry}`;
      const { id } = JSON.parse(fields[1]!.slice(1)) as { id: number };
      seen.set(id, (seen.get(id) ?? 0) + 1);
    }
    if (entries.length < 1000) break;
  }
  const doubles = [...seen.values()].reduce((sum, times) => sum + times - 1, 0);
  const dead = Number(await client.call('XLEN', 'in:dead'));
  return { there: seen.size, doubles, lost: records - seen.size, dead };
}
