import type { Hash } from './hash.ts';
import { HashTable } from './table.ts';

/** Holds one record a key until the input has ended, when it is known how often each key came. */
export class Gathered<T> {
  readonly #table = new HashTable(true);
  readonly #keep: 'first' | 'last';
  readonly #records: T[] = [];
  readonly #counts: number[] = [];
  /** When the record of each entry came, counted from 0. */
  readonly #order: number[] = [];
  /** The entry of each key of the table. */
  readonly #entries: number[] = [];
  #added = 0;

  /** @param keep which of the records of one key stands for all */
  constructor(keep: 'first' | 'last') {
    this.#keep = keep;
  }

  /** Takes a record in. Gives the one that it makes superfluous, if any: itself, or the one before it of the same key. */
  add(hash: Hash, record: T): T | undefined {
    const found = this.#table.add(hash);
    if (found < 0) {
      this.#entries.push(this.#records.length);
      this.addUnique(record);
      return undefined;
    }
    const entry = this.#entries[found];
    this.#counts[entry]++;
    const order = this.#added++;
    if (this.#keep === 'first') return record;
    const before = this.#records[entry];
    this.#records[entry] = record;
    this.#order[entry] = order;
    return before;
  }

  /** Takes a record in that has no key, and so is no duplicate of any. */
  addUnique(record: T): void {
    this.#records.push(record);
    this.#counts.push(1);
    this.#order.push(this.#added++);
  }

  /** One record a key, in the order they came, with how often the key came. */
  *results(): Generator<[record: T, count: number]> {
    const entries = this.#records.map((_, entry) => entry);
    if (this.#keep === 'last') entries.sort((a, b) => this.#order[a] - this.#order[b]);
    for (const entry of entries) yield [this.#records[entry], this.#counts[entry]];
  }
}
