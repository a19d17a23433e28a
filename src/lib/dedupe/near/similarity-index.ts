/** The text that another is nearly the same as. */
export interface NearMatch {
  /** Its number, as `add` gave it. */
  number: number;
  /** From 0 to 1. */
  similarity: number;
}

/** What is kept of a text to compare others with: words of 32 bits. */
export type Sketch = Uint32Array;

/** Finds among many texts those that are similar to one. */
export interface SimilarityIndex {
  /** The sketch of a text, given its shingles. */
  sketch(shingles: Uint32Array): Sketch;
  /**
   * The most similar of the texts added that is similar enough; of equals the first.
   * @param accepts whether the text of that number may be found
   */
  find(sketch: Sketch, accepts?: (number: number) => boolean): NearMatch | undefined;
  /** Adds a text; gives its number: 0, 1, … */
  add(sketch: Sketch): number;
}

/**
 * A window over what is added, in two generations: when the newer one is as large as the window, the older one goes. So the memory is
 * bounded, and nothing has to be taken out of an index one by one.
 */
export class Generations<G> {
  readonly #window: number;
  readonly #make: () => G;
  #current: G;
  #currentStart = 0;
  #previous: G | undefined;
  #previousStart = 0;
  #added = 0;

  /** @param window how many count; Infinity for all */
  constructor(window: number, make: () => G) {
    this.#window = window;
    this.#make = make;
    this.#current = make();
  }

  /** The generation that takes the next one in, and its number within that. */
  next(): { generation: G; index: number; number: number } {
    if (this.#added - this.#currentStart >= this.#window) {
      this.#previous = this.#current;
      this.#previousStart = this.#currentStart;
      this.#current = this.#make();
      this.#currentStart = this.#added;
    }
    const number = this.#added++;
    return { generation: this.#current, index: number - this.#currentStart, number };
  }

  /** The generations to search, the number of the first of each, and from which index on its members are in the window. */
  *all(): Generator<[generation: G, start: number, from: number]> {
    const oldest = Math.max(0, this.#added - this.#window);
    yield [this.#current, this.#currentStart, Math.max(0, oldest - this.#currentStart)];
    if (this.#previous && oldest < this.#currentStart) yield [this.#previous, this.#previousStart, oldest - this.#previousStart];
  }
}
