// The queue beside BullMQ, on the same Redis in the same run: REDIS_URL, or database 14 of 127.0.0.1:6379. Arguments: records, rounds.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Consumer, Producer, pack, QueueKeys } from '../../src/lib/queue/index.ts';
import { Client, redisAddress } from '../../src/lib/redis/index.ts';
import { median, table } from './report.mjs';

const records = Number(process.argv[2] ?? 20_000);
/** The executable is measured over this many times the records. */
const workTimes = 3;
const rounds = Number(process.argv[3] ?? 3);
const url = process.env.REDIS_URL ?? 'redis://127.0.0.1:6379/14';
const address = redisAddress(url);
const bin = fileURLToPath(new URL('../../bin', import.meta.url));
const record = (id) => ({
  id,
  url: `https://example.org/feeds/${id}.xml`,
  title: 'A feed',
  text: 'the river ran past the mill '.repeat(8),
});
const packing = { codec: 'json', compress: 'deflate', maxPayload: 2 ** 24 };
const lines = Array.from({ length: records }, (_, id) => Buffer.from(JSON.stringify(record(id))));
const prefix = `bench-${process.pid}`;
const admin = await Client.connect(address);
const bullmq = await import('bullmq').catch(() => undefined);
const connection = {
  host: address.host,
  port: address.port,
  db: address.db,
  password: address.password,
  maxRetriesPerRequest: null,
};

async function clear() {
  for (const pattern of [`${prefix}*`, `bull:${prefix}*`]) {
    let cursor = '0';
    do {
      const [next, keys] = await admin.call('SCAN', cursor, 'MATCH', pattern, 'COUNT', 5000);
      if (keys.length > 0) await admin.call('UNLINK', ...keys);
      cursor = next;
    } while (cursor !== '0');
  }
}

const queue = new QueueKeys(`${prefix}-in`);

/** Fills the queue as `enqueue` does; gives the seconds. */
async function enqueue(count = records) {
  const options = { queue, priority: 'normal', delay: 0, maxBacklog: 0, stopping: new AbortController().signal };
  const producer = new Producer(await Client.connect(address), options);
  const began = performance.now();
  await Promise.all(lines.slice(0, count).map((line) => producer.add('', pack(line, packing))));
  const seconds = (performance.now() - began) / 1000;
  producer.close();
  return seconds;
}

/** Takes and acknowledges all, so many at once. */
async function take(room, count) {
  await enqueue(count);
  let consumer;
  const begin = (job) => void consumer.finish({ jobs: [job], outputs: [] });
  const options = { queue, toLimit: 0, lease: 60_000, maxTries: 5, room, until: 'empty', begin };
  consumer = new Consumer(await Client.connect(address), await Client.connect(address), options);
  const began = performance.now();
  await consumer.run();
  const seconds = (performance.now() - began) / 1000;
  await consumer.close();
  return seconds;
}

/** So many workers with a filter that passes everything on, from the first record in the other queue to the last, without their start. */
async function work(workers, args, command = ['dedupe', '--by', 'nothing'], total = workTimes * records) {
  for (let left = total; left > 0; left -= records) await enqueue(Math.min(left, records));
  const out = `${prefix}-out:normal`;
  const all = ['--redis', url, '--queue', `${prefix}-in`, '--until-empty', ...args, '--', ...command];
  const children = Array.from({ length: workers }, () => spawn(`${bin}/work`, all, { stdio: ['ignore', 'ignore', 'inherit'] }));
  const ended = Promise.all(children.map((child) => once(child, 'exit')));
  const passed = async () => Number(await admin.call('XLEN', out));
  let first;
  while (!(first = await passed())) await sleep(2);
  const began = performance.now();
  while ((await passed()) < total) await sleep(10);
  const seconds = (performance.now() - began) / 1000;
  await ended;
  return (seconds * records) / (total - first);
}

async function bullAdd(name, bulk) {
  const out = new bullmq.Queue(name, { connection });
  await out.waitUntilReady();
  const began = performance.now();
  if (bulk > 1) {
    for (let at = 0; at < records; at += bulk) {
      await out.addBulk(
        Array.from({ length: Math.min(bulk, records - at) }, (_, i) => ({ name: 'r', data: record(at + i), opts })),
      );
    }
  } else {
    let next = 0;
    const one = async () => {
      while (next < records) await out.add('r', record(next++), opts);
    };
    await Promise.all(Array.from({ length: 50 }, one));
  }
  const seconds = (performance.now() - began) / 1000;
  await out.close();
  return seconds;
}
const opts = { removeOnComplete: true, removeOnFail: true };

/** BullMQ's worker with a processor that does nothing, or adds its record to another queue. */
async function bullWork(concurrency, forward) {
  await bullAdd(`${prefix}-in`, 500);
  const out = forward ? new bullmq.Queue(`${prefix}-out`, { connection }) : undefined;
  await out?.waitUntilReady();
  let done = 0;
  const worker = new bullmq.Worker(`${prefix}-in`, async (job) => void (await out?.add('r', job.data, opts)), {
    connection,
    concurrency,
    autorun: false,
  });
  await worker.waitUntilReady();
  const ended = new Promise((resolve) => worker.on('completed', () => ++done === records && resolve()));
  const began = performance.now();
  worker.run();
  await ended;
  const seconds = (performance.now() - began) / 1000;
  await worker.close();
  await out?.close();
  return seconds;
}

const to = ['--to', `${prefix}-out`];
const waiting = ['sh', '-c', 'sleep 0.1; cat'];
const few = Math.min(records, 10_000);
const cases = [
  ['enqueue', 'feedmill', enqueue, records],
  ['enqueue', 'BullMQ addBulk of 500', () => bullAdd(`${prefix}-in`, 500), records],
  ['enqueue', 'BullMQ add, 50 at once', () => bullAdd(`${prefix}-in`, 1), records],
  ['take + complete, 1 at a time', 'feedmill', () => take(1, few), few],
  ['take + complete, 1 at a time', 'BullMQ', () => bullWork(1), records],
  ['take + complete, 50 at once', 'feedmill', () => take(50), records],
  ['take + complete, 50 at once', 'BullMQ', () => bullWork(50), records],
  ['take + complete, 100 at once', 'feedmill', () => take(100), records],
  ['into another queue, 50 at once', 'feedmill work', () => work(1, ['-c', '50', ...to]), records],
  ['into another queue, 50 at once', 'BullMQ', () => bullWork(50, true), records],
  ['into another queue', 'feedmill work, 1 worker', () => work(1, to), records],
  ['into another queue', 'feedmill work, 2 workers', () => work(2, to), records],
  ['into another queue', 'feedmill work, 4 workers', () => work(4, to), records],
  [
    'a command that waits 0.1 s for 50',
    'feedmill work, 1 worker',
    () => work(1, [...to, '--batch', '50'], waiting, 3000),
    records,
  ],
  [
    'a command that waits 0.1 s for 50',
    'feedmill work, 2 workers',
    () => work(2, [...to, '--batch', '50'], waiting, 3000),
    records,
  ],
  [
    'a command that waits 0.1 s for 50',
    'feedmill work, 4 workers',
    () => work(4, [...to, '--batch', '50'], waiting, 3000),
    records,
  ],
].filter(([, who]) => bullmq || !who.startsWith('BullMQ'));
if (!bullmq) console.log('BullMQ is not installed (npm ci --prefix test/bench), so it is skipped.');

const rates = cases.map(() => []);
try {
  for (let round = 0; round < rounds; round++) {
    for (const [index, [, , measure, count]] of cases.entries()) {
      await clear();
      rates[index].push(count / (await measure()));
    }
  }
} finally {
  await clear();
  admin.close();
}
const rows = cases.map(([what, who], index) => [what, who, Math.round(median(rates[index]))]);
const best = (what) =>
  Math.max(...rows.filter(([other, who]) => other === what && who.startsWith('BullMQ')).map(([, , rate]) => rate));
table(
  `queue: records a second, ${records} records of ${lines[0].length} bytes, the middle of ${rounds} rounds`,
  ['what', 'who', 'records/s', 'to BullMQ'],
  rows.map(([what, who, rate]) => [what, who, rate, best(what) > 0 ? (rate / best(what)).toFixed(2) : '']),
);
