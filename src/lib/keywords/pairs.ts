/** A Map has room for some 16 million; kinds of pairs beyond this are not told apart from pairs that were met. */
const MOST_PAIRS = 8_000_000;
/** More kinds of words than fit into this factor are not met in one text. */
const FACTOR = 2 ** 26;

/** How often which word follows which. */
export class PairCounts {
  readonly #counts = new Map<number, number>();
  readonly #sides = new Map<number, Sides>();

  clear(): void {
    this.#counts.clear();
    this.#sides.clear();
  }

  /** Counts that the second word follows the first. */
  add(first: number, second: number): void {
    const key = first * FACTOR + second;
    const count = this.#counts.get(key) ?? 0;
    if (count > 0 || this.#counts.size < MOST_PAIRS) this.#counts.set(key, count + 1);
    const before = this.of(second);
    const after = this.of(first);
    before.left++;
    after.right++;
    if (count === 0) {
      before.leftKinds++;
      after.rightKinds++;
    }
  }

  /** How often the second word follows the first. */
  count(first: number, second: number): number {
    return this.#counts.get(first * FACTOR + second) ?? 0;
  }

  /** How many words stand beside a word, and how many different ones. */
  of(word: number): Sides {
    let sides = this.#sides.get(word);
    if (sides === undefined) this.#sides.set(word, (sides = { left: 0, leftKinds: 0, right: 0, rightKinds: 0 }));
    return sides;
  }
}

export interface Sides {
  left: number;
  leftKinds: number;
  right: number;
  rightKinds: number;
}
