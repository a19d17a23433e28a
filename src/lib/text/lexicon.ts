import { asciiLower, lowerAt } from './characters.ts';

/** FNV-1a over the lower case of a word's code units. */
export const HASH_START = 0x811c9dc5 | 0;
export const HASH_FACTOR = 0x01000193;
const SMALLEST = 1 << 12;

let generations = 0;

/**
 * Numbers for words, letter case folded: the same word has the same number as long as the lexicon is not cleared.
 * Looks words up in the text where they stand, so that a word met before costs no new string.
 */
export class Lexicon {
  #words: string[] = [];
  #hashes = new Int32Array(SMALLEST);
  #slots = new Int32Array(SMALLEST * 2).fill(-1);
  #generation = ++generations;

  /** Names the meaning of the numbers: another after `clear`, and in every lexicon. */
  get generation(): number {
    return this.#generation;
  }

  /** How many different words are known. */
  get size(): number {
    return this.#words.length;
  }

  /** The word of a number, in lower case. */
  word(id: number): string {
    return this.#words[id] ?? '';
  }

  /** The number of the word between two offsets of a text. */
  intern(text: string, start: number, end: number): number {
    let hash = HASH_START;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ lowerAt(text.charCodeAt(i)), HASH_FACTOR);
    return this.internHashed(text, start, end, hash);
  }

  /** The same for a word whose hash is known. */
  internHashed(text: string, start: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let id = this.#slots[slot]!; id >= 0; id = this.#slots[slot]!) {
      if (this.#hashes[id] === hash && this.#is(this.word(id), text, start, end)) return id;
      slot = (slot + 1) & mask;
    }
    return this.#add(text, start, end, hash, slot);
  }

  /** The number of a word. */
  internWord(word: string): number {
    return this.intern(word, 0, word.length);
  }

  /** Forgets all words. */
  clear(): void {
    this.#generation = ++generations;
    this.#words = [];
    this.#hashes = new Int32Array(SMALLEST);
    this.#slots = new Int32Array(SMALLEST * 2).fill(-1);
  }

  #is(word: string, text: string, start: number, end: number): boolean {
    if (word.length !== end - start) return false;
    for (let i = 0; i < word.length; i++) {
      const unit = text.charCodeAt(start + i);
      if (word.charCodeAt(i) !== (unit < 128 ? asciiLower[unit] : lowerAt(unit))) return false;
    }
    return true;
  }

  #add(text: string, start: number, end: number, hash: number, slot: number): number {
    const id = this.#words.length;
    this.#words.push(lowered(text, start, end));
    if (id >= this.#hashes.length) this.#grow();
    this.#hashes[id] = hash;
    if (this.#slots.length < this.#words.length * 2) this.#rehash();
    else this.#slots[slot] = id;
    return id;
  }

  #grow(): void {
    const hashes = new Int32Array(this.#hashes.length * 2);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = this.#slots.length - 1;
    for (let id = 0; id < this.#words.length; id++) {
      const hash = this.#hashes[id]!;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = id;
    }
  }
}

/** A call takes so many arguments and no more; a word of a megabyte is possible. */
const UNITS_AT_ONCE = 4096;
const units = new Uint16Array(UNITS_AT_ONCE);
/** The same where all of them are Latin, which is the quickest way to a string. */
const bytes = Buffer.allocUnsafeSlow(UNITS_AT_ONCE);

// Not a slice of the text: that would keep the whole text in memory for as long as the word is known.
function lowered(text: string, start: number, end: number): string {
  let word = '';
  for (let from = start; from < end; from += UNITS_AT_ONCE) {
    const length = Math.min(UNITS_AT_ONCE, end - from);
    let all = 0;
    for (let i = 0; i < length; i++) {
      const unit = lowerAt(text.charCodeAt(from + i));
      units[i] = bytes[i] = unit;
      all |= unit;
    }
    word += all < 0x100 ? bytes.toString('latin1', 0, length) : String.fromCharCode(...units.subarray(0, length));
  }
  return word;
}
