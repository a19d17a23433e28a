import { Line } from './line.ts';

/** What becomes of a line of a batch: it passes as it came, it is dropped, or it has to be looked at as a Line. */
export const verdict = { pass: 1, drop: 2, look: 0 } as const;

/** How many lines a batch holds at most. */
export const BATCH_LINES = 64;

/** Some lines that stand whole in one block of input: line `i` is `bytes[starts[i], ends[i])`, without its newline. */
export class LineBatch {
  bytes: Buffer = Buffer.alloc(0);
  count = 0;
  readonly starts = new Int32Array(BATCH_LINES);
  readonly ends = new Int32Array(BATCH_LINES);
  readonly numbers = new Float64Array(BATCH_LINES);
  /** Filled in by who judges the lines. */
  readonly verdicts = new Uint8Array(BATCH_LINES);
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  line(index: number): Line {
    return new Line(this.#source, this.numbers[index], this.bytes, this.starts[index], this.ends[index]);
  }
}
