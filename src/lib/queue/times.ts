import type { Argument } from '../redis/index.ts';
import { bucketOf } from './histogram.ts';

/** How often times are written into the counts, in ms. */
const WRITE_EVERY = 500;

/** How long records waited and were worked on, gathered until they are written into the counts of the queue. */
export class Times {
  readonly #counts = new Map<string, number>();
  #written = performance.now();

  waited(ms: number): void {
    this.#count(`w${bucketOf(ms)}`);
  }

  worked(ms: number): void {
    this.#count(`t${bucketOf(ms)}`);
  }

  /** What to write now, as names and what to add to them: nothing, unless it is time for it or the `last` chance. */
  take(last: boolean): Argument[] {
    const now = performance.now();
    if (this.#counts.size === 0 || (now - this.#written < WRITE_EVERY && !last)) return [];
    const counts = [...this.#counts].flat();
    this.#counts.clear();
    this.#written = now;
    return counts;
  }

  #count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }
}
