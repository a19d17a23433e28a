/**
 * What a UTF-16 code unit is to a tokeniser. The order matters: words begin with `digit` or more, and go on with `mark` or more.
 */
export const kind = {
  /** Symbols, brackets, quotes, emoji: what ends a phrase. */
  symbol: 0,
  space: 1,
  newline: 2,
  /** `.`, `!`, `?` and their like in other scripts. */
  terminator: 3,
  /** Combining marks and invisible joiners: part of a word, never its beginning. */
  mark: 4,
  digit: 5,
  letter: 6,
  upper: 7,
  /** A letter of a script that is written without spaces between words. */
  dense: 8,
} as const;

const DIGITS = /^\p{Nd}$/u;
const LETTERS = /^[\p{L}\p{N}]$/u;
const MARKS = /^[\p{M}\u00ad\u200c\u200d]$/u;
const EMOJI_MARKS = /^[\ufe00-\ufe0f\u20e3]$/u;
const CAPITALS = /^[\p{Lu}\p{Lt}]$/u;
const SPACES = /^[\s\p{Cc}\u200b\u2060]$/u;
const NEWLINES = /^[\n\u2028\u2029]$/u;
const DENSE = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\u30fc\uff70]$/u;
const TERMINATORS = '.!?…。！？｡．؟۔।॥։‼⁇⁈⁉';

function kindOf(unit: number): number {
  // Han and Hangul have half of all units, and one kind each.
  if (unit >= 0x4e00 && unit < 0xa000) return kind.dense;
  if (unit >= 0xac00 && unit < 0xd7a4) return kind.letter;
  // Only a high surrogate says something: scripts stand below U+1F000, pictures from there, Han from U+20000.
  if (unit >= 0xd800 && unit < 0xe000)
    return unit < 0xd83c ? kind.letter : unit >= 0xd840 && unit < 0xdc00 ? kind.dense : kind.symbol;
  const character = String.fromCharCode(unit);
  if (NEWLINES.test(character)) return kind.newline;
  if (SPACES.test(character)) return kind.space;
  if (TERMINATORS.includes(character)) return kind.terminator;
  if (EMOJI_MARKS.test(character)) return kind.symbol;
  if (DIGITS.test(character)) return kind.digit;
  if (DENSE.test(character)) return kind.dense;
  if (MARKS.test(character)) return kind.mark;
  if (!LETTERS.test(character)) return kind.symbol;
  return CAPITALS.test(character) ? kind.upper : kind.letter;
}

function lowerOf(unit: number): number {
  if ((unit >= 0x4e00 && unit < 0xa000) || (unit >= 0xac00 && unit < 0xd7a4)) return unit;
  if (unit === 0x2019 || unit === 0x02bc) return 0x27;
  if (unit === 0x2010 || unit === 0x2011) return 0x2d;
  return String.fromCharCode(unit).toLowerCase().charCodeAt(0);
}

// To ask a regular expression about each of 65,536 units would cost every start some 10 ms; pages of 256 are filled when met.
const kindPages: (Uint8Array | undefined)[] = new Array(256);
const lowerPages: (Uint16Array | undefined)[] = new Array(256);

function filled<Page extends Uint8Array | Uint16Array>(page: Page, number: number, of: (unit: number) => number): Page {
  for (let i = 0; i < 256; i++) page[i] = of(number * 256 + i);
  return page;
}

/** The kinds and lower cases of ASCII, for loops that run over every character of a text. */
export const asciiKinds = Uint8Array.from({ length: 128 }, (_, unit) => kindOf(unit));
export const asciiLower = Uint8Array.from({ length: 128 }, (_, unit) => lowerOf(unit));
/** The lower case of an ASCII letter or digit, 0 for everything else. */
export const asciiWordLower = asciiLower.map((lower, unit) => (asciiKinds[unit]! >= kind.digit ? lower : 0));

/** The `kind` of a UTF-16 code unit. */
export function kindAt(unit: number): number {
  if (unit < 128) return asciiKinds[unit]!;
  const number = unit >> 8;
  const page = kindPages[number] ?? (kindPages[number] = filled(new Uint8Array(256), number, kindOf));
  return page[unit & 255]!;
}

/** The lower case of a UTF-16 code unit, one unit for one; typographic apostrophes and hyphens become the plain ones. */
export function lowerAt(unit: number): number {
  if (unit < 128) return asciiLower[unit]!;
  const number = unit >> 8;
  const page = lowerPages[number] ?? (lowerPages[number] = filled(new Uint16Array(256), number, lowerOf));
  return page[unit & 255]!;
}

/** The code unit at an offset of a text, and a space behind its end: a look beyond it would cost a loop its optimised code. */
export function unitAt(text: string, at: number): number {
  return at < text.length ? text.charCodeAt(at) : 0x20;
}

/** Whether a code unit is the first half of a surrogate pair. */
export function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}
