import type { Client } from '../redis/index.ts';
import type { QueueKeys } from './keys.ts';
import { hastenScript, requeueScript } from './lua/admin.ts';
import { DELAYED_HEAD, DELAYED_HEAD_BYTES } from './lua/shared.ts';
import { fieldsOf } from './wire.ts';

/** Entries read at once. */
const PAGE = 100;
const NOTHING = Buffer.alloc(0);

/** A dead letter, and its id in the stream of dead letters. */
export interface DeadLetter {
  readonly entry: string;
  readonly payload: Buffer;
  /** What is written of its errors, which should be JSON: one object, or an array of them. */
  readonly errors: string;
}

/**
 * Puts all dead letters back into their streams; returns how many, and how many stay letters: those whose id waits in the queue again, and
 * those that hold no record. @throws Halt 4
 */
export async function requeue(client: Client, queue: QueueKeys): Promise<{ requeued: number; kept: number }> {
  const last = await lastOf(client, queue.dead);
  let requeued = 0;
  let kept = 0;
  let from = '-';
  const keys = [...queue.streams, queue.ids, queue.dead, queue.totals];
  while (last !== undefined) {
    const [handled, queued, to] = (await client.run(requeueScript, keys, [from, last])) as [number, number, Buffer];
    requeued += queued;
    kept += handled - queued;
    if (handled === 0) break;
    from = `(${to.toString()}`;
  }
  return { requeued, kept };
}

/** Makes all delayed and retried records due now. @throws Halt 4 */
export async function hasten(client: Client, queue: QueueKeys): Promise<void> {
  for (const set of [queue.delayed, queue.retries]) while (Number(await client.run(hastenScript, [set], [])) > 0);
}

/** The payloads of all that a queue holds: what waits or is under way, by priority, then what is delayed or to be tried again. @throws Halt 4 */
export async function* payloads(client: Client, queue: QueueKeys): AsyncGenerator<Buffer> {
  for (const stream of queue.streams) {
    for await (const [, fields] of entries(client, stream)) yield fields.get('p') ?? NOTHING;
  }
  for (const set of [queue.delayed, queue.retries]) yield* delayedPayloads(client, set);
}

async function* delayedPayloads(client: Client, set: string): AsyncGenerator<Buffer> {
  for (let start = 0; ; start += PAGE) {
    const members = (await client.bytes('ZRANGE', set, start, start + PAGE - 1)) as Buffer[];
    for (const member of members) yield delayedPayload(member);
    if (members.length < PAGE) return;
  }
}

/** The payload in a member of such a set; all of it where it is none that feedmill has written. */
function delayedPayload(member: Buffer): Buffer {
  const idLength = DELAYED_HEAD.exec(member.toString('latin1', 0, DELAYED_HEAD_BYTES))?.[1];
  const start = DELAYED_HEAD_BYTES + Number.parseInt(idLength ?? '', 16);
  return start <= member.length ? member.subarray(start) : member;
}

/** The dead letters of a queue, the oldest first. @throws Halt 4 */
export async function* deadLetters(client: Client, queue: QueueKeys): AsyncGenerator<DeadLetter> {
  for await (const [entry, fields] of entries(client, queue.dead)) {
    yield { entry, payload: fields.get('p') ?? NOTHING, errors: (fields.get('e') ?? '{}').toString() };
  }
}

/** Removes dead letters. @throws Halt 4 */
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
      yield [entry.toString(), fieldsOf(fields)];
    }
    if (found.length < PAGE) return;
  }
}

async function lastOf(client: Client, stream: string): Promise<string | undefined> {
  const found = (await client.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)) as [string, unknown][];
  return found[0]?.[0];
}
