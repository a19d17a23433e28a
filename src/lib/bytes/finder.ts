/**
 * Finds marks in a text that is read from front to back, and remembers of each where it comes next, or that it comes no more. So no
 * stretch of the text is searched for the same mark twice, however often somebody asks.
 */
export class Finder {
  readonly #text: string;
  readonly #found = new Map<string, { from: number; at: number }>();

  constructor(text: string) {
    this.#text = text;
  }

  /** Where `mark` comes next from `from` on; -1 where it does not. */
  find(mark: string, from: number): number {
    const found = this.#found.get(mark);
    if (found === undefined) {
      const at = this.#text.indexOf(mark, from);
      this.#found.set(mark, { from, at });
      return at;
    }
    if (from < found.from || (from > found.at && found.at >= 0)) {
      found.at = this.#text.indexOf(mark, from);
      found.from = from;
    }
    return found.at;
  }
}
