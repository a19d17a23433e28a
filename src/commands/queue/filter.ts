import { setTimeout as sleep } from 'node:timers/promises';
import tty from 'node:tty';
import type { CommandContext } from '../../lib/cli/index.ts';
import { Halt, Reject, status } from '../../lib/errors/index.ts';
import type { Filter, Piece } from '../../lib/filter/index.ts';
import type { Json, JsonObject } from '../../lib/json/index.ts';
import { Line } from '../../lib/ndjson/index.ts';
import {
  asPrometheus,
  asTable,
  deadLetters,
  payloads,
  QueueKeys,
  queueStats,
  removeDead,
  requeue,
  unpack,
} from '../../lib/queue/index.ts';
import type { Client } from '../../lib/redis/index.ts';
import { dequeueFilter } from '../dequeue/filter.ts';
import { connect, type QueueValues, queueName } from './options.ts';

export interface QueueOptions extends QueueValues {
  dead: boolean;
  watch: boolean;
  /** Seconds. */
  interval: number;
  format?: 'json' | 'prometheus';
  /** Bytes. */
  maxPayload: number;
  output?: string;
}

/** Moves the cursor to the top left and clears what is below. */
const CLEAR_SCREEN = '\u001b[H\u001b[J';

/** How much of a payload that cannot be unpacked is shown, in bytes. */
const SHOWN = 64 * 1024;
/** Stands for what is no JSON. */
const UNREADABLE = '\u0000';

/** Makes the filter of `queue`. @throws Halt 2, 4 */
export async function queueFilter(options: QueueOptions, context: CommandContext): Promise<Filter> {
  const [action = '', ...rest] = context.operands;
  const actions: Readonly<Record<string, () => Promise<Filter>>> = {
    stats: () => reading((client, queue) => stats(client, queue, options, context.stopping)),
    requeue: () => reading(requeued),
    drain: () => (options.dead ? drainDead() : dequeueFilter({ ...options, ...draining }, context)),
    dump: () => reading((client, queue) => (options.dead ? dead(client, queue, options) : dump(client, queue, options))),
  };
  const make = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (!make) throw new Halt(status.usage, `no action given: use one of ${Object.keys(actions).join(', ')}`);
  if (rest.length > 0) throw new Halt(status.usage, `unexpected argument ${rest[0]}; name the queue with --queue`);
  const name = queueName(options);

  async function reading(pieces: (client: Client, queue: QueueKeys) => AsyncIterable<Piece>): Promise<Filter> {
    const queue = new QueueKeys(name);
    const client = await connect(options, context);
    return { takesNoInput: true, process: () => undefined, end: () => pieces(client, queue), close: () => client.close() };
  }

  async function drainDead(): Promise<Filter> {
    const removals: Promise<void>[] = [];
    const filter = await reading((client, queue) => dead(client, queue, options, removals));
    return {
      ...filter,
      async close() {
        await Promise.allSettled(removals);
        await filter.close?.();
      },
    };
  }

  return make();
}

/** How `dequeue` drains a queue. */
const draining = { prefetch: 500, lease: 60, maxTries: Number.MAX_SAFE_INTEGER, drain: true };

async function* stats(client: Client, queue: QueueKeys, options: QueueOptions, stopping: AbortSignal): AsyncGenerator<Line> {
  const onTerminal = options.output === undefined && tty.isatty(1);
  do {
    const figures = await queueStats(client, queue);
    const text =
      options.format === 'prometheus'
        ? asPrometheus(figures)
        : options.format === undefined && onTerminal && options.watch
          ? CLEAR_SCREEN + asTable(figures)
          : JSON.stringify(figures);
    yield textLine(text);
    if (options.watch) await sleep(options.interval * 1000, undefined, { signal: stopping }).catch(() => {});
  } while (options.watch && !stopping.aborted);
}

async function* requeued(client: Client, queue: QueueKeys): AsyncGenerator<Line> {
  yield Line.of({ queue: queue.name, ...(await requeue(client, queue)) }, { source: queue.name, number: 0 });
}

async function* dump(client: Client, queue: QueueKeys, { maxPayload }: QueueOptions): AsyncGenerator<Piece> {
  for await (const payload of payloads(client, queue)) {
    try {
      yield textLine(unpack(payload, maxPayload));
    } catch (error) {
      if (!(error instanceof Reject)) throw error;
      yield error;
    }
  }
}

/** The dead letters. With `removals`, each is removed once it has been written; the promise of that is added there. */
async function* dead(
  client: Client,
  queue: QueueKeys,
  { maxPayload }: QueueOptions,
  removals?: Promise<void>[],
): AsyncGenerator<Line> {
  for await (const { entry, payload, errors } of deadLetters(client, queue)) {
    const line = Line.of({ ...errorsOf(errors), ...recordOf(payload, maxPayload) }, { source: queue.name, number: 0 });
    yield removals ? line.whenWritten(() => removals.push(removeDead(client, queue, [entry]))) : line;
  }
}

/** The first error of a dead letter, and all of them where there are several. */
function errorsOf(text: string): JsonObject {
  const value = parsed(text);
  const errors = Array.isArray(value) ? value : [value];
  const [error = {}] = errors;
  if (error === UNREADABLE)
    return { error: { code: 'BAD_PAYLOAD', message: 'the error in Redis was not written by feedmill', text } };
  return errors.length > 1 ? { error, errors } : { error };
}

/** The record of a dead letter, or its text where it is none. */
function recordOf(payload: Buffer, maxPayload: number): JsonObject {
  let text: string;
  try {
    text = unpack(payload, maxPayload).toString();
  } catch {
    text = payload.toString('latin1', 0, SHOWN);
  }
  const record = parsed(text);
  return typeof record === 'object' && record !== null && !Array.isArray(record) ? { record } : { line_text: text };
}

/** The value of a JSON text; `UNREADABLE` for other text. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return UNREADABLE;
  }
}

function textLine(text: string | Buffer): Line {
  const bytes = Buffer.from(text);
  return new Line('queue', 0, bytes, 0, bytes.length);
}
