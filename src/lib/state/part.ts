/** What a part's keys may be. Keys of any length work. */
export type Key = string | Buffer;

/**
 * One command's own part of a store. What was put is seen by `get` at once; it is written in batches, at the latest after 100 ms or
 * when asked (`committed`), and a batch once written survives the end of the process by whatever means.
 * Every method throws Halt (status 4) when the store cannot be read or written.
 */
export interface Part {
  /** The value of a key, or undefined. */
  get(key: Key): unknown;
  has(key: Key): boolean;
  /** Sets the value of a key: JSON values and Buffers; not undefined. */
  put(key: Key, value: unknown): void;
  remove(key: Key): void;
  /**
   * Every key and its value, in the order of the keys' bytes; what changes meanwhile may be seen or not.
   * @param prefix of the text keys wanted, of all keys where there is none
   */
  entries(prefix?: string): Generator<[key: Key, value: unknown]>;
  /** How many keys there are. */
  count(): number;
  /** Resolves when all that was put or removed so far is written. */
  committed(): Promise<void>;
  /** Writes what is pending, gives the lock back and closes the store if no other part of it is open. */
  close(): Promise<void>;
}
