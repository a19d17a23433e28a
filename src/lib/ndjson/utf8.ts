import type { ByteSink } from './line.ts';

const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
const ZERO = 0x30;
const HEX = Buffer.from('0123456789abcdef');

/** The byte that stands after the backslash, for each byte that JSON does not take as it is; 0 for all others (RFC 8259, 7). */
const escapes = new Uint8Array(256).fill(LETTER_U, 0, 0x20);
for (const [byte, letter] of [...'\b\f\n\r\t"\\'].map((char, n) => [char.charCodeAt(0), 'bfnrt"\\'.charCodeAt(n)]))
  escapes[byte] = letter;

/** Text is escaped so many bytes at a time; each of them may become six. */
const PART = 16 * 1024;
const scratch = Buffer.allocUnsafeSlow(6 * PART);

/** A string known by its bytes, which must be UTF-8: what is long and only passed on is written as JSON without being decoded. */
export class Utf8 {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Hands the string as JSON, with its quotes, to `sink`. */
  writeTo(sink: ByteSink): void {
    sink.text('"');
    for (let at = 0; at < this.bytes.length; at += PART) {
      sink.bytes(scratch, 0, escapeInto(scratch, this.bytes, at, Math.min(at + PART, this.bytes.length)));
      // The sink may read the scratch until it is called again.
      sink.text('');
    }
    sink.text('"');
  }

  toString(): string {
    return this.bytes.toString('utf8');
  }

  toJSON(): string {
    return this.toString();
  }
}

/** Escapes a part of the bytes into `out`, and gives how many came out. */
function escapeInto(out: Buffer, bytes: Buffer, start: number, end: number): number {
  let to = 0;
  let at = start;
  while (at < end) {
    // Four at a time, as long as they stand for themselves.
    for (; at < end - 3; at += 4) {
      const a = bytes[at];
      const b = bytes[at + 1];
      const c = bytes[at + 2];
      const d = bytes[at + 3];
      if (escapes[a] | escapes[b] | escapes[c] | escapes[d]) break;
      out[to] = a;
      out[to + 1] = b;
      out[to + 2] = c;
      out[to + 3] = d;
      to += 4;
    }
    for (const stop = Math.min(at + 4, end); at < stop; at++) to = escapeByte(out, to, bytes[at]);
  }
  return to;
}

function escapeByte(out: Buffer, to: number, byte: number): number {
  const letter = escapes[byte];
  if (letter === 0) {
    out[to] = byte;
    return to + 1;
  }
  out[to] = BACKSLASH;
  out[to + 1] = letter;
  if (letter !== LETTER_U) return to + 2;
  out[to + 2] = ZERO;
  out[to + 3] = ZERO;
  out[to + 4] = HEX[byte >> 4];
  out[to + 5] = HEX[byte & 15];
  return to + 6;
}
