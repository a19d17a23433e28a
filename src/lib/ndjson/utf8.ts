import type { ByteSink } from './line.ts';

const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
const ZERO = 0x30;
const hex = Buffer.from('0123456789abcdef');

/** The byte that stands after the backslash, for each byte that JSON does not take as it is; 0 for all others (RFC 8259, 7). */
const escapes = new Uint8Array(256).fill(LETTER_U, 0, 0x20);
for (const [byte, letter] of [...'\b\f\n\r\t"\\'].map((char, n) => [char.charCodeAt(0), 'bfnrt"\\'.charCodeAt(n)]))
  escapes[byte] = letter;

/** The most bytes that a byte becomes, and the room for so many escaped bytes that is worth a call. */
const WIDEST = 6;
const LEAST_ROOM = 512 * WIDEST;

/** A string known by its bytes, which must be UTF-8: what is long and only passed on is written as JSON without being decoded. */
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
      at = Math.min(start + Math.floor((out.length - to) / WIDEST), bytes.length);
      return escapeInto(out, to, from, start, at);
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

/** Escapes the bytes from `start` to `end` into `out` from `to` on, and gives where that ends. There must be room for the worst of cases. */
function escapeInto(out: Buffer, to: number, from: DataView, start: number, end: number): number {
  const into = new DataView(out.buffer, out.byteOffset, out.length);
  let at = start;
  while (at < end - 7) {
    // Eight at a time, as long as they stand for themselves.
    const low = from.getInt32(at, true);
    const high = from.getInt32(at + 4, true);
    into.setInt32(to, low, true);
    into.setInt32(to + 4, high, true);
    const lowEscapes = toBeEscaped(low);
    const highEscapes = toBeEscaped(high);
    if ((lowEscapes | highEscapes) === 0) {
      at += 8;
      to += 8;
      continue;
    }
    const clean = lowEscapes === 0 ? 4 + firstOf(highEscapes) : firstOf(lowEscapes);
    at += clean;
    to = escapeByte(out, to + clean, from.getUint8(at++));
  }
  while (at < end) to = escapeByte(out, to, from.getUint8(at++));
  return to;
}

/**
 * The highest bit of each of four bytes that JSON does not take as it is: control characters, quotes, backslashes. Those after the first
 * may be wrong, for what is borrowed in a subtraction is taken from the next byte (Hacker’s Delight, 6-1).
 */
function toBeEscaped(four: number): number {
  const control = four - 0x20202020;
  const quote = (four ^ 0x22222222) - 0x01010101;
  const backslash = (four ^ 0x5c5c5c5c) - 0x01010101;
  return (control | quote | backslash) & ~four & 0x80808080;
}

/** The number of the first byte, from 0, whose highest bit is set. */
function firstOf(bits: number): number {
  return (31 - Math.clz32(bits & -bits)) >> 3;
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
  out[to + 4] = hex[byte >> 4];
  out[to + 5] = hex[byte & 15];
  return to + 6;
}
