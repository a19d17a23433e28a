const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
/** The control characters that have a letter of their own (RFC 8259, section 7). */
const controlOf: Readonly<Record<number, number>> = { 98: 8, 102: 12, 110: 10, 114: 13, 116: 9 };

/**
 * Decodes the escapes of the string `json[start, end)` (valid, without its quotes) into `to`. Lone surrogates are encoded as they are
 * (WTF-8), so that two different ones stay different. Stops when `to` is full.
 * @returns the number of bytes
 */
export function unescapeTo(to: Buffer, json: Uint8Array, start: number, end: number): number {
  let length = 0;
  for (let at = start; at < end && length < to.length; ) {
    const byte = json[at++];
    if (byte !== BACKSLASH) {
      to[length++] = byte;
      continue;
    }
    const kind = json[at++];
    if (kind !== LETTER_U) {
      to[length++] = controlOf[kind] ?? kind;
      continue;
    }
    let code = hexAt(json, at);
    at += 4;
    const isHigh = code >= 0xd800 && code < 0xdc00;
    if (isHigh && at + 5 < end && json[at] === BACKSLASH && json[at + 1] === LETTER_U) {
      const low = hexAt(json, at + 2);
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
      }
    }
    length = writeCodePoint(to, length, code);
  }
  return Math.min(length, to.length);
}

function hexAt(json: Uint8Array, at: number): number {
  let value = 0;
  for (let digit = at; digit < at + 4; digit++) {
    const byte = json[digit];
    value = value * 16 + (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57);
  }
  return value;
}

/** UTF-8, RFC 3629, section 3; bytes past the end of `to` are dropped. */
function writeCodePoint(to: Buffer, at: number, code: number): number {
  if (code < 0x80) {
    to[at] = code;
    return at + 1;
  }
  if (code < 0x800) {
    to[at] = 0xc0 | (code >> 6);
    to[at + 1] = 0x80 | (code & 0x3f);
    return at + 2;
  }
  if (code < 0x10000) {
    to[at] = 0xe0 | (code >> 12);
    to[at + 1] = 0x80 | ((code >> 6) & 0x3f);
    to[at + 2] = 0x80 | (code & 0x3f);
    return at + 3;
  }
  to[at] = 0xf0 | (code >> 18);
  to[at + 1] = 0x80 | ((code >> 12) & 0x3f);
  to[at + 2] = 0x80 | ((code >> 6) & 0x3f);
  to[at + 3] = 0x80 | (code & 0x3f);
  return at + 4;
}
