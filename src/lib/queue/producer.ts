import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Halt } from '../errors/index.ts';
import type { Client } from '../redis/index.ts';
import { type Priority, priorities, type QueueKeys } from './keys.ts';
import { enqueueScript } from './lua/enqueue.ts';

export interface ProducerOptions {
  queue: QueueKeys;
  priority: Priority;
  /** How long a record waits before it may be taken, in ms. */
  delay: number;
  /** Nothing is added while the queue holds this many records; 0: no limit. */
  maxBacklog: number;
  /** Once it is set, nothing more is added. */
  stopping: AbortSignal;
}

/** Records sent in one step, and the bytes of them, at most. */
const BATCH_RECORDS = 500;
const BATCH_BYTES = 4 * 2 ** 20;
/**
 * How long Redis keeps the number of a producer's last batch, in ms: longer than any outage that is waited out, so that a batch that is sent
 * again is not added again. A producer that ends removes it.
 */
const MARK_KEPT = 24 * 3_600_000;
/** How long to wait for room, in ms: first, and at most. */
const SHORTEST_WAIT = 10;
const LONGEST_WAIT = 250;

interface Waiting {
  id: string;
  payload: Buffer;
  done(added: boolean): void;
  failed(error: unknown): void;
}

/** Adds records to a queue, in the order they come; those that come while a batch is being sent go together in the next one. */
export class Producer {
  /** Records whose ids were in the queue already. */
  doubles = 0;
  added = 0;
  readonly #client: Client;
  readonly #options: ProducerOptions;
  readonly #keys: string[];
  #waiting: Waiting[] = [];
  readonly #mark: string;
  #batches = 0;
  #sending = false;
  #failed = false;

  constructor(client: Client, options: ProducerOptions) {
    this.#client = client;
    this.#options = options;
    const { name, streams, delayed, ids, stats, totals, retries } = options.queue;
    this.#mark = `${name}:sent:${randomBytes(9).toString('hex')}`;
    this.#keys = [...streams, delayed, ids, this.#mark, stats, totals, retries];
  }

  /**
   * Resolves with true once the record is in the queue, or one with its id was; with false where the run was stopped before. Rejects with
   * Halt 4 when Redis cannot take it.
   */
  add(id: string, payload: Buffer): Promise<boolean> {
    return new Promise((done, failed) => {
      this.#waiting.push({ id, payload, done, failed });
      if (this.#sending) return;
      this.#sending = true;
      // Records of the same block of input go together.
      setImmediate(() => this.#send());
    });
  }

  /** Closes the connection; nothing may be under way. */
  async close(): Promise<void> {
    // Where Redis cannot be asked, the mark goes by itself.
    if (this.#batches > 0 && !this.#failed) await this.#client.call('DEL', this.#mark).catch(() => {});
    this.#client.close();
  }

  async #send(): Promise<void> {
    try {
      while (this.#waiting.length > 0) await this.#sendBatch(this.#nextBatch());
    } catch (error) {
      this.#failed = true;
      const told = error instanceof Halt ? new Halt(error.status, `${error.message}; ${this.added} records were queued`) : error;
      for (const record of this.#waiting.splice(0)) record.failed(told);
    }
    this.#sending = false;
  }

  #nextBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { payload } of this.#waiting) {
      if (count === BATCH_RECORDS || bytes >= BATCH_BYTES) break;
      bytes += payload.length;
      count++;
    }
    return this.#waiting.slice(0, count);
  }

  async #sendBatch(batch: Waiting[]): Promise<void> {
    const { priority, delay, maxBacklog, stopping } = this.#options;
    const head = [maxBacklog, priorities.indexOf(priority) + 1, Math.ceil(delay)];
    let wait = SHORTEST_WAIT;
    while (batch.length > 0) {
      if (stopping.aborted) {
        for (const record of this.#waiting.splice(0)) record.done(false);
        return;
      }
      const records = batch.flatMap(({ id, payload }) => [id, payload]);
      const args = [...head, ++this.#batches, MARK_KEPT, ...records];
      const [handled, doubles] = (await this.#client.run(enqueueScript, this.#keys, args)) as [number, number];
      this.added += handled - doubles;
      this.doubles += doubles;
      batch = batch.slice(handled);
      for (const record of this.#waiting.splice(0, handled)) record.done(true);
      if (batch.length === 0) return;
      // The queue is full: it is tried again, less and less often.
      await sleep(wait, undefined, { signal: stopping }).catch(() => {});
      wait = handled > 0 ? SHORTEST_WAIT : Math.min(wait * 2, LONGEST_WAIT);
    }
  }
}
