import type { Candidates } from './candidates.ts';

/** The stretches of a text that candidates come from. Each part of a chunk is a candidate if it has few enough words. */
export class Chunks {
  /** By word: the first word of its chunk, and the one behind it; 0 where it is in none. */
  readonly firsts: Int32Array;
  readonly ends: Int32Array;
  readonly #candidates: Candidates;
  readonly #maxWords: number;
  readonly #wholeOnly: boolean;

  /** `wholeOnly`: the parts of a chunk are no candidates, unless it has more than `maxWords` words. */
  constructor(words: number, candidates: Candidates, maxWords: number, wholeOnly = false) {
    this.firsts = new Int32Array(words);
    this.ends = new Int32Array(words);
    this.#candidates = candidates;
    this.#maxWords = maxWords;
    this.#wholeOnly = wholeOnly;
  }

  /** Adds the chunk from the word `first` to the one before `end`, with those of its parts that are phrases. */
  add(first: number, end: number, isPhrase: (first: number, end: number) => boolean): void {
    this.firsts.fill(first, first, end);
    this.ends.fill(end, first, end);
    if (this.#wholeOnly && end - first <= this.#maxWords) {
      this.#candidates.add(first, end - first);
      return;
    }
    for (let from = first; from < end; from++) {
      for (let to = from + 1; to <= end && to - from <= this.#maxWords; to++) {
        if (isPhrase(from, to)) this.#candidates.add(from, to - from);
      }
    }
  }
}
