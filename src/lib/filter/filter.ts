import type { Reject } from '../errors/index.ts';
import type { JsonObject } from '../json/index.ts';
import type { Line, LineBatch } from '../ndjson/index.ts';

/** One thing that comes out of a filter. */
export type Piece = Line | Reject;
/** What comes of a line: nothing, one thing, or several, one after another. */
export type Yield = Piece | undefined | Iterable<Piece> | AsyncIterable<Piece>;

/** What a filter gives for a line that it had not begun when the run was stopped. */
export const notBegun: unique symbol = Symbol('not begun');

/**
 * The one abstraction of the house: given a record, it yields zero or more records, at once or later. It knows nothing of
 * streams, files, processes or options, so the same filter runs in a shell pipe, next to others in one process, or behind a queue.
 */
export interface Filter {
  /** Set where the filter reads nothing: all that comes of it comes at the end. */
  readonly takesNoInput?: boolean;
  /** How many lines may be inside at once; 1, the default, means one after another. It is asked each time a line comes. */
  readonly window?: number;
  /** Takes what to call when the window has grown although no line has left. */
  onWindowGrown?(tell: () => void): void;
  /** Whether the filter wants no more input; it is asked after each line. Reading ends; lines it has not begun are not begun. What it has begun ends as usual, and `end` follows. */
  readonly enough?: boolean;
  /** Results in the order of the input although several lines are inside at once. */
  readonly ordered?: boolean;
  /**
   * What comes of one line. To give the line itself passes it on as it came.
   * @throws Reject when the record cannot go on; Halt when nothing can
   */
  process(line: Line): Yield | Promise<Yield | typeof notBegun>;
  /** No more lines will come: what is inside need not wait for company. What is inside then still comes out before `end`. */
  inputEnded?(): void;
  /**
   * Gives a verdict on each line of a batch by its bytes alone: it passes as it came, is dropped, or is left to `process`. For filters
   * that work off millions of lines a second, to which a Line for each would be most of the cost. All of a batch is judged before any
   * of it is processed.
   */
  judge?(batch: LineBatch): void;
  /** What else comes when the input has ended. */
  end?(): Yield | Promise<Yield>;
  /** Everything has been written: release what is held, commit what is to be remembered. */
  close?(): void | Promise<void>;
  /** The record that a line stands for which is no JSON object, such as a bare URL. */
  bareLine?(text: string): JsonObject | undefined;
  /** For filters that read whole documents in place of lines. */
  readonly document?: {
    /** Whether a source that begins with `head` (after a byte-order mark and white space) is one. */
    accepts(head: Buffer): boolean;
    /** What comes of a document: a line whose bytes are all of it. */
    read(line: Line): Yield | Promise<Yield>;
  };
  /** Further members of the `--stats` line. */
  stats?(): JsonObject;
  /** A few words for the progress line. */
  progress?(): string;
}
