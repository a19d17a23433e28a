import type { Client } from '../redis/index.ts';
import { percentile } from './histogram.ts';
import { GROUP, priorities, type QueueKeys } from './keys.ts';

/** The state of a queue. Times are in seconds. */
export interface QueueStats {
  queue: string;
  /** Records that no worker has, those given back included. */
  waiting: number;
  waiting_by_priority: Record<string, number>;
  under_way: number;
  delayed: number;
  /** Records that failed and are to be tried again. */
  retrying: number;
  dead: number;
  /** The age of the oldest record that waits, and of the oldest that is not done. */
  oldest_waiting_seconds: number | null;
  oldest_seconds: number | null;
  workers: number;
  /** Records a second over the last minute. */
  added_per_second: number;
  done_per_second: number;
  dead_per_second: number;
  /** Counts since the queue began. */
  totals: { added: number; done: number; dead: number; retried: number; requeued: number };
  /** From when a record could be taken to when it was, and from there to when it was done; over the last five minutes. */
  waiting_seconds: { p50: number | null; p99: number | null };
  working_seconds: { p50: number | null; p99: number | null };
}

const SLOT = 10_000;
const SLOTS_OF_RATES = 6;
const SLOTS_OF_TIMES = 30;

/** Asks Redis for the state of a queue. @throws Halt 4 */
export async function queueStats(client: Client, queue: QueueKeys): Promise<QueueStats> {
  const [seconds, micros] = (await client.call('TIME')) as [string, string];
  const now = Number(seconds) * 1000 + Number(micros) / 1000;
  const streams = await Promise.all(queue.streams.map((stream) => streamStats(client, stream)));
  const [delayed, retrying, dead, totals, slots] = await Promise.all([
    client.call('ZCARD', queue.delayed),
    client.call('ZCARD', queue.retries),
    client.call('XLEN', queue.dead),
    readCounts(client, queue.totals),
    readSlots(client, queue, now),
  ]);
  const sum = (of: (stream: StreamStats) => number) => streams.reduce((total, stream) => total + of(stream), 0);
  const age = (of: (stream: StreamStats) => number | undefined) => {
    const times = streams.map(of).filter((time) => time !== undefined);
    return times.length === 0 ? null : round(Math.max(0, now - Math.min(...times)) / 1000);
  };
  const rates = slots.slice(0, SLOTS_OF_RATES + 1);
  const oldestCounted = rates.findLastIndex((counts) => counts.size > 0);
  const span = Math.max(1, ((now % SLOT) + Math.max(0, oldestCounted) * SLOT) / 1000);
  const rate = (name: string) => round(rates.reduce((total, counts) => total + (counts.get(name) ?? 0), 0) / span);
  return {
    queue: queue.name,
    waiting: sum(({ waiting }) => waiting),
    waiting_by_priority: Object.fromEntries(priorities.map((priority, index) => [priority, streams[index]?.waiting ?? 0])),
    under_way: sum(({ underWay }) => underWay),
    delayed: Number(delayed),
    retrying: Number(retrying),
    dead: Number(dead),
    oldest_waiting_seconds: age(({ oldestWaiting }) => oldestWaiting),
    oldest_seconds: age(({ oldest }) => oldest),
    workers: new Set(streams.flatMap(({ workers }) => workers)).size,
    added_per_second: rate('added'),
    done_per_second: rate('done'),
    dead_per_second: rate('dead'),
    totals: {
      added: totals.get('added') ?? 0,
      done: totals.get('done') ?? 0,
      dead: totals.get('dead') ?? 0,
      retried: totals.get('retried') ?? 0,
      requeued: totals.get('requeued') ?? 0,
    },
    waiting_seconds: times(slots, 'w'),
    working_seconds: times(slots, 't'),
  };
}

interface StreamStats {
  waiting: number;
  underWay: number;
  oldest: number | undefined;
  oldestWaiting: number | undefined;
  workers: string[];
}

async function streamStats(client: Client, stream: string): Promise<StreamStats> {
  const length = Number(await client.call('XLEN', stream));
  const first = firstTime(await client.call('XRANGE', stream, '-', '+', 'COUNT', 1));
  const groups = length === 0 && first === undefined ? [] : ((await client.call('XINFO', 'GROUPS', stream)) as unknown[][]);
  const about = groups.map(named).find(({ name }) => name === GROUP);
  if (!about) return { waiting: length, underWay: 0, oldest: first, oldestWaiting: first, workers: [] };
  const pending = (await client.call('XPENDING', stream, GROUP)) as [number, string, string, [string, string][] | null];
  const holders = (pending[3] ?? []).map(([name, count]) => ({ name, count: Number(count) }));
  const returned = holders.find(({ name }) => name === 'returned')?.count ?? 0;
  const next = firstTime(await client.call('XRANGE', stream, `(${about['last-delivered-id']}`, '+', 'COUNT', 1));
  const back = returned > 0 ? firstTime(await client.call('XPENDING', stream, GROUP, '-', '+', 1, 'returned')) : undefined;
  const waitingSince = [next, back].filter((time) => time !== undefined);
  const underWay = pending[0] - returned;
  return {
    waiting: Math.max(0, length - underWay),
    underWay,
    oldest: first,
    oldestWaiting: waitingSince.length > 0 ? Math.min(...waitingSince) : undefined,
    workers: holders.filter(({ name }) => name !== 'returned').map(({ name }) => name),
  };
}

async function readSlots(client: Client, queue: QueueKeys, now: number): Promise<Map<string, number>[]> {
  const latest = Math.floor(now / SLOT);
  const slots = Array.from({ length: SLOTS_OF_TIMES }, (_, back) => `${queue.stats}:${latest - back}`);
  return Promise.all(slots.map((slot) => readCounts(client, slot)));
}

async function readCounts(client: Client, key: string): Promise<Map<string, number>> {
  const flat = await client.call('HGETALL', key);
  const members = Array.isArray(flat) ? pairs(flat) : Object.entries(flat as object);
  return new Map(members.map(([name, value]) => [String(name), Number(value)]));
}

function times(slots: readonly Map<string, number>[], letter: 'w' | 't'): { p50: number | null; p99: number | null } {
  const buckets = new Map<number, number>();
  for (const counts of slots) {
    for (const [name, count] of counts) {
      if (!/^[wt]\d+$/.test(name) || name[0] !== letter) continue;
      const bucket = Number(name.slice(1));
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + count);
    }
  }
  const seconds = (part: number) => {
    const ms = percentile(buckets, part);
    return ms === undefined ? null : ms / 1000;
  };
  return { p50: seconds(0.5), p99: seconds(0.99) };
}

function firstTime(entries: unknown): number | undefined {
  const [first] = entries as [string][];
  return first ? Number.parseInt(first[0], 10) : undefined;
}

function named(flat: unknown[]): Record<string, unknown> {
  return Object.fromEntries(pairs(flat));
}

function pairs(flat: unknown[]): [string, unknown][] {
  return flat.flatMap((name, at) => (at % 2 === 0 ? [[String(name), flat[at + 1]] as [string, unknown]] : []));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
