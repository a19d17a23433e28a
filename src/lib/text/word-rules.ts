import { isHighSurrogate, kind, kindAt, lowerAt, unitAt } from './characters.ts';

const abbreviations = new Set(
  `
    adm al apr asst aug ave blvd brig bros ca capt cf cmdr co col corp cpl dec dept dr ed eds esp est etc feb fig figs
    fr gen gov hon inc jan jr jul jun lt ltd maj mar mr mrs ms mt mts no nos nov oct pp ph pres prof rep reps rev sen
    sens sep sept sgt sr st vol vols vs
  `
    .trim()
    .split(/\s+/),
);

/** The code unit of a full stop. */
export const DOT = 0x2e;
/** A longer run of letters, in UTF-16 units, is data and no word of any language. */
export const LONGEST_WORD = 100;

const enders = new Set([...' \t\n\r\f\v()[]{}"!?;<>=*~`|\\^%$/'].map((character) => character.charCodeAt(0)));
const surelyEnding = Uint8Array.from({ length: 128 }, (_, unit) => (enders.has(unit) ? 1 : 0));

/** Whether an ASCII character ends a word whatever comes next, or a comma or colon does with the space behind it. */
export function surelyEnds(unit: number, next: number): boolean {
  return surelyEnding[unit] === 1 || ((unit === 0x2c || unit === 0x3a) && next === 0x20);
}

/** The offset behind the word that begins at `start`. */
export function wordEnd(text: string, start: number): number {
  let end = start;
  let piece = start;
  for (;;) {
    const unit = unitAt(text, end);
    const what = kindAt(unit);
    if (what >= kind.mark && what !== kind.dense) {
      end += isHighSurrogate(unit) ? 2 : 1;
    } else if (end + 1 < text.length && joins(text, unit, end, piece)) {
      end++;
      piece = end;
    } else break;
  }
  end = Math.min(end, text.length);
  return end - start === 1 ? withSigns(text, end) : end;
}

/** Whether a mark between two characters of words holds them together. `piece` is where the letters before it begin. */
function joins(text: string, mark: number, at: number, piece: number): boolean {
  const next = kindAt(text.charCodeAt(at + 1));
  if (next < kind.digit || next === kind.dense) return false;
  const last = kindAt(text.charCodeAt(at - 1));
  switch (lowerAt(mark)) {
    case 0x27:
    case 0x2d:
    case 0x5f:
    case 0xb7:
      return true;
    case DOT:
      if (last === kind.digit && next === kind.digit) return true;
      // `U.S` and `node.js` go on; `end.Next` lacks a space.
      return at - piece === 1 ? last !== kind.digit : next !== kind.upper && next !== kind.digit && last !== kind.digit;
    case 0x2c:
      return last === kind.digit && next === kind.digit && isThousand(text, at + 1);
    case 0x26:
      return last === kind.upper && next === kind.upper;
    default:
      return false;
  }
}

function isThousand(text: string, at: number): boolean {
  for (let i = at; i < at + 3; i++) if (i >= text.length || kindAt(text.charCodeAt(i)) !== kind.digit) return false;
  return at + 3 >= text.length || kindAt(text.charCodeAt(at + 3)) !== kind.digit;
}

/** The end of `C++` or `C#`, whose letter ends at `at`. */
function withSigns(text: string, at: number): number {
  if (unitAt(text, at) === 0x23) return at + 1;
  return unitAt(text, at) === 0x2b && unitAt(text, at + 1) === 0x2b ? at + 2 : at;
}

/** Whether a word ends in a possessive `'s`. */
export function possessive(text: string, start: number, end: number): boolean {
  return end - start > 2 && lowerAt(text.charCodeAt(end - 1)) === 0x73 && lowerAt(text.charCodeAt(end - 2)) === 0x27;
}

/** Whether the full stop behind a word belongs to it: an initial, an acronym, a known abbreviation. */
export function endsAbbreviated(text: string, start: number, end: number): boolean {
  if (unitAt(text, end) !== DOT) return false;
  const length = end - start;
  if (length === 1) return kindAt(text.charCodeAt(start)) === kind.upper;
  if (text.charCodeAt(end - 2) === DOT) return true;
  return length <= 4 && abbreviations.has(text.slice(start, end).toLowerCase());
}

/** The end of an address that begins with the word between `start` and `end`, or `end` where it begins none. */
export function addressEnd(text: string, start: number, end: number): number {
  const scheme = unitAt(text, end) === 0x3a && unitAt(text, end + 1) === 0x2f && unitAt(text, end + 2) === 0x2f;
  const www = !scheme && text.startsWith('www.', start);
  const mail = !scheme && unitAt(text, end) === 0x40 && kindAt(unitAt(text, end + 1)) >= kind.digit;
  if (!scheme && !www && !mail) return end;
  let at = end + 1;
  while (at < text.length && !endsAddress(kindAt(text.charCodeAt(at)))) at++;
  return at;
}

function endsAddress(what: number): boolean {
  return what === kind.space || what === kind.newline || what === kind.dense;
}
