import { type Address, isDirectoryBucket } from './address.ts';
import { type BucketHistory, BucketScan, type Strategy } from './bucket-scan.ts';
import type { S3Client } from './client.ts';
import { type Existence, head } from './existence.ts';
import { compareKeys } from './order.ts';
import type { Optimize } from './price.ts';

/** How a Checker goes about it. */
export interface CheckerOptions {
  readonly strategy: Strategy;
  readonly optimize: Optimize;
  /** Keys to collect for one scan of a bucket. */
  readonly batch: number;
  /** How long the first of them waits for others, in ms. */
  readonly wait: number;
}

interface Waiter {
  readonly resolve: (existence: Existence) => void;
  readonly reject: (error: unknown) => void;
}

interface Bucket {
  readonly name: string;
  readonly history: BucketHistory;
  pending: Map<string, Waiter[]>;
  timer: NodeJS.Timeout | undefined;
  /** The keys have waited long enough, or there are enough of them. */
  due: boolean;
  scanning: boolean;
}

/**
 * Tells whether objects exist. Keys are collected for a moment, bucket by bucket, so that neighbours share a page of LIST; while one scan
 * of a bucket is under way, further keys collect for the next.
 */
export class Checker {
  readonly #client: S3Client;
  readonly #options: CheckerOptions;
  readonly #buckets = new Map<string, Bucket>();
  #ended = false;

  constructor(client: S3Client, options: CheckerOptions) {
    this.#client = client;
    this.#options = options;
  }

  /** Looks one object up. @throws Reject where S3 does not answer for it, Halt 4 where no request can be sent */
  check({ bucket: name, key }: Address): Promise<Existence> {
    if (this.#options.strategy === 'head' || isDirectoryBucket(name)) return head(this.#client, { bucket: name, key });
    const bucket = this.#bucket(name);
    return new Promise((resolve, reject) => {
      const waiters = bucket.pending.get(key);
      if (waiters) waiters.push({ resolve, reject });
      else bucket.pending.set(key, [{ resolve, reject }]);
      if (this.#ended || bucket.pending.size >= this.#options.batch) this.#due(bucket);
      else bucket.timer ??= setTimeout(() => this.#due(bucket), this.#options.wait);
    });
  }

  /** No more keys will come: what has been collected need not wait. */
  flush(): void {
    this.#ended = true;
    for (const bucket of this.#buckets.values()) this.#due(bucket);
  }

  #bucket(name: string): Bucket {
    let bucket = this.#buckets.get(name);
    if (!bucket) {
      const history = { headOnly: false, share: undefined };
      bucket = { name, history, pending: new Map(), timer: undefined, due: false, scanning: false };
      this.#buckets.set(name, bucket);
    }
    return bucket;
  }

  #due(bucket: Bucket): void {
    clearTimeout(bucket.timer);
    bucket.timer = undefined;
    bucket.due = true;
    if (!bucket.scanning && bucket.pending.size > 0) void this.#scan(bucket);
  }

  async #scan(bucket: Bucket): Promise<void> {
    const { pending, name, history } = bucket;
    bucket.pending = new Map();
    bucket.due = false;
    bucket.scanning = true;
    const { strategy, optimize } = this.#options;
    const keys = [...pending.keys()].sort(compareKeys);
    const settle = (key: string, outcome: Existence | Error) => {
      for (const { resolve, reject } of pending.get(key) ?? []) outcome instanceof Error ? reject(outcome) : resolve(outcome);
    };
    await new BucketScan({ client: this.#client, bucket: name, keys, strategy, optimize, history, settle }).run();
    bucket.scanning = false;
    if (bucket.due && bucket.pending.size > 0) void this.#scan(bucket);
  }
}
