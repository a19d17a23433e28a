import { Channel } from '../../lib/async/index.ts';
import { type Command, type CommandContext, type CommandTable, prepareQuietly } from '../../lib/cli/index.ts';
import { Halt, status } from '../../lib/errors/index.ts';
import type { Filter, Piece } from '../../lib/filter/index.ts';
import { Breaker, Consumer, type PayloadOptions, QueueKeys } from '../../lib/queue/index.ts';
import { connect, payloadValues, type QueueValues, queueName } from '../queue/options.ts';
import { Delivery } from './delivery.ts';
import { InsideWorker } from './inside.ts';
import { OutsideWorker } from './outside.ts';
import type { Worker } from './worker.ts';

export interface WorkOptions extends QueueValues, PayloadOptions {
  to?: string;
  concurrency?: number;
  batch: number;
  /** Seconds. */
  lease: number;
  maxTries: number;
  /** Seconds. */
  retryDelay: number;
  breaker: number;
  /** Seconds; 0: no limit. */
  timeout?: number;
  maxBacklog?: number;
  untilEmpty: boolean;
}

/** Records taken at a time, without `--concurrency`. */
const LEAST_ROOM = 100;
const MOST_ROOM = 500;

/** Makes the filter of `work`; `commands` are those that can run inside it. @throws Halt 2, 3, 4 */
export async function workFilter(options: WorkOptions, context: CommandContext, commands: CommandTable): Promise<Filter> {
  const queue = new QueueKeys(queueName(options));
  const to = options.to === undefined ? undefined : new QueueKeys(options.to);
  if (options.maxBacklog !== undefined && !to) throw new Halt(status.usage, '--max-backlog needs --to');
  if (options.to === queue.name) throw new Halt(status.usage, `--to ${queue.name}: the queue would never end`);
  const [program, ...args] = context.operands;
  if (program === undefined) throw new Halt(status.usage, 'no command given; put it after --');
  const inner = await filterOf([program, ...args], options.concurrency, context, commands);
  if (inner && options.timeout !== undefined)
    throw new Halt(status.usage, `--timeout is for commands that are not of feedmill; give ${program} its own`);
  const pieces = new Channel<Piece>();
  const source = queue.name;
  let worker: Worker | undefined;
  const breaker = new Breaker(
    options.breaker,
    options.retryDelay * 1000,
    (failures, ms) => context.log.warning(`${source}: ${failures} failures in a row; pausing for ${Math.ceil(ms / 1000)} s`),
    () => consumer.wake(),
  );
  const consumer: Consumer = new Consumer(await connect(options, context), await connect(options, context), {
    queue,
    to,
    toLimit: options.maxBacklog ?? 0,
    lease: options.lease * 1000,
    maxTries: options.maxTries,
    room: roomFor(options, inner),
    parked: () => worker?.parked ?? 0,
    until: options.untilEmpty ? 'empty' : 'stopped',
    breaker,
    begin: (job) => worker?.begin(job),
  });
  const delivery = new Delivery(consumer, pieces, {
    packing: payloadValues(options),
    queued: to !== undefined,
    names: { command: program, source },
    maxTries: options.maxTries,
    retryDelay: options.retryDelay * 1000,
    retrying: (message) => context.log.info(message),
  });
  const { concurrency = 1, batch, maxTries, maxPayload, timeout = 0 } = options;
  const outside = {
    command: [program, ...args] as const,
    concurrency,
    batch,
    maxTries,
    maxPayload,
    timeout: timeout * 1000,
    source,
  };
  worker = inner
    ? new InsideWorker(inner, { maxPayload, source }, consumer, delivery)
    : new OutsideWorker(outside, consumer, delivery);
  return new Work(worker, consumer, delivery, pieces, context.stopping, inner);
}

/** The filter that a command of feedmill makes; `undefined` for another command. @throws Halt 2, 3, 4 */
async function filterOf(
  operands: readonly string[],
  concurrency: number | undefined,
  context: CommandContext,
  commands: CommandTable,
): Promise<Filter | undefined> {
  const [name = '', ...args] = operands[0] === 'feedmill' ? operands.slice(1) : operands;
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) return undefined;
  const { command } = await load();
  const own = command.waits && concurrency !== undefined ? ['--concurrency', String(concurrency)] : [];
  const prepared = prepareQuietly(command, [...own, ...args]);
  checkOptions(command, { ...prepared.options }, prepared.files);
  const filter = await prepared.create(context);
  if (!filter.takesNoInput) return filter;
  await filter.close?.();
  throw new Halt(status.usage, `${name} reads no records, so it cannot work on those of a queue`);
}

/** The options of a command that the worker itself has. */
const ofWorker = ['output', 'rejects', 'append', 'allowRejects', 'follow', 'lock', 'stats'] as const;

function checkOptions({ name }: Command, options: Record<string, unknown>, files: readonly string[]): void {
  const given = ofWorker.find((option) => options[option] !== undefined && options[option] !== false);
  if (given) {
    const flag = given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new Halt(status.usage, `--${flag} has no meaning for ${name} in a worker; give it to work`);
  }
  if (files.length > 0) throw new Halt(status.usage, `${name} reads the queue, not ${files[0]}`);
}

function roomFor({ concurrency, batch }: WorkOptions, inner: Filter | undefined): number {
  if (!inner) return (concurrency ?? 1) * batch;
  return concurrency ?? Math.min(Math.max(inner.window ?? 1, LEAST_ROOM), MOST_ROOM);
}

/** A worker as the runner sees it: a filter that reads nothing and gives the results of jobs until it is stopped. */
class Work implements Filter {
  readonly takesNoInput = true;
  readonly #worker: Worker;
  readonly #consumer: Consumer;
  readonly #delivery: Delivery;
  readonly #pieces: Channel<Piece>;
  readonly #stopping: AbortSignal;
  readonly #inner: Filter | undefined;

  constructor(
    worker: Worker,
    consumer: Consumer,
    delivery: Delivery,
    pieces: Channel<Piece>,
    stopping: AbortSignal,
    inner: Filter | undefined,
  ) {
    this.#worker = worker;
    this.#consumer = consumer;
    this.#delivery = delivery;
    this.#pieces = pieces;
    this.#stopping = stopping;
    this.#inner = inner;
  }

  process(): undefined {}

  end(): AsyncIterable<Piece> {
    const stop = () => {
      this.#worker.stop();
      this.#consumer.stop();
    };
    if (this.#stopping.aborted) stop();
    this.#stopping.addEventListener('abort', stop);
    this.#drive().then(
      () => this.#pieces.end(),
      (error) => this.#pieces.end(error),
    );
    return this.#pieces;
  }

  async close(): Promise<void> {
    await this.#worker.close();
    await this.#consumer.close();
  }

  stats() {
    const { done, lost } = this.#consumer;
    return {
      ...this.#inner?.stats?.(),
      records_in: done,
      records_queued: this.#delivery.outputs,
      lost_to_others: lost,
      retried: this.#delivery.retried,
    };
  }

  progress(): string {
    return `${this.#consumer.done} done${this.#inner?.progress ? `, ${this.#inner.progress()}` : ''}`;
  }

  async #drive(): Promise<void> {
    await this.#consumer.run();
    this.#consumer.stop();
    // What comes at the end is written by the consumer too.
    await Promise.all([this.#worker.end(), this.#consumer.run()]);
  }
}
