import { ascii, assumeBytes, type ByteString, codePointBytes, fromBytes, toBytes } from '../bytes/index.ts';
import { namedCharacters, numericCharacter, unterminatedName } from './entities.ts';

/** What a reference stands for, and where the text goes on after it. */
export interface Reference {
  bytes: ByteString;
  end: number;
}

/**
 * How far a reference without its semicolon is understood: `text` wherever HTML does, but not before `=` (a URL is quoted there);
 * `value` (as in an HTML attribute) not before `=` or a letter or digit; `url` never, since `&copy=1` there is a parameter.
 */
export type ReferenceMode = 'text' | 'value' | 'url';

const LONGEST_NAME = 32;
const NO_BREAK_SPACE = toBytes('\xa0');
const named = new Map<string, ByteString | undefined>();

/** The character reference that begins with the `&` at `at`; nothing where none does. */
export function readReference(bytes: ByteString, at: number, mode: ReferenceMode): Reference | undefined {
  if (bytes.charCodeAt(at + 1) === 35) return readNumber(bytes, at, mode);
  let end = at + 1;
  const last = Math.min(bytes.length, end + LONGEST_NAME);
  let letters = 0;
  for (let code = bytes.charCodeAt(end); end < last && isAlphanumeric(code); code = bytes.charCodeAt(++end)) {
    letters = (letters << 8) | code;
  }
  if (end === at + 1) return undefined;
  const terminated = end < bytes.length && bytes.charCodeAt(end) === 59;
  if (terminated && end - at <= 5) {
    const short = frequent(letters);
    if (short !== undefined) return { bytes: short, end: end + 1 };
  }
  const name = bytes.slice(at + 1, end);
  if (terminated) {
    const known = lookUp(name);
    if (known !== undefined) return { bytes: known, end: end + 1 };
  }
  return mode === 'url' ? undefined : readUnterminated(bytes, at, name, mode);
}

/** What by far the most references stand for, by the bytes of their names as a number: to look for it in a table would take a string. */
function frequent(letters: number): ByteString | undefined {
  switch (letters) {
    case 0x6c74: // lt
      return ascii('<');
    case 0x6774: // gt
      return ascii('>');
    case 0x616d70: // amp
      return ascii('&');
    case 0x71756f74: // quot
      return ascii('"');
    case 0x6e627370: // nbsp
      return NO_BREAK_SPACE;
    default:
      return undefined;
  }
}

function readUnterminated(bytes: ByteString, at: number, name: string, mode: ReferenceMode): Reference | undefined {
  const known = unterminatedName(name);
  if (known === undefined) return undefined;
  const end = at + 1 + known.length;
  const next = bytes.charCodeAt(end);
  if (next === 61 || (mode === 'value' && isAlphanumeric(next))) return undefined;
  return { bytes: lookUp(known)!, end };
}

function readNumber(bytes: ByteString, at: number, mode: ReferenceMode): Reference | undefined {
  const hexadecimal = (bytes.charCodeAt(at + 2) | 32) === 120;
  const start = at + (hexadecimal ? 3 : 2);
  let end = start;
  let code = 0;
  for (
    let digit = digitOf(bytes.charCodeAt(end), hexadecimal);
    digit >= 0;
    digit = digitOf(bytes.charCodeAt(++end), hexadecimal)
  ) {
    code = Math.min(code * (hexadecimal ? 16 : 10) + digit, 0x110000);
  }
  const terminated = bytes.charCodeAt(end) === 59;
  if (end === start || (mode === 'url' && !terminated)) return undefined;
  if ((code & 0xfffc00) === 0xd800 && terminated) {
    const pair = readPair(bytes, code, end + 1);
    if (pair) return pair;
  }
  return { bytes: codePointBytes(numericCharacter(code)), end: terminated ? end + 1 : end };
}

/** A text with the references of HTML in it replaced; those that nobody knows stay. */
export function decodeReferences(text: string, mode: ReferenceMode = 'value'): string {
  if (!text.includes('&')) return text;
  const bytes = toBytes(text);
  let out = '';
  let done = 0;
  for (let at = bytes.indexOf('&'); at >= 0; at = bytes.indexOf('&', Math.max(done, at + 1))) {
    const reference = readReference(bytes, at, mode);
    if (!reference) continue;
    out += bytes.slice(done, at) + reference.bytes;
    done = reference.end;
  }
  return fromBytes(assumeBytes(out + bytes.slice(done)));
}

const LOW = /^&#(?:x(d[c-f][0-9a-f]{2})|(5[67]\d{3}));/i;

/** The character whose second half in UTF-16 is a reference of its own (`&#xD83D;&#xDE00;`), as programs write it that know no other. */
function readPair(bytes: ByteString, high: number, at: number): Reference | undefined {
  const match = LOW.exec(bytes.slice(at, at + 9));
  if (!match) return undefined;
  const code = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16);
  if ((code & 0xfffc00) !== 0xdc00) return undefined;
  return { bytes: toBytes(String.fromCharCode(high, code)), end: at + match[0].length };
}

function lookUp(name: string): ByteString | undefined {
  const known = named.get(name);
  if (known !== undefined) return known;
  const characters = namedCharacters(name);
  if (characters === undefined) return undefined;
  const found = toBytes(characters);
  named.set(name, found);
  return found;
}

function digitOf(code: number, hexadecimal: boolean): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return hexadecimal && letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

function isAlphanumeric(code: number): boolean {
  const letter = code | 32;
  return (code >= 48 && code <= 57) || (letter >= 97 && letter <= 122);
}
