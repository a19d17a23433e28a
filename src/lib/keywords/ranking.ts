/**
 * Gives phrases by falling score, of equal ones the smaller number first. A heap: few phrases are wanted, so they are not all
 * sorted. Its memory serves one document after another.
 */
export class Ranking implements IterableIterator<number> {
  #scores: Float64Array = new Float64Array(0);
  #phrases = new Int32Array(256);
  #size = 0;

  /** The numbers below `count` of the phrases that score at least `minScore`. Valid until the next call. */
  of(scores: Float64Array, count: number, minScore: number): Iterable<number> {
    if (this.#phrases.length < count) this.#phrases = new Int32Array(count * 2);
    this.#scores = scores;
    this.#size = 0;
    for (let phrase = 0; phrase < count; phrase++) if (scores[phrase]! >= minScore) this.#phrases[this.#size++] = phrase;
    for (let at = (this.#size >> 1) - 1; at >= 0; at--) this.#sink(at);
    return this;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<number> {
    if (this.#size === 0) return { done: true, value: undefined };
    const value = this.#phrases[0]!;
    this.#phrases[0] = this.#phrases[--this.#size]!;
    this.#sink(0);
    return { done: false, value };
  }

  #sink(from: number): void {
    const phrases = this.#phrases;
    const size = this.#size;
    const phrase = phrases[from]!;
    let at = from;
    for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && this.#isBetter(phrases[child + 1]!, phrases[child]!)) child++;
      if (!this.#isBetter(phrases[child]!, phrase)) break;
      phrases[at] = phrases[child]!;
      at = child;
    }
    phrases[at] = phrase;
  }

  #isBetter(one: number, other: number): boolean {
    const difference = this.#scores[one]! - this.#scores[other]!;
    return difference > 0 || (difference === 0 && one < other);
  }
}
