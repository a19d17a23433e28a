import { compactStore, openStore, type Part } from '../state/index.ts';
import type { Hash } from './hash.ts';
import { randomKey } from './siphash.ts';

/** A time is written anew when it is this much older than now, in ms: what is seen all the time is not written all the time. */
const REFRESH_AFTER = 86_400_000;
/** How much of a hash is stored; what versions up to 0.1 have stored is shorter, so neither is taken for the other. */
const HASH_BYTES = 16;
const FORMER_HASH_BYTES = 12;

/** What is kept of a text to find those that are nearly the same. */
export interface SeenText {
  readonly sketch: Uint32Array;
  /** What it is about, as `subjectOf` has it; `''` where that is not known. */
  readonly subject: string;
}

/** What earlier runs have seen: hashes and when they were last seen, in the part `dedupe` of a store. */
export class Memory {
  /** The secret key of the hashes, made once for a store. */
  readonly key: Buffer;
  /** Where a version up to 0.1 has made the store: the seed of its hashes by MurmurHash3. */
  readonly formerSeed: Buffer | undefined;
  readonly #part: Part;
  readonly #ttl: number;
  readonly #refresh: number;
  #lastText = -1;
  #failed: unknown;
  /** Whether the failure has been thrown to somebody. */
  #told = false;

  private constructor(part: Part, key: Buffer, formerSeed: Buffer | undefined, ttl: number) {
    this.#part = part;
    this.key = key;
    this.formerSeed = formerSeed;
    this.#ttl = ttl;
    this.#refresh = Math.min(REFRESH_AFTER, ttl / 8);
  }

  /**
   * @param ttl how long after it was last seen something is forgotten, in ms; Infinity for never
   * @throws Halt 3, 4
   */
  static async open(dir: string, ttl: number): Promise<Memory> {
    const part = await openStore(dir, 'dedupe');
    let key = part.get('sip-key');
    if (!Buffer.isBuffer(key)) {
      key = randomKey();
      part.put('sip-key', key);
      await part.committed();
    }
    const formerSeed = part.get('seed');
    return new Memory(part, key as Buffer, Buffer.isBuffer(formerSeed) ? formerSeed : undefined, ttl);
  }

  /**
   * When a hash was last seen, in ms since 1970, or undefined when it never was, or too long ago. Says that it is seen now.
   * @param formerHash of the same record with `formerSeed`: what is found by that one is stored under `hash` from now on
   */
  seen(hash: Hash, formerHash?: Hash): number | undefined {
    const key = keyOf(hash, HASH_BYTES);
    const known = this.#get(key);
    const at = known ?? (formerHash && this.#get(keyOf(formerHash, FORMER_HASH_BYTES)));
    if (typeof at !== 'number') return undefined;
    const now = Date.now();
    if (now - at >= this.#ttl) return undefined;
    if (now - at >= this.#refresh || known === undefined) this.#put(key, now);
    return at;
  }

  /** From now on the hash counts as seen. Call it when the record has been written. A failure is thrown by the next `seen`, or `close`. */
  remember(hash: Hash): void {
    this.#put(keyOf(hash, HASH_BYTES), Date.now());
  }

  /** The last texts of a kind, oldest first: what is forgotten, or falls out of the window, is removed. */
  texts(kind: string, window: number): SeenText[] {
    const all = [...this.#part.entries(`near/${kind}/`)] as [string, [at: number, bytes: Buffer, subject?: string]][];
    const before = Date.now() - this.#ttl;
    const wanted = all.filter(([, [at]], index) => at > before && index >= all.length - window);
    const keys = new Set(wanted.map(([key]) => key));
    for (const [key] of all) if (!keys.has(key)) this.#part.remove(key);
    this.#lastText = Number(all.at(-1)?.[0].split('/').at(-1) ?? -1);
    return wanted.map(([, [, bytes, subject = '']]) => ({ sketch: new Uint32Array(Uint8Array.from(bytes).buffer), subject }));
  }

  /** From now on a text counts as seen. Call it when its record has been written. */
  rememberText(kind: string, { sketch, subject }: SeenText): void {
    const number = String(++this.#lastText).padStart(12, '0');
    this.#put(`near/${kind}/${number}`, [Date.now(), Buffer.from(sketch.buffer, sketch.byteOffset, sketch.byteLength), subject]);
  }

  /**
   * Removes what is forgotten, and gives the space back.
   * @throws Halt 3 while another command has the store open, 4
   */
  static async compact(dir: string, ttl: number): Promise<void> {
    const memory = await Memory.open(dir, ttl);
    try {
      memory.#purge();
    } finally {
      await memory.close();
    }
    await compactStore(dir, 'dedupe --compact');
  }

  #purge(): void {
    const before = Date.now() - this.#ttl;
    for (const [key, value] of this.#part.entries()) {
      const at = Array.isArray(value) ? value[0] : value;
      if (typeof at === 'number' && at <= before) this.#part.remove(key);
    }
  }

  /** @throws Halt 4 when something could not be remembered, unless `seen` has thrown that already */
  async close(): Promise<void> {
    try {
      await this.#part.close();
    } catch (error) {
      if (!this.#told) throw error;
    }
  }

  /** Puts without throwing, since those who wait for a record to be written are no place to throw at. */
  #put(key: string | Buffer, value: unknown): void {
    try {
      this.#part.put(key, value);
    } catch (error) {
      this.#failed ??= error;
    }
  }

  #get(key: Buffer): unknown {
    try {
      if (this.#failed) throw this.#failed;
      return this.#part.get(key);
    } catch (error) {
      this.#told = true;
      throw error;
    }
  }
}

function keyOf(hash: Hash, length: number): Buffer {
  const key = Buffer.allocUnsafe(length);
  for (let at = 0; at < length; at += 4) key.writeInt32LE(hash[at / 4] as number, at);
  return key;
}
