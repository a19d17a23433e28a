import { Channel } from '../../lib/async/index.ts';
import { Reject } from '../../lib/errors/index.ts';
import type { Filter, Piece, RunContext } from '../../lib/filter/index.ts';
import { Line } from '../../lib/ndjson/index.ts';
import { Consumer, hasten, type Job, QueueKeys, unpack } from '../../lib/queue/index.ts';
import { connect, type QueueValues, queueName } from '../queue/options.ts';

export interface DequeueOptions extends QueueValues {
  /** How many records to give, at most. */
  count?: number;
  prefetch: number;
  /** Seconds. */
  lease: number;
  maxTries: number;
  follow?: boolean;
  /** Set to take everything that no worker has, whenever it was to come, and to end then. */
  drain?: boolean;
}

/** Makes the filter of `dequeue`. @throws Halt 2, 4 */
export async function dequeueFilter(options: DequeueOptions, context: RunContext): Promise<Filter> {
  const queue = new QueueKeys(queueName(options));
  const client = await connect(options, context);
  if (options.drain) await hasten(client, queue);
  const taking = new Taking(queue, options);
  const consumer: Consumer = new Consumer(client, await connect(options, context), {
    queue,
    toLimit: 0,
    lease: options.lease * 1000,
    maxTries: options.maxTries,
    room: Math.min(options.prefetch, options.count ?? Number.POSITIVE_INFINITY),
    until: options.drain ? 'idle' : options.follow ? 'stopped' : 'empty',
    begin(job) {
      if (taking.begin(job)) consumer.stop();
    },
  });
  return taking.filter(consumer, context.stopping);
}

/** Gives the records of jobs, and acknowledges those that were written. */
class Taking {
  readonly #queue: QueueKeys;
  readonly #most: number;
  readonly #jobs = new Channel<Job>();
  #begun = 0;
  #given = 0;

  constructor(queue: QueueKeys, options: DequeueOptions) {
    this.#queue = queue;
    this.#most = options.count ?? Number.POSITIVE_INFINITY;
  }

  /** Whether that was the last one. */
  begin(job: Job): boolean {
    this.#jobs.push(job);
    return ++this.#begun >= this.#most;
  }

  filter(consumer: Consumer, stopping: AbortSignal): Filter {
    return {
      takesNoInput: true,
      process: () => undefined,
      end: () => this.#pieces(consumer, stopping),
      stats: () => ({ records_in: this.#given }),
      close: () => consumer.close(),
    };
  }

  async *#pieces(consumer: Consumer, stopping: AbortSignal): AsyncGenerator<Piece> {
    const stop = () => {
      consumer.stop();
      this.#jobs.end();
    };
    stopping.addEventListener('abort', stop);
    consumer.run().then(
      () => this.#jobs.end(),
      (error) => this.#jobs.end(error),
    );
    for await (const job of this.#jobs) {
      // What is here and was not written goes back when the consumer closes.
      if (stopping.aborted) return;
      this.#given++;
      yield this.#piece(job, consumer);
      if (this.#given === this.#most) return;
    }
  }

  #piece(job: Job, consumer: Consumer): Piece {
    try {
      const bytes = unpack(job.payload);
      const line = new Line(this.#queue.name, this.#given, bytes, 0, bytes.length);
      return line.whenWritten(() => consumer.finish({ jobs: [job], outputs: [], dead: [] }));
    } catch (error) {
      if (!(error instanceof Reject)) throw error;
      const { code, message } = error;
      const letter = {
        payload: job.payload,
        error: JSON.stringify({ code, message, command: 'dequeue', source: this.#queue.name }),
      };
      consumer.finish({ jobs: [job], outputs: [], dead: [letter] });
      return error;
    }
  }
}
