import { escapeInto, exactEscapes, WIDEST_EXACT } from './escape.ts';

/** Takes the pieces of a text one after another. Bytes that are handed over stay as they are until the next call. */
export interface ByteSink {
  bytes(buffer: Buffer, start: number, end: number): void;
  text(text: string): void;
  /** Has `write` put bytes into `into`, from `at` on, where there is room for at least `least`; it returns where they end. */
  fill(least: number, write: (into: Buffer, at: number) => number): void;
}

/** The room for escaped bytes that is worth a call. */
const LEAST_ROOM = 512 * WIDEST_EXACT;

/** A string known by its bytes, which must be UTF-8. A long one that is only passed on is written as JSON without being decoded. */
export class Utf8 {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Hands the string as JSON, with its quotes, to `sink`. */
  writeTo(sink: ByteSink): void {
    const { bytes } = this;
    const from = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    const escapeNext = (out: Buffer, to: number): number => {
      const start = at;
      at = Math.min(start + Math.floor((out.length - to) / WIDEST_EXACT), bytes.length);
      const view = new DataView(out.buffer, out.byteOffset, out.length);
      return escapeInto(out, view, to, from, start, at, exactEscapes);
    };
    sink.text('"');
    while (at < bytes.length) sink.fill(LEAST_ROOM, escapeNext);
    sink.text('"');
  }

  toString(): string {
    return this.bytes.toString('utf8');
  }

  toJSON(): string {
    return this.toString();
  }
}
