/**
 * Skips over JSON text in bytes, and checks it as JSON.parse does. Each function takes the position where something starts, and returns
 * the position after it, or -1 where the text is not JSON (RFC 8259). Invalid UTF-8 is accepted as characters.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

/** Bytes that stand for themselves in a string: all but quotes, backslashes and control characters. */
const plain = new Uint8Array(256).map((_, byte) => Number(byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH));
const hexDigit = table('0123456789abcdefABCDEF');
const escaped = table('"\\/bfnrt');

function table(characters: string): Uint8Array {
  const bytes = new Uint8Array(256);
  for (const byte of Buffer.from(characters)) bytes[byte] = 1;
  return bytes;
}

/** Whether a byte is white space to JSON. */
export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

export function skipSpace(json: Uint8Array, at: number, end: number): number {
  while (at < end) {
    const byte = json[at];
    if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) break;
    at++;
  }
  return at;
}

/** The buffer that is read, as aligned words of four bytes: word `i` holds the bytes from `4 * i - wordOffset` on. */
let words: Int32Array = new Int32Array(0);
let wordOffset = 0;
let wordBuffer: ArrayBufferLike | undefined;
let escapeSeen = false;

/** Says which bytes the functions below will be given, so that they can look at four of them at a time. */
export function readFrom(json: Uint8Array): void {
  const { buffer } = json;
  wordOffset = json.byteOffset;
  if (buffer === wordBuffer) return;
  wordBuffer = buffer;
  words = new Int32Array(buffer, 0, buffer.byteLength >> 2);
}

/** The position of the first quote, backslash or control character from `at` on, or `end`. */
function findSpecial(json: Uint8Array, at: number, end: number): number {
  const first = at + wordOffset;
  const last = Math.min((end + wordOffset + 3) >> 2, words.length);
  // The bytes of the first word that come before `at` are made plain ones.
  const before = (first & 3) << 3;
  let mask = before === 0 ? 0 : (1 << before) - 1;
  for (let index = first >> 2; index < last; index++) {
    const word = (words[index] & ~mask) | (0x61616161 & mask);
    mask = 0;
    const quotes = word ^ 0x22222222;
    const slashes = word ^ 0x5c5c5c5c;
    // The high bit of a byte is set where it is zero after the xor, or was below 0x20; a byte above such a one may have it wrongly.
    const special =
      (((quotes - 0x01010101) & ~quotes) | ((slashes - 0x01010101) & ~slashes) | ((word - 0x20202020) & ~word)) & 0x80808080;
    if (special !== 0) return Math.min(end, index * 4 - wordOffset + ((31 - Math.clz32(special & -special)) >> 3));
  }
  // What the last whole word of the buffer leaves over.
  for (at = Math.max(at, words.length * 4 - wordOffset); at < end; at++) if (plain[json[at]] === 0) return at;
  return end;
}

/** From the first character of a string to after its closing quote. */
export function skipString(json: Uint8Array, at: number, end: number): number {
  escapeSeen = false;
  for (;;) {
    at = findSpecial(json, at, end);
    if (at >= end) return -1;
    if (json[at] === QUOTE) return at + 1;
    if (json[at] !== BACKSLASH) return -1;
    escapeSeen = true;
    at = skipEscape(json, at + 1, end);
    if (at < 0) return -1;
  }
}

/** Whether the string skipped last had an escape in it. */
export function hadEscape(): boolean {
  return escapeSeen;
}

function skipEscape(json: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  if (escaped[json[at]] === 1) return at + 1;
  if (json[at] !== 0x75 || at + 5 > end) return -1;
  for (let digit = at + 1; digit < at + 5; digit++) if (hexDigit[json[digit]] === 0) return -1;
  return at + 5;
}

function skipDigits(json: Uint8Array, at: number, end: number): number {
  const start = at;
  while (at < end && json[at] >= 0x30 && json[at] <= 0x39) at++;
  return at > start ? at : -1;
}

function skipNumber(json: Uint8Array, at: number, end: number): number {
  if (json[at] === 0x2d) at++;
  if (at >= end) return -1;
  if (json[at] === 0x30) at++;
  else if ((at = skipDigits(json, at, end)) < 0) return -1;
  if (at < end && json[at] === 0x2e && (at = skipDigits(json, at + 1, end)) < 0) return -1;
  if (at < end && (json[at] | 0x20) === 0x65) {
    at++;
    if (at < end && (json[at] === 0x2b || json[at] === 0x2d)) at++;
    return skipDigits(json, at, end);
  }
  return at;
}

const literals: Record<number, number[]> = {
  116: [...Buffer.from('true')],
  102: [...Buffer.from('false')],
  110: [...Buffer.from('null')],
};

function skipLiteral(json: Uint8Array, at: number, end: number): number {
  const literal = literals[json[at]];
  if (literal === undefined || at + literal.length > end) return -1;
  for (let index = 1; index < literal.length; index++) if (json[at + index] !== literal[index]) return -1;
  return at + literal.length;
}

/** Any value but an object or an array. */
export function skipScalar(json: Uint8Array, at: number, end: number): number {
  const byte = json[at];
  if (byte === QUOTE) return skipString(json, at + 1, end);
  if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) return skipNumber(json, at, end);
  return skipLiteral(json, at, end);
}

/** The name of a member and its colon, from the opening quote to where its value starts. */
export function skipName(json: Uint8Array, at: number, end: number): number {
  at = skipSpace(json, skipString(json, at + 1, end), end);
  return at > 0 && at < end && json[at] === COLON ? skipSpace(json, at + 1, end) : -1;
}

let inArray = new Uint8Array(64);

/** Any value, however deep. */
export function skipValue(json: Uint8Array, at: number, end: number): number {
  let depth = 0;
  for (;;) {
    if (at >= end) return -1;
    const byte = json[at];
    let opened = false;
    if (byte === 0x7b || byte === 0x5b) {
      if (depth === inArray.length) inArray = Buffer.concat([inArray], depth * 2);
      inArray[depth++] = byte === 0x5b ? 1 : 0;
      at = skipSpace(json, at + 1, end);
      opened = true;
    } else if ((at = skipScalar(json, at, end)) < 0) return -1;
    // After a value come closing brackets, then a comma and the next value, unless that was the whole.
    for (;;) {
      if (depth === 0) return at;
      const array = inArray[depth - 1] === 1;
      if (!opened) at = skipSpace(json, at, end);
      if (at >= end) return -1;
      if (json[at] === (array ? 0x5d : 0x7d)) {
        depth--;
        at++;
        opened = false;
        continue;
      }
      if (!opened) {
        if (json[at] !== COMMA) return -1;
        at = skipSpace(json, at + 1, end);
        if (at >= end) return -1;
      }
      if (!array) {
        if (json[at] !== QUOTE || (at = skipName(json, at, end)) < 0) return -1;
      }
      break;
    }
  }
}
