import type { Hash, KeyHasher } from './hash.ts';

/**
 * MurmurHash3 for 32-bit machines with 128 bits (A. Appleby, public domain), with a seed a lane. Keys stored by versions up to 0.1 are
 * made with it. It has collisions under every seed, so nothing new is stored with it.
 */
export class MurmurHasher implements KeyHasher {
  readonly #seed: Int32Array;
  readonly result: Hash = new Int32Array(4);

  /** @param seed 16 bytes */
  constructor(seed: Buffer) {
    this.#seed = new Int32Array(4).map((_, lane) => seed.readInt32LE(lane * 4));
  }

  begin(after?: Hash): void {
    this.result.set(after ?? this.#seed);
  }

  finish(): Hash {
    return this.result;
  }

  add(kind: number, bytes: Uint8Array, start: number, end: number): void {
    const { result } = this;
    let h1 = (result[0] as number) ^ kind;
    let h2 = result[1] as number;
    let h3 = result[2] as number;
    let h4 = result[3] as number;
    let at = start;
    for (const last = end - 16; at <= last; at += 16) {
      h1 ^= mix1(word(bytes, at));
      h1 = (Math.imul((rotate(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
      h2 ^= mix2(word(bytes, at + 4));
      h2 = (Math.imul((rotate(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
      h3 ^= mix3(word(bytes, at + 8));
      h3 = (Math.imul((rotate(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
      h4 ^= mix4(word(bytes, at + 12));
      h4 = (Math.imul((rotate(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
    }
    const rest = end - at;
    if (rest > 12) h4 ^= mix4(partial(bytes, at + 12, end));
    if (rest > 8) h3 ^= mix3(partial(bytes, at + 8, end));
    if (rest > 4) h2 ^= mix2(partial(bytes, at + 4, end));
    if (rest > 0) h1 ^= mix1(partial(bytes, at, end));
    const length = end - start;
    h1 ^= length;
    h2 ^= length;
    h3 ^= length;
    h4 ^= length;
    h1 = (h1 + h2 + h3 + h4) | 0;
    h2 = (h2 + h1) | 0;
    h3 = (h3 + h1) | 0;
    h4 = (h4 + h1) | 0;
    h1 = finish(h1);
    h2 = finish(h2);
    h3 = finish(h3);
    h4 = finish(h4);
    h1 = (h1 + h2 + h3 + h4) | 0;
    result[0] = h1 === 0 ? 1 : h1;
    result[1] = (h2 + h1) | 0;
    result[2] = (h3 + h1) | 0;
    result[3] = (h4 + h1) | 0;
  }
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function word(bytes: Uint8Array, at: number): number {
  return partial(bytes, at, at + 4);
}

/** Up to four bytes from `at` on, none at or after `end`. */
function partial(bytes: Uint8Array, at: number, end: number): number {
  let value = 0;
  for (let index = 0; index < 4 && at + index < end; index++) value |= (bytes[at + index] as number) << (8 * index);
  return value;
}

function mix1(value: number): number {
  return Math.imul(rotate(Math.imul(value, 0x239b961b), 15), 0xab0e9789);
}

function mix2(value: number): number {
  return Math.imul(rotate(Math.imul(value, 0xab0e9789), 16), 0x38b34ae5);
}

function mix3(value: number): number {
  return Math.imul(rotate(Math.imul(value, 0x38b34ae5), 17), 0xa1e38b93);
}

function mix4(value: number): number {
  return Math.imul(rotate(Math.imul(value, 0xa1e38b93), 18), 0x239b961b);
}

function finish(value: number): number {
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}
