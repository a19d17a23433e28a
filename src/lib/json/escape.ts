const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
const ZERO = 0x30;
const LEFT_OUT = 1;
const hex = Buffer.from('0123456789abcdef');

/** For each byte: 0 where it is written as it is, 1 where it is left out, else the letter after the backslash (RFC 8259, section 7). */
export type Escapes = Uint8Array;

/** All bytes are kept: control characters without a letter of their own become `\u00XX`. */
export const exactEscapes: Escapes = new Uint8Array(256).fill(LETTER_U, 0, 0x20);
/** Control characters are left out, except tabs and ends of lines: they have no place in the text of a feed. */
export const textEscapes: Escapes = new Uint8Array(256).fill(LEFT_OUT, 0, 0x20);
setLetters(exactEscapes, '\b\f\n\r\t"\\', 'bfnrt"\\');
setLetters(textEscapes, '\n\r\t"\\', 'nrt"\\');

function setLetters(escapes: Escapes, characters: string, letters: string): void {
  for (let at = 0; at < characters.length; at++) escapes[characters.charCodeAt(at)] = letters.charCodeAt(at);
}

/** The most bytes that a byte becomes: with `exactEscapes`, and with `textEscapes`. */
export const WIDEST_EXACT = 6;
export const WIDEST_TEXT = 2;

/**
 * Escapes the bytes from `start` to `end` into `out`, from `to` on. There must be room for the widest escapes.
 * @param view all of `out`; an argument, since a view costs more to make than a short text to escape
 * @returns where the escaped bytes end
 */
export function escapeInto(
  out: Buffer,
  view: DataView,
  to: number,
  from: DataView,
  start: number,
  end: number,
  escapes: Escapes,
): number {
  let at = start;
  while (at < end - 7) {
    // Eight bytes at a time, as long as none of them needs an escape.
    const low = from.getInt32(at, true);
    const high = from.getInt32(at + 4, true);
    view.setInt32(to, low, true);
    view.setInt32(to + 4, high, true);
    const lowEscapes = toBeEscaped(low);
    const highEscapes = toBeEscaped(high);
    if ((lowEscapes | highEscapes) === 0) {
      at += 8;
      to += 8;
      continue;
    }
    const clean = lowEscapes === 0 ? 4 + firstOf(highEscapes) : firstOf(lowEscapes);
    at += clean;
    to = escapeByte(out, to + clean, from.getUint8(at++), escapes);
  }
  while (at < end) to = escapeByte(out, to, from.getUint8(at++), escapes);
  return to;
}

/**
 * Has the highest bit set of each of four bytes that JSON escapes: control characters, quotes, backslashes. Bits above the first one
 * may be wrong, since a subtraction borrows from the next byte (Hacker’s Delight, 6-1).
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

/** Writes one byte, escaped where it needs that. Returns where it ends. */
export function escapeByte(out: Buffer, to: number, byte: number, escapes: Escapes): number {
  const letter = escapes[byte] as number;
  if (letter === 0) {
    out[to] = byte;
    return to + 1;
  }
  if (letter === LEFT_OUT) return to;
  out[to] = BACKSLASH;
  out[to + 1] = letter;
  if (letter !== LETTER_U) return to + 2;
  out[to + 2] = ZERO;
  out[to + 3] = ZERO;
  out[to + 4] = hex[byte >> 4] as number;
  out[to + 5] = hex[byte & 15] as number;
  return to + 6;
}
