import { createHash } from 'node:crypto';
import type { Database } from 'lmdb';
import type { Environment } from './environment.ts';
import type { Holder } from './holder.ts';
import type { Key, Part } from './part.ts';
import { failure } from './place.ts';

const FLUSH_ENTRIES = 8192;
const FLUSH_MILLISECONDS = 100;
/** lmdb takes keys up to 1,978 bytes; longer ones are stored under a hash, beside their value. */
const LONGEST_KEY = 1900;

/** A part of a store on disk. */
export class DiskPart implements Part {
  readonly #environment: Environment;
  readonly #table: Database<unknown, Buffer>;
  readonly #name: string;
  readonly #holder: Holder;
  readonly #pending = new Map<string, { key: Buffer; value: unknown }>();
  #timer: NodeJS.Timeout | undefined;
  #failed: Error | undefined;
  #closed = false;

  /** @throws Halt with status 3 when another run holds the part */
  constructor(environment: Environment, name: string) {
    this.#environment = environment;
    this.#name = name;
    this.#table = environment.table(`part:${name}`);
    this.#holder = environment.lock(name, name);
  }

  get(key: Key): unknown {
    const stored = storedKey(key);
    const pending = this.#pending.get(stored.toString('latin1'));
    return unwrap(stored, pending ? pending.value : this.#guard(() => this.#table.get(stored)));
  }

  has(key: Key): boolean {
    const stored = storedKey(key);
    const pending = this.#pending.size > 0 && this.#pending.get(stored.toString('latin1'));
    return pending ? pending.value !== undefined : this.#guard(() => this.#table.doesExist(stored));
  }

  put(key: Key, value: unknown): void {
    this.#change(storedKey(key), key, value);
  }

  remove(key: Key): void {
    this.#change(storedKey(key), key, undefined);
  }

  *entries(prefix?: string): Generator<[key: Key, value: unknown]> {
    this.#flush();
    const from = prefix === undefined ? {} : { start: storedKey(prefix), end: storedKey(`${prefix}\u{10ffff}`) };
    const range = this.#guard(() => this.#table.getRange(from)[Symbol.iterator]());
    for (;;) {
      const next = this.#guard(() => range.next());
      if (next.done) return;
      const { key, value } = next.value;
      if (key[0] === marks.long) yield value as [Key, unknown];
      else yield [originalKey(key), value];
    }
  }

  count(): number {
    this.#flush();
    return this.#guard(() => (this.#table.getStats() as { entryCount: number }).entryCount);
  }

  async committed(): Promise<void> {
    this.#flush();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.#flush();
    } finally {
      clearTimeout(this.#timer);
      await this.#release();
    }
  }

  async #release(): Promise<void> {
    try {
      this.#environment.unlock(this.#name, this.#holder);
    } catch (error) {
      throw this.#failed ?? failure(this.#environment.place, error);
    } finally {
      await this.#environment.close();
    }
  }

  #change(stored: Buffer, key: Key, value: unknown): void {
    const wrapped = stored[0] === marks.long && value !== undefined ? [key, value] : value;
    this.#pending.set(stored.toString('latin1'), { key: stored, value: wrapped });
    if (this.#pending.size >= FLUSH_ENTRIES) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flushQuietly(), FLUSH_MILLISECONDS).unref();
  }

  #flush(): void {
    if (this.#failed) throw this.#failed;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.size === 0) return;
    this.#guard(() =>
      this.#environment.root.transactionSync(() => {
        for (const { key, value } of this.#pending.values()) {
          if (value === undefined) this.#table.removeSync(key);
          else this.#table.putSync(key, value);
        }
      }),
    );
    this.#pending.clear();
  }

  /** For the timer, which has nobody to throw to: the next call throws what happened here. */
  #flushQuietly(): void {
    try {
      this.#flush();
    } catch (error) {
      this.#failed = error as Error;
    }
  }

  #guard<T>(action: () => T): T {
    if (this.#failed) throw this.#failed;
    try {
      return action();
    } catch (error) {
      this.#failed = failure(this.#environment.place, error);
      throw this.#failed;
    }
  }
}

const marks = { string: 0x73, bytes: 0x62, long: 0x6c } as const;

function storedKey(key: Key): Buffer {
  const isString = typeof key === 'string';
  const bytes = isString ? Buffer.from(key) : key;
  if (bytes.length <= LONGEST_KEY) return Buffer.concat([Buffer.of(isString ? marks.string : marks.bytes), bytes]);
  const hash = createHash('sha256')
    .update(isString ? 's' : 'b')
    .update(bytes)
    .digest();
  return Buffer.concat([Buffer.of(marks.long), hash]);
}

function originalKey(stored: Buffer): Key {
  return stored[0] === marks.string ? stored.toString('utf8', 1) : Buffer.from(stored.subarray(1));
}

function unwrap(stored: Buffer, value: unknown): unknown {
  return stored[0] === marks.long && value !== undefined ? (value as [Key, unknown])[1] : value;
}
