import { Automaton, folded, Hits } from './automaton.ts';
import { type Effort, effortOf, isQuick, withinTime } from './effort.ts';
import { requiredLiterals } from './literals.ts';
import type { Term } from './terms.ts';

/** Where a term was found in a text: `count` times, at these offsets (start and end in UTF-16 code units), the first of them. */
export interface Match {
  readonly term: Term;
  count: number;
  readonly offsets: [start: number, end: number][];
  /** Where the last one ends. */
  last: number;
}

/** How many offsets of a term are kept. */
const KEPT = 1000;
/** How long the patterns may take over one text, in ms. */
const TIME = 200;

interface Pattern {
  readonly term: Term;
  readonly pattern: RegExp;
  readonly effort: Effort;
}

const PART_OF_WORD = /[\p{L}\p{M}\p{N}_]/u;

/** Finds the terms of a list in texts, all at once: an automaton for the keywords and for what the patterns need to match at all. */
export class Matcher {
  readonly #automaton: Automaton;
  /** By the number of a word of the automaton: the keywords that are this word but for case, and the patterns that need it. */
  readonly #terms: Term[][] = [];
  readonly #patterns: Pattern[][] = [];
  /** The length of each word that stands for nothing but whole words: most of its hits within others need no look at its terms. */
  readonly #bare: Int32Array;
  readonly #hits = new Hits();
  /** Patterns that need no text that could be looked for. */
  readonly #always: Pattern[] = [];

  constructor(terms: readonly Term[]) {
    const numbers = new Map<string, number>();
    const words: string[] = [];
    const numberOf = (word: string) => {
      const known = numbers.get(folded(word));
      if (known !== undefined) return known;
      numbers.set(folded(word), words.length);
      this.#terms.push([]);
      this.#patterns.push([]);
      return words.push(word) - 1;
    };
    for (const term of terms) {
      if (term.word !== undefined) this.#terms[numberOf(term.word)]!.push(term);
      else if (term.pattern) {
        const pattern = { term, pattern: term.pattern, effort: effortOf(term.pattern.source) };
        const needed = requiredLiterals(term.pattern.source, term.pattern.flags);
        if (needed) for (const literal of new Set(needed.map(folded))) this.#patterns[numberOf(literal)]!.push(pattern);
        else this.#always.push(pattern);
      }
    }
    this.#automaton = new Automaton(words);
    this.#bare = Int32Array.from(words, (word, number) =>
      this.#patterns[number]!.length === 0 && this.#terms[number]!.every(({ whole, prefix }) => whole && prefix === '')
        ? word.length
        : 0,
    );
  }

  /** The terms in a text, by where they are found first. @throws Error when the patterns take too long */
  match(text: string): Match[] {
    const hits = this.#hits;
    const bare = this.#bare;
    hits.count = 0;
    this.#automaton.scan(text, hits);
    if (hits.count === 0 && this.#always.length === 0) return [];
    let place: Place | undefined;
    let candidates: Set<Pattern> | undefined;
    for (let i = 0; i < hits.count; i++) {
      const word = hits.words[i]!;
      const end = hits.ends[i]!;
      const length = bare[word]!;
      if (length > 0 && (joins(text, end) || joins(text, end - length))) continue;
      place ??= new Place(text);
      for (const term of this.#terms[word]!) keyword(place, term, end);
      for (const pattern of this.#patterns[word]!) candidates = (candidates ?? new Set()).add(pattern);
    }
    if (!place && this.#always.length === 0) return [];
    place ??= new Place(text);
    if (candidates || this.#always.length > 0) runPatterns(place, [...this.#always, ...(candidates ?? [])]);
    return [...place.found.values()].sort((a, b) => a.offsets[0]![0] - b.offsets[0]![0]);
  }
}

/** A text in which terms are found. */
class Place {
  readonly text: string;
  readonly found = new Map<Term, Match>();
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

function keyword(place: Place, term: Term, end: number): void {
  let start = end - term.word!.length;
  if (term.exact && !place.text.startsWith(term.word!, start)) return;
  if (term.prefix !== '' && start > 0 && term.prefix.includes(place.text[start - 1]!)) start--;
  place.keep(term, start, end);
}

function runPatterns(place: Place, candidates: Pattern[]): void {
  const slow = candidates.filter((candidate) => {
    if (!isQuick(candidate.effort, place.text.length)) return true;
    search(place, candidate);
    return false;
  });
  let at = 0;
  const all = () => {
    for (; at < slow.length; at++) search(place, slow[at]!);
  };
  if (slow.length > 0 && !withinTime(all, TIME)) {
    throw new Error(
      `the pattern ${slow[at]!.term.name} takes more than ${TIME} ms over a text of ${place.text.length} characters`,
    );
  }
}

function search(place: Place, { term, pattern }: Pattern): void {
  const { text } = place;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    if (match[0] === '') pattern.lastIndex++;
    else place.keep(term, match.index, match.index + match[0].length);
  }
}

/** Whether one word goes on across an offset. */
function joins(text: string, at: number): boolean {
  if (at === 0 || at === text.length) return false;
  const left = text.charCodeAt(at - 1);
  const right = text.charCodeAt(at);
  if (left < 0x80 && right < 0x80) return isAsciiPart(left) && isAsciiPart(right);
  const before = left >= 0xdc00 && left < 0xe000 && at > 1 ? text.slice(at - 2, at) : text[at - 1]!;
  return isPart(before) && isPart(String.fromCodePoint(text.codePointAt(at)!));
}

function isPart(character: string): boolean {
  const code = character.charCodeAt(0);
  return code < 0x80 ? isAsciiPart(code) : PART_OF_WORD.test(character);
}

function isAsciiPart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f;
}
