import { type Address, isDirectoryBucket } from './address.ts';
import type { Client } from './client.ts';
import { type Existence, head } from './existence.ts';
import { compareKeys } from './order.ts';
import type { Optimize } from './price.ts';
import { type Lore, Scan, type Strategy } from './scan.ts';

/** How a Checker goes about it. */
export interface Manners {
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
  readonly lore: Lore;
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
  readonly #client: Client;
  readonly #manners: Manners;
  readonly #buckets = new Map<string, Bucket>();
  #ended = false;

  constructor(client: Client, manners: Manners) {
    this.#client = client;
    this.#manners = manners;
  }

  /** Looks one object up. Throws Reject where S3 does not answer for it, Halt where it cannot be asked at all. */
  check({ bucket: name, key }: Address): Promise<Existence> {
    if (this.#manners.strategy === 'head' || isDirectoryBucket(name)) return head(this.#client, { bucket: name, key });
    const bucket = this.#bucket(name);
    return new Promise((resolve, reject) => {
      const waiters = bucket.pending.get(key);
      if (waiters) waiters.push({ resolve, reject });
      else bucket.pending.set(key, [{ resolve, reject }]);
      if (this.#ended || bucket.pending.size >= this.#manners.batch) this.#due(bucket);
      else bucket.timer ??= setTimeout(() => this.#due(bucket), this.#manners.wait);
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
      const lore = { headOnly: false, share: undefined };
      bucket = { name, lore, pending: new Map(), timer: undefined, due: false, scanning: false };
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
    const { pending, name, lore } = bucket;
    bucket.pending = new Map();
    bucket.due = false;
    bucket.scanning = true;
    const { strategy, optimize } = this.#manners;
    const keys = [...pending.keys()].sort(compareKeys);
    const settle = (key: string, outcome: Existence | Error) => {
      for (const { resolve, reject } of pending.get(key) ?? []) outcome instanceof Error ? reject(outcome) : resolve(outcome);
    };
    await new Scan({ client: this.#client, bucket: name, keys, strategy, optimize, lore, settle }).run();
    bucket.scanning = false;
    if (bucket.due && bucket.pending.size > 0) void this.#scan(bucket);
  }
}
