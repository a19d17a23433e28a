import { BUCKETS, BYTES_BEHIND_WORD, hashOf } from './english-layout.mjs';

/** What is known of English words: their tokens for the tagger, and their syllables. A word is known by its place in the table. */
export class EnglishWords {
  /** Where each bucket starts in `#entries`. */
  readonly #starts: Uint32Array;
  readonly #entries: Uint8Array;

  /** @param table that of english-model.mjs */
  constructor(table: Buffer) {
    const bytes = new Uint8Array(table);
    this.#starts = new Uint32Array(bytes.buffer, 0, BUCKETS + 1);
    this.#entries = bytes.subarray(this.#starts.byteLength);
  }

  /** The place of the word that a text has between two offsets, letter case as it is; -1 where it is not known. */
  find(text: string, start = 0, end = text.length): number {
    const entries = this.#entries;
    const bucket = hashOf(text, start, end) & (BUCKETS - 1);
    const bucketEnd = this.#starts[bucket + 1]!;
    const length = end - start;
    for (let at = this.#starts[bucket]!; at < bucketEnd; at += 1 + entries[at]! + BYTES_BEHIND_WORD) {
      if (entries[at] !== length) continue;
      let i = 0;
      while (i < length && entries[at + 1 + i] === text.charCodeAt(start + i)) i++;
      if (i === length) return at + 1 + length;
    }
    return -1;
  }

  /** The number of a word's list of tokens. */
  tokenList(place: number): number {
    return this.#entries[place]! | (this.#entries[place + 1]! << 8);
  }

  /** The part of speech of this spelling itself, which its list of tokens may take from a more usual spelling; 0 for none. */
  ownPart(place: number): number {
    return this.#entries[place + 2]!;
  }

  /** How many syllables a word in lower case has. */
  syllables(place: number): number {
    return this.#entries[place + 3]!;
  }
}

/** Loads the table (1 MB). */
export async function loadEnglishWords(): Promise<EnglishWords> {
  return new EnglishWords((await import('./english-model.mjs')).table);
}
