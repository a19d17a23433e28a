import type { Client } from '../redis/index.ts';
import type { DeadLetter } from './job.ts';
import type { QueueKeys } from './keys.ts';
import { hastenScript, requeueScript } from './lua/admin.ts';
import { delayedHead } from './lua/enqueue.ts';

/** Entries read at once. */
const PAGE = 100;

/** A dead letter in its place. */
export interface Dead extends DeadLetter {
  readonly entry: string;
}

/** Puts all dead letters back where they came from; gives how many are queued again. */
export async function requeue(client: Client, queue: QueueKeys): Promise<number> {
  const last = await lastOf(client, queue.dead);
  let total = 0;
  while (last !== undefined) {
    const keys = [...queue.streams, queue.ids, queue.dead, queue.stats];
    const [handled, queued] = (await client.run(requeueScript, keys, [last])) as [number, number];
    total += queued;
    if (handled === 0) break;
  }
  return total;
}

/** Has all that is delayed come now. */
export async function hasten(client: Client, queue: QueueKeys): Promise<void> {
  while (Number(await client.run(hastenScript, [queue.delayed], [])) > 0);
}

/** The payloads of all that a queue holds: what waits or is under way, by priority, then what is delayed. */
export async function* payloads(client: Client, queue: QueueKeys): AsyncGenerator<Buffer> {
  for (const stream of queue.streams) {
    for await (const [, fields] of entries(client, stream)) yield fields.get('p')!;
  }
  const { mark, time, place, stream, idLength } = delayedHead;
  const head = mark + time + place + stream;
  let start = 0;
  for (;;) {
    const members = (await client.bytes('ZRANGE', queue.delayed, start, start + PAGE - 1)) as Buffer[];
    for (const member of members) {
      const length = Number.parseInt(member.toString('latin1', head, head + idLength), 16);
      yield member.subarray(head + idLength + length);
    }
    if (members.length < PAGE) return;
    start += PAGE;
  }
}

/** The dead letters of a queue, the oldest first. */
export async function* deadLetters(client: Client, queue: QueueKeys): AsyncGenerator<Dead> {
  for await (const [entry, fields] of entries(client, queue.dead)) {
    yield { entry, payload: fields.get('p') ?? Buffer.alloc(0), error: (fields.get('e') ?? '{}').toString() };
  }
}

/** Removes dead letters. */
export async function removeDead(client: Client, queue: QueueKeys, letters: readonly string[]): Promise<void> {
  if (letters.length > 0) await client.call('XDEL', queue.dead, ...letters);
}

async function* entries(client: Client, stream: string): AsyncGenerator<[entry: string, fields: Map<string, Buffer>]> {
  const last = await lastOf(client, stream);
  let from = '-';
  while (last !== undefined) {
    const found = (await client.bytes('XRANGE', stream, from, last, 'COUNT', PAGE)) as [Buffer, Buffer[]][];
    for (const [entry, fields] of found) {
      from = `(${entry}`;
      const named = new Map<string, Buffer>();
      for (let at = 0; at < fields.length; at += 2) named.set(fields[at].toString(), fields[at + 1]);
      yield [entry.toString(), named];
    }
    if (found.length < PAGE) return;
  }
}

async function lastOf(client: Client, stream: string): Promise<string | undefined> {
  const found = (await client.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)) as [string, unknown][];
  return found[0]?.[0];
}
