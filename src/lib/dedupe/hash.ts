/** A hash of 128 bits in four words, the first of which is never 0. */
export type Hash = Int32Array;

/** How many words of a hash tables hold: of 100 million keys, two have the same 96 bits with a chance of 6e-14. */
export const HASH_WORDS = 3;

/** Hashes a list of values, each of some kind, with a secret key. No two lists are the same to it, however values are split. */
export interface KeyHasher {
  /** The hash that `finish` made last. It is overwritten by the next one. */
  readonly result: Hash;
  /** Begins a list; `after` is the hash of a list that stands before it. */
  begin(after?: Hash): void;
  /** Adds the value `bytes[start, end)`. */
  add(kind: number, bytes: Uint8Array, start: number, end: number): void;
  /** Ends the list, and makes `result`. */
  finish(): Hash;
}
