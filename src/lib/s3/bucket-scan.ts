import { Reject } from '../errors/index.ts';
import type { S3Client } from './client.ts';
import { type Existence, head } from './existence.ts';
import { isHopelessCode } from './failure.ts';
import { type From, list, listedProperties, type Page } from './listing.ts';
import { compareKeys, justBefore } from './order.ts';
import { type Optimize, worth } from './price.ts';

/** How keys are looked up. */
export type Strategy = 'auto' | 'head' | 'list';

/** What earlier scans of a bucket have learned. */
export interface BucketHistory {
  /** HEAD is all that works here: LIST is forbidden, out of order, or broken. */
  headOnly: boolean;
  /** The part of the wanted keys that a page resolved of late; undefined before the first. */
  share: number | undefined;
}

/** What a BucketScan is to do. */
export interface Job {
  readonly client: S3Client;
  readonly bucket: string;
  /** Different keys, sorted by `compareKeys`. */
  readonly keys: readonly string[];
  readonly strategy: Strategy;
  readonly optimize: Optimize;
  readonly history: BucketHistory;
  /** Takes the outcome of each key, once: an Error is what `S3Client.send` threw. */
  readonly settle: (key: string, outcome: Existence | Error) => void;
}

// HEADs after a page that was not worth its price, before the next is tried. It doubles each time, so that vain tries stay a small part.
const FIRST_BURST = 128;
// Goes over this many stretches at once where pages pay.
const LANES = 4;

/**
 * Looks up sorted keys with few requests. LIST goes over the wanted keys, not over the bucket: each page starts just before the next
 * wanted key, so that what lies between is skipped. While a page resolves enough keys to be worth its price, LIST goes on; else a
 * burst of HEADs comes first. To save time, HEADs run from the end towards the LISTs.
 */
export class BucketScan {
  readonly #job: Job;
  readonly #claimed: Uint8Array;
  readonly #heads: Promise<void>[] = [];

  constructor(job: Job) {
    this.#job = job;
    this.#claimed = new Uint8Array(job.keys.length);
  }

  /** Runs until every key is settled; throws nothing. */
  async run(): Promise<void> {
    const { keys, strategy, optimize, history, client } = this.#job;
    const { length } = keys;
    const onlyHeads =
      strategy === 'head' || history.headOnly || (strategy === 'auto' && optimize === 'time' && length <= client.concurrency);
    if (onlyHeads) this.#burst(0, length);
    else if (strategy === 'list') await this.#lane(0, length, 1, 0);
    else if (optimize === 'time') await Promise.all([this.#lane(0, length, 0, 0), ...this.#fromTheEnd()]);
    else await this.#cautious(worth[optimize]);
    await Promise.all(this.#heads);
  }

  // What is known from earlier keys of this bucket may already say that a page will not pay; it is forgotten slowly.
  async #cautious(enough: number): Promise<void> {
    const { keys, history } = this.#job;
    const vain = history.share !== undefined && history.share * keys.length < enough;
    if (vain && history.share) history.share *= 1.2;
    await this.#lane(0, keys.length, enough, vain ? FIRST_BURST : 0);
  }

  // Goes over the keys from `from` to before `to`, with LIST as long as a page resolves `enough` keys; the first `ahead` are left to HEAD.
  async #lane(from: number, to: number, enough: number, ahead: number, split = this.#job.optimize !== 'requests'): Promise<void> {
    const { strategy, history } = this.#job;
    let burst = FIRST_BURST;
    let held = from;
    let next = from + ahead;
    for (;;) {
      if (next >= to || history.headOnly || (strategy === 'auto' && to - next < enough)) {
        this.#burst(held, to);
        return;
      }
      // The page is asked for before the HEADs for the keys in front of it, so that it need not queue behind them.
      const page = this.#page(next);
      this.#burst(held, next);
      const resolved = await page;
      held = this.#open(next, to);
      if (resolved < enough && strategy === 'auto') {
        next = held + burst;
        burst *= 2;
        continue;
      }
      next = held;
      burst = FIRST_BURST;
      const length = Math.ceil((to - next) / LANES);
      if (split && enough > 0 && length >= 2 * resolved) {
        const starts = Array.from({ length: LANES }, (_, lane) => next + lane * length);
        await Promise.all(
          starts.map((start) => this.#lane(this.#open(start, to), Math.min(to, start + length), enough, 0, false)),
        );
        return;
      }
    }
  }

  // Starts HEADs for the keys that nobody has claimed.
  #burst(from: number, to: number): void {
    const end = Math.min(to, this.#claimed.length);
    for (let at = this.#open(from, end); at < end; at = this.#open(at, end)) this.#heads.push(this.#head(at));
  }

  // As many workers as there may be requests, each taking the last key that is left.
  #fromTheEnd(): Promise<void>[] {
    let last = this.#job.keys.length;
    const work = async () => {
      while (--last >= 0) if (!this.#claimed[last]) await this.#head(last);
    };
    return Array.from({ length: Math.max(1, this.#job.client.concurrency - 1) }, work);
  }

  async #head(index: number): Promise<void> {
    const { client, bucket, keys, settle } = this.#job;
    this.#claimed[index] = 1;
    const key = keys[index]!;
    settle(key, await head(client, { bucket, key }).catch((error: Error) => error));
  }

  // Asks for the page that begins with the key at `next`, and settles what it resolves; gives how many keys of ours lie within it.
  async #page(next: number): Promise<number> {
    const { client, bucket, keys, strategy, history } = this.#job;
    let from: From = { after: justBefore(keys[next]!) };
    for (;;) {
      const page: Page | Error | 'forbidden' = await list(client, bucket, from).catch((error: Error) => error);
      if (page === 'forbidden' && strategy === 'list') return this.#settleFrom(next, { exists: null, error: page });
      if (page instanceof Error && (strategy === 'list' || !(page instanceof Reject) || isHopelessCode(page.code)))
        return this.#settleFrom(next, page);
      if (page === 'forbidden' || page instanceof Error || !inOrder(page, from)) {
        history.headOnly = true;
        return 0;
      }
      const resolved = this.#resolve(next, page);
      const share = resolved / keys.length;
      history.share = page.next ? ((history.share ?? share) + share) / 2 : Math.max(history.share ?? 0, share);
      if (resolved > 0 || strategy === 'auto' || !page.next) return resolved;
      // A page may be empty, or end before the wanted key, and yet say that there is more.
      from = { token: page.next };
    }
  }

  // Both are sorted: what lies before the end of the page and is not on it does not exist.
  #resolve(next: number, { objects, next: more }: Page): number {
    const { bucket, keys } = this.#job;
    const last = objects.at(-1)?.key;
    let at = 0;
    let index = next;
    for (; index < keys.length; index++) {
      const key = keys[index]!;
      if (more && (last === undefined || compareKeys(key, last) > 0)) break;
      while (at < objects.length && compareKeys(objects[at]!.key, key) < 0) at++;
      const found = objects[at]?.key === key ? objects[at] : undefined;
      this.#settle(index, { bucket, key, exists: !!found, ...(found && listedProperties(found)), checked_by: 'list' });
    }
    return index - next;
  }

  // One outcome for all the keys that are left.
  #settleFrom(next: number, outcome: Error | Pick<Existence, 'exists' | 'error'>): number {
    const { bucket, keys } = this.#job;
    for (let index = next; index < keys.length; index++) {
      this.#settle(index, outcome instanceof Error ? outcome : { bucket, key: keys[index]!, ...outcome, checked_by: 'list' });
    }
    return keys.length - next;
  }

  #settle(index: number, outcome: Existence | Error): void {
    if (this.#claimed[index]) return;
    this.#claimed[index] = 1;
    this.#job.settle(this.#job.keys[index]!, outcome);
  }

  #open(from: number, to: number): number {
    while (from < to && this.#claimed[from]) from++;
    return from;
  }
}

// Servers that do not keep the order of LIST, or do not heed `start-after`, are told by their first page.
function inOrder({ objects }: Page, from: From): boolean {
  let before = 'after' in from ? from.after : '';
  for (const { key } of objects) {
    if (compareKeys(before, key) >= 0) return false;
    before = key;
  }
  return true;
}
