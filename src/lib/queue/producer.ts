import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../redis/index.ts';
import { type Priority, priorities, type QueueKeys } from './keys.ts';
import { enqueueScript } from './lua/enqueue.ts';

export interface ProducerOptions {
  queue: QueueKeys;
  priority: Priority;
  /** How long a record is to wait before it may be taken, in ms. */
  delay: number;
  /** Nothing is added while the queue holds so many; 0 is without limit. */
  maxBacklog: number;
  /** What has not been added when this is set is not added. */
  stopping: AbortSignal;
}

/** Records sent in one step, and the bytes of them, at most. */
const BATCH_RECORDS = 500;
const BATCH_BYTES = 4 * 2 ** 20;
/** How long to wait for room, in ms: first, and at most. */
const SHORTEST_WAIT = 10;
const LONGEST_WAIT = 250;

interface Waiting {
  id: string;
  payload: Buffer;
  done(added: boolean): void;
  failed(error: unknown): void;
}

/** Adds records to a queue, in the order they come; those that come while some are being sent go together in the next step. */
export class Producer {
  /** Records whose ids were in the queue already. */
  doubles = 0;
  added = 0;
  readonly #client: Client;
  readonly #options: ProducerOptions;
  readonly #keys: string[];
  #waiting: Waiting[] = [];
  #sending = false;

  constructor(client: Client, options: ProducerOptions) {
    this.#client = client;
    this.#options = options;
    const { streams, delayed, ids } = options.queue;
    this.#keys = [...streams, delayed, ids];
  }

  /** Resolves with true once the record is in the queue, or an equal one was; with false where the run was stopped before. */
  add(id: string, payload: Buffer): Promise<boolean> {
    return new Promise((done, failed) => {
      this.#waiting.push({ id, payload, done, failed });
      if (this.#sending) return;
      this.#sending = true;
      // Records of the same block of input go together.
      setImmediate(() => this.#send());
    });
  }

  close(): void {
    this.#client.close();
  }

  async #send(): Promise<void> {
    try {
      while (this.#waiting.length > 0) await this.#sendBatch(this.#nextBatch());
    } catch (error) {
      for (const record of this.#waiting.splice(0)) record.failed(error);
    }
    this.#sending = false;
  }

  #nextBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    while (count < this.#waiting.length && count < BATCH_RECORDS && bytes < BATCH_BYTES)
      bytes += this.#waiting[count++].payload.length;
    return this.#waiting.slice(0, count);
  }

  async #sendBatch(batch: Waiting[]): Promise<void> {
    const { queue, priority, delay, maxBacklog, stopping } = this.#options;
    const head = [maxBacklog, priorities.indexOf(priority) + 1, Math.ceil(delay)];
    let wait = SHORTEST_WAIT;
    while (batch.length > 0) {
      if (stopping.aborted) {
        for (const record of this.#waiting.splice(0)) record.done(false);
        return;
      }
      const mark = `${queue.name}:sent:${randomBytes(6).toString('hex')}`;
      const records = batch.flatMap(({ id, payload }) => [id, payload]);
      const answer = await this.#client.run(enqueueScript, [...this.#keys, mark, queue.stats], [...head, ...records]);
      const [handled, doubles] = answer as [number, number];
      this.added += handled - doubles;
      this.doubles += doubles;
      batch = batch.slice(handled);
      for (const record of this.#waiting.splice(0, handled)) record.done(true);
      if (batch.length === 0) return;
      // The queue is full: it is asked again, less and less often.
      await sleep(wait, undefined, { signal: stopping }).catch(() => {});
      wait = handled > 0 ? SHORTEST_WAIT : Math.min(wait * 2, LONGEST_WAIT);
    }
  }
}
