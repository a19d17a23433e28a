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
  output?: string;
}

const actions = ['stats', 'requeue', 'drain', 'dump'] as const;
/** Moves the cursor to the top left and clears what is below. */
const CLEAR_SCREEN = '\u001b[H\u001b[J';

/** Makes the filter of `queue`. @throws Halt 2, 4 */
export async function queueFilter(options: QueueOptions, context: CommandContext): Promise<Filter> {
  const [action, ...rest] = context.operands;
  if (!actions.includes(action as never)) throw new Halt(status.usage, `what to do? One of ${actions.join(', ')}`);
  if (rest.length > 0) throw new Halt(status.usage, `there is no place for ${rest[0]}; the queue is named by --queue`);
  const queue = new QueueKeys(queueName(options));
  if (action === 'drain' && !options.dead) {
    return dequeueFilter({ ...options, prefetch: 500, lease: 60, maxTries: Number.MAX_SAFE_INTEGER, drain: true }, context);
  }
  const client = await connect(options, context);
  const removals: Promise<void>[] = [];
  const results = {
    stats: () => stats(client, queue, options, context.stopping),
    requeue: () => requeued(client, queue),
    drain: () => dead(client, queue, removals),
    dump: () => (options.dead ? dead(client, queue) : dump(client, queue)),
  };
  return {
    takesNoInput: true,
    process: () => undefined,
    end: results[action as (typeof actions)[number]],
    close: async () => {
      await Promise.allSettled(removals);
      client.close();
    },
  };
}

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
  yield Line.of({ queue: queue.name, requeued: await requeue(client, queue) }, { source: queue.name, number: 0 });
}

async function* dump(client: Client, queue: QueueKeys): AsyncGenerator<Piece> {
  for await (const payload of payloads(client, queue)) {
    try {
      yield textLine(unpack(payload));
    } catch (error) {
      if (!(error instanceof Reject)) throw error;
      yield error;
    }
  }
}

/** Gives the dead letters; with `removals`, each is removed once it has been written, and the promise of that put there. */
async function* dead(client: Client, queue: QueueKeys, removals?: Promise<void>[]): AsyncGenerator<Line> {
  for await (const { entry, payload, error } of deadLetters(client, queue)) {
    const line = Line.of({ error: JSON.parse(error) as Json, ...recordOf(payload) }, { source: queue.name, number: 0 });
    yield removals ? line.whenWritten(() => removals.push(removeDead(client, queue, [entry]))) : line;
  }
}

/** The record of a dead letter, or its text where it is none. */
function recordOf(payload: Buffer): JsonObject {
  let text: string;
  try {
    text = unpack(payload).toString();
  } catch {
    text = payload.toString();
  }
  try {
    const record = JSON.parse(text) as Json;
    if (typeof record === 'object' && record !== null && !Array.isArray(record)) return { record };
  } catch {
    // What is no JSON is shown as it stands.
  }
  return { line_text: text };
}

function textLine(text: string | Buffer): Line {
  const bytes = Buffer.from(text);
  return new Line('queue', 0, bytes, 0, bytes.length);
}
