import type { Hash } from './hash.ts';
import { HashTable } from './table.ts';

/** What `join` makes of a group: one of two records stays, the other one goes. */
export interface Joined<T> {
  kept: T;
  dropped: T;
}

/** Holds one record of each group until the input has ended, when it is known how many each group had. */
export class Groups<T> {
  readonly #replaces: (candidate: T, kept: T) => boolean;
  readonly #table = new HashTable(true);
  /** The group of each key of the table. */
  readonly #groupOfKey: number[] = [];
  readonly #records: T[] = [];
  readonly #counts: number[] = [];
  /** When the record of each group came, counted from 0. */
  readonly #order: number[] = [];
  #added = 0;

  /** @param replaces whether a record takes the place of the one that its group has kept so far */
  constructor(replaces: (candidate: T, kept: T) => boolean) {
    this.#replaces = replaces;
  }

  /** The group that has a key, or -1. */
  find(key: Hash): number {
    const found = this.#table.find(key);
    return found < 0 ? -1 : (this.#groupOfKey[found] as number);
  }

  /** Makes a group of a record. Gives its number. */
  create(record: T, key?: Hash): number {
    const group = this.#records.push(record) - 1;
    this.#counts.push(1);
    this.#order.push(this.#added++);
    if (key) this.#addKey(key, group);
    return group;
  }

  /** Puts a record into a group; its key, where that is new, is one of the group's from now on. */
  join(group: number, record: T, key?: Hash): Joined<T> {
    if (key) this.#addKey(key, group);
    this.#counts[group] = (this.#counts[group] as number) + 1;
    const order = this.#added++;
    const before = this.#records[group] as T;
    if (!this.#replaces(record, before)) return { kept: before, dropped: record };
    this.#records[group] = record;
    this.#order[group] = order;
    return { kept: record, dropped: before };
  }

  /** The record of each group, in the order they came, with how many the group had. */
  *results(): Generator<[record: T, count: number]> {
    const groups = [...this.#records.keys()].sort((a, b) => (this.#order[a] as number) - (this.#order[b] as number));
    for (const group of groups) yield [this.#records[group] as T, this.#counts[group] as number];
  }

  #addKey(key: Hash, group: number): void {
    if (this.#table.add(key) < 0) this.#groupOfKey.push(group);
  }
}
