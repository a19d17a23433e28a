import { randomFillSync } from 'node:crypto';
import type { Hash, KeyHasher } from './hash.ts';
import { INIT, OUT, sipHashModule } from './siphash-module.ts';

/** The bytes of a secret key. */
export const KEY_BYTES = 16;
/** Values of up to so many bytes are copied byte by byte, which is faster than a call. */
const SHORT = 48;
/** How much is handed to WebAssembly at a time; a multiple of 8. */
const BLOCK = 32 * 1024;

/** The constants of SipHash, which its authors call "somepseudorandomlygeneratedbytes"; the second has the mark of the 128-bit variant. */
const constants = [0x736f6d6570736575n, 0x646f72616e646f6dn ^ 0xeen, 0x6c7967656e657261n, 0x7465646279746573n] as const;

/**
 * SipHash-1-3 with 128 bits (J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF", 2012), in WebAssembly, which has words of
 * 64 bits. Without the key nobody can make two values that collide. A value is hashed after its kind and its length.
 */
export class SipHasher implements KeyHasher {
  readonly result: Hash;
  readonly #memory: Buffer;
  readonly #absorb: (end: number, last: number) => void;
  /** How many bytes wait in the memory, and how many there were in all. */
  #length = 0;
  #total = 0;

  /** @param key 16 secret bytes; random ones unless given */
  constructor(key: Buffer = randomKey()) {
    const { exports } = new WebAssembly.Instance(sipHashModule());
    const memory = (exports.memory as WebAssembly.Memory).buffer;
    this.#memory = Buffer.from(memory);
    this.#absorb = exports.absorb as (end: number, last: number) => void;
    this.result = new Int32Array(memory, OUT, KEY_BYTES / 4);
    constants.forEach((constant, index) => {
      this.#memory.writeBigUInt64LE(constant ^ key.readBigUInt64LE((index % 2) * 8), INIT + index * 8);
    });
    this.#absorb(0, 1);
  }

  begin(after?: Hash): void {
    // Some of a list that was begun and not ended may have been absorbed.
    if (this.#total > this.#length) this.#absorb(0, 1);
    this.#length = 0;
    this.#total = 0;
    if (after) for (const word of after) this.#word(word);
  }

  add(kind: number, bytes: Uint8Array, start: number, end: number): void {
    this.#word(kind);
    this.#word(end - start);
    while (end - start > BLOCK - this.#length) {
      const part = start + BLOCK - this.#length;
      this.#copy(bytes, start, part);
      this.#flush();
      start = part;
    }
    this.#copy(bytes, start, end);
  }

  finish(): Hash {
    const memory = this.#memory;
    const last = this.#length & ~7;
    memory.fill(0, this.#length, last + 8);
    memory[last + 7] = this.#total;
    this.#absorb(last + 8, 1);
    this.#length = 0;
    this.#total = 0;
    const { result } = this;
    if (result[0] === 0) result[0] = 1;
    return result;
  }

  #word(word: number): void {
    if (this.#length + 4 > BLOCK) this.#flush();
    const memory = this.#memory;
    memory[this.#length++] = word;
    memory[this.#length++] = word >>> 8;
    memory[this.#length++] = word >>> 16;
    memory[this.#length++] = word >>> 24;
    this.#total += 4;
  }

  #flush(): void {
    const whole = this.#length & ~7;
    this.#absorb(whole, 0);
    this.#memory.copyWithin(0, whole, this.#length);
    this.#length -= whole;
  }

  #copy(bytes: Uint8Array, start: number, end: number): void {
    const memory = this.#memory;
    const length = end - start;
    if (length > SHORT) memory.set(bytes.subarray(start, end), this.#length);
    else for (let at = start, to = this.#length; at < end; ) memory[to++] = bytes[at++] as number;
    this.#length += length;
    this.#total += length;
  }
}

export function randomKey(): Buffer {
  return randomFillSync(Buffer.alloc(KEY_BYTES));
}
