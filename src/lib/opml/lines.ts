import { type ByteString, trimBytes } from '../bytes/index.ts';
import { Reject } from '../errors/index.ts';

/** Counts lines while somebody reads on and on. Every newline is looked for once. */
export class LineCounter {
  readonly #text: ByteString;
  #line = 1;
  /** Where the newline after the place that was last asked for stands. */
  #next: number;

  constructor(text: ByteString) {
    this.#text = text;
    this.#next = this.#newlineFrom(0);
  }

  /** The reject with the number of the line that `at` stands in; `at` never goes back. */
  locate({ code, message, details }: Reject, at: number): Reject {
    this.#goTo(at);
    return new Reject(code, message, { ...details, line: this.#line });
  }

  /** The text of the line that `at` stands in, from there on and up to `end`; `at` never goes back. */
  lineAt(at: number, end: number): ByteString {
    this.#goTo(at);
    return trimBytes(this.#text.slice(at, Math.min(this.#next, at + 1000, end)));
  }

  #goTo(at: number): void {
    while (this.#next < at) {
      this.#next = this.#newlineFrom(this.#next + 1);
      this.#line++;
    }
  }

  #newlineFrom(at: number): number {
    const next = this.#text.indexOf('\n', at);
    return next < 0 ? this.#text.length : next;
  }
}
