import { Channel } from '../../lib/async/index.ts';
import { Reject } from '../../lib/errors/index.ts';
import type { Filter, Piece, RunContext } from '../../lib/filter/index.ts';
import { Line } from '../../lib/ndjson/index.ts';
import { Consumer, hasten, type Job, QueueKeys, unpack } from '../../lib/queue/index.ts';
import { connect, type QueueValues, queueName } from '../queue/options.ts';

export interface DequeueOptions extends QueueValues {
  /** How many records to take, at most. */
  count?: number;
  prefetch: number;
  /** Seconds. */
  lease: number;
  maxTries: number;
  /** Bytes. */
  maxPayload: number;
  follow?: boolean;
  /** Take all that no worker has, delayed records too, and end then. */
  drain?: boolean;
}

/** Makes the filter of `dequeue`, and of `queue drain`. @throws Halt 2, 4 */
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

/** Emits the records of jobs, and acknowledges those that were written. */
class Taking {
  readonly #queue: QueueKeys;
  readonly #most: number;
  readonly #maxPayload: number;
  readonly #jobs = new Channel<Job>();
  #begun = 0;
  #given = 0;

  constructor(queue: QueueKeys, options: DequeueOptions) {
    this.#queue = queue;
    this.#most = options.count ?? Number.POSITIVE_INFINITY;
    this.#maxPayload = options.maxPayload;
  }

  /** Takes a job; returns whether it is the last one. */
  begin(job: Job): boolean {
    this.#jobs.push(job);
    return ++this.#begun >= this.#most;
  }

  filter(consumer: Consumer, stopping: AbortSignal): Filter {
    return {
      takesNoInput: true,
      process: () => undefined,
      end: () => this.#pieces(consumer, stopping),
      stats: () => ({ records_in: this.#given, lost_to_others: consumer.lost }),
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
      if (await consumer.owns([job])) {
        this.#given++;
        yield this.#piece(job, consumer);
      } else consumer.drop(job);
      if (this.#given === this.#most) return;
    }
  }

  #piece(job: Job, consumer: Consumer): Piece {
    try {
      const bytes = unpack(job.payload, this.#maxPayload);
      const line = new Line(this.#queue.name, this.#given, bytes, 0, bytes.length);
      return line.whenWritten(() => consumer.finish({ jobs: [job], outputs: [] }));
    } catch (error) {
      if (!(error instanceof Reject)) throw error;
      const { code, message } = error;
      const errors = [{ code, message, command: 'dequeue', source: this.#queue.name }];
      consumer.finish({ jobs: [job], outputs: [], failures: new Map([[job, { errors, passing: false }]]) });
      return error;
    }
  }
}
