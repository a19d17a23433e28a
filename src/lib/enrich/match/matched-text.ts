import { isWordBoundary, kind, kindAt } from '../../text/index.ts';
import type { Term } from './terms.ts';

/** Where a term was found in a text: `count` times, at these offsets (start and end in UTF-16 code units), the first of them. */
export interface TermMatch {
  readonly term: Term;
  count: number;
  readonly offsets: [start: number, end: number][];
  /** Where the last one ends. */
  last: number;
}

/** How many offsets of a term are kept. */
const KEPT = 1000;

const PART_OF_WORD = /[\p{L}\p{M}\p{N}_]/u;

/** A text in which terms are found. */
export class MatchedText {
  readonly text: string;
  readonly found = new Map<Term, TermMatch>();
  /** Where the text begins and ends, white space apart. */
  #first: number | undefined;
  #last: number | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Keeps a term that was met, if it stands where it asks to. */
  keep(term: Term, start: number, end: number): void {
    if (term.start && start > (this.#first ??= this.text.length - this.text.trimStart().length)) return;
    if (term.end && end < (this.#last ??= this.text.trimEnd().length)) return;
    if (term.whole && (joins(this.text, start) || joins(this.text, end))) return;
    const match = this.found.get(term);
    if (!match) this.found.set(term, { term, count: 1, offsets: [[start, end]], last: end });
    // A term that overlaps itself (`aa` in `aaa`) counts once, as it does for a regular expression.
    else if (start >= match.last) {
      match.count++;
      match.last = end;
      if (match.offsets.length < KEPT) match.offsets.push([start, end]);
    }
  }
}

/** Whether one word goes on across an offset. */
export function joins(text: string, at: number): boolean {
  if (at === 0 || at === text.length) return false;
  const left = text.charCodeAt(at - 1);
  const right = text.charCodeAt(at);
  if (left < 0x80 && right < 0x80) return isAsciiPart(left) && isAsciiPart(right);
  const before = left >= 0xdc00 && left < 0xe000 && at > 1 ? text.slice(at - 2, at) : text[at - 1]!;
  if (!isPart(before) || !isPart(String.fromCodePoint(text.codePointAt(at)!))) return false;
  // Where words have no spaces between them, a dictionary tells where one ends; letters of two kinds of script are two words.
  const isDense = kindAt(before.charCodeAt(0)) === kind.dense;
  if (kindAt(right) === kind.mark || (!isDense && kindAt(right) !== kind.dense)) return true;
  return isDense && kindAt(right) === kind.dense && !isWordBoundary(text, at);
}

function isPart(character: string): boolean {
  const code = character.charCodeAt(0);
  return code < 0x80 ? isAsciiPart(code) : PART_OF_WORD.test(character);
}

function isAsciiPart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f;
}
