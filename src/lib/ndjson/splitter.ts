import { Reject } from '../errors/index.ts';
import { isSpace } from '../json/index.ts';
import { BATCH_LINES, type LineBatch } from './batch.ts';
import { Line } from './line.ts';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** The longest line, in bytes, unless a command is told otherwise. */
export const MAX_LINE = 64 * 2 ** 20;

/** How much of a line that is too long is kept for its reject, in bytes. */
const KEPT_OF_LONG_LINE = 64 * 1024;
/** How far a newline is looked for byte by byte. */
const SHORT_LINE = 64;

/**
 * Cuts the blocks of one source into lines, without copying a line that stands whole in one block. Takes `\n` and `\r\n`, a
 * byte-order mark at the very start and a last line without a newline; passes over blank lines, but counts them.
 */
export class LineSplitter {
  readonly source: string;
  readonly #maxLine: number;
  #number = 0;
  #block: Buffer = Buffer.alloc(0);
  #at = 0;
  /** The beginning of a line whose end has not come yet, in the blocks it came in. */
  #carried: Buffer[] = [];
  #carriedBytes = 0;
  #atStart = true;

  /** @param maxLine the longest line in bytes; a longer one has the defect `LINE_TOO_LONG` */
  constructor(source: string, maxLine: number) {
    this.source = source;
    this.#maxLine = maxLine;
  }

  /** The next block; all lines of the one before must have been taken. */
  feed(block: Buffer): void {
    this.#block = block;
    this.#at = 0;
    if (this.#atStart && this.#carriedBytes + block.length >= 3) this.#dropByteOrderMark();
  }

  /** The next whole line, or `undefined` when more input is needed. */
  next(): Line | undefined {
    for (;;) {
      const newline = this.#findNewline();
      if (newline < 0) {
        this.#carry();
        return undefined;
      }
      const line = this.#cut(newline);
      this.#at = newline + 1;
      if (line) return line;
    }
  }

  /** Fills `batch` with the next lines as far as they stand whole in the block; without any, `next` tells how it goes on. */
  fill(batch: LineBatch): void {
    const block = this.#block;
    const maxLine = this.#maxLine;
    batch.bytes = block;
    batch.count = 0;
    if (this.#carriedBytes > 0) return;
    while (batch.count < BATCH_LINES) {
      const start = this.#at;
      const newline = this.#findNewline();
      if (newline < 0 || newline - start > maxLine) return;
      this.#at = newline + 1;
      this.#number++;
      this.#atStart = false;
      const end = newline > start && block[newline - 1] === CARRIAGE_RETURN ? newline - 1 : newline;
      if (isBlank(block, start, end)) continue;
      batch.starts[batch.count] = start;
      batch.ends[batch.count] = end;
      batch.numbers[batch.count++] = this.#number;
    }
  }

  /** The last line, when the source has ended without a newline. */
  finish(): Line | undefined {
    if (this.#atStart) this.#dropByteOrderMark();
    this.#carry();
    this.#block = Buffer.alloc(0);
    this.#at = 0;
    return this.#carriedBytes > 0 ? this.#cut(0) : undefined;
  }

  #dropByteOrderMark(): void {
    this.#atStart = false;
    const head = Buffer.concat([...this.#carried, this.#block.subarray(0, 3)]);
    if (head[0] !== 0xef || head[1] !== 0xbb || head[2] !== 0xbf) return;
    this.#at = 3 - this.#carriedBytes;
    this.#carried = [];
    this.#carriedBytes = 0;
  }

  /** A native search costs as much as looking at some 50 bytes here, so short lines are found without one. */
  #findNewline(): number {
    const block = this.#block;
    const soon = Math.min(this.#at + SHORT_LINE, block.length);
    for (let at = this.#at; at < soon; at++) if (block[at] === NEWLINE) return at;
    return soon === block.length ? -1 : block.indexOf(NEWLINE, soon);
  }

  #carry(): void {
    const rest = this.#block.subarray(this.#at);
    if (rest.length === 0) return;
    // Of a line over the limit only its beginning is kept, so that it does not fill the memory.
    if (this.#carriedBytes <= this.#maxLine) this.#carried.push(rest);
    this.#carriedBytes += rest.length;
    this.#at = this.#block.length;
  }

  /** The line that ends before `newline`, or `undefined` where it is blank. */
  #cut(newline: number): Line | undefined {
    this.#number++;
    this.#atStart = false;
    let buffer = this.#block;
    let start = this.#at;
    let end = newline;
    const length = this.#carriedBytes + end - start;
    if (this.#carriedBytes > 0) {
      buffer = Buffer.concat([...this.#carried, this.#block.subarray(start, end)]);
      start = 0;
      end = buffer.length;
      this.#carried = [];
      this.#carriedBytes = 0;
    }
    if (length > this.#maxLine) return this.#tooLong(buffer.subarray(start, end), length);
    if (end > start && buffer[end - 1] === CARRIAGE_RETURN) end--;
    return isBlank(buffer, start, end) ? undefined : new Line(this.source, this.#number, buffer, start, end);
  }

  #tooLong(beginning: Buffer, length: number): Line {
    const message = `line of ${length} bytes is longer than --max-line ${this.#maxLine}`;
    const kept = Buffer.from(beginning.subarray(0, KEPT_OF_LONG_LINE));
    return new Line(this.source, this.#number, kept, 0, kept.length, new Reject('LINE_TOO_LONG', message));
  }
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  while (start < end && isSpace(bytes[start])) start++;
  return start === end;
}
