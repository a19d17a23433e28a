import { Automaton, folded, Hits, isSpace } from './automaton.ts';
import { composed } from './composed.ts';
import { requiredLiterals } from './literals.ts';
import { joins, MatchedText, type TermMatch } from './matched-text.ts';
import { isQuick, type RegexCost, regexCostOf, withinTime } from './regex-cost.ts';
import type { Term } from './terms.ts';

/** How long the patterns may take over one text, in ms. */
const TIME = 200;

/** A term that is a keyword: its word composed, each white space in it one space. */
interface Keyword extends Term {
  readonly term: Term;
  readonly word: string;
}

interface Pattern {
  readonly term: Term;
  readonly pattern: RegExp;
  readonly cost: RegexCost;
}

/** Finds the terms of a list in texts, all at once: an automaton for the keywords and for what the patterns need to match at all. */
export class Matcher {
  readonly #automaton: Automaton;
  /** By the number of a word of the automaton: the keywords that are this word but for case, and the patterns that need it. */
  readonly #terms: Keyword[][] = [];
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
      if (term.word !== undefined) {
        const word = spaced(term.word.normalize('NFC'));
        this.#terms[numberOf(word)]!.push({ ...term, word, term });
      } else if (term.pattern) {
        const { source, flags } = term.pattern;
        const pattern = { term, pattern: new RegExp(source.normalize('NFC'), flags), cost: regexCostOf(source) };
        const needed = requiredLiterals(pattern.pattern.source, flags);
        if (needed)
          for (const literal of new Set(needed.map((each) => folded(spaced(each)))))
            this.#patterns[numberOf(literal)]!.push(pattern);
        else this.#always.push(pattern);
      }
    }
    this.#automaton = new Automaton(words);
    this.#bare = Int32Array.from(words, (word, number) =>
      !word.includes(' ') &&
      this.#patterns[number]!.length === 0 &&
      this.#terms[number]!.every(({ whole, prefix }) => whole && prefix === '')
        ? word.length
        : 0,
    );
  }

  /** The terms in a text, by where they are found first. @throws Error when the patterns take too long */
  match(given: string): TermMatch[] {
    const text = composed(given);
    const matches = this.#matchComposed(text.text);
    for (const { offsets } of text.text === given ? [] : matches) {
      for (const place of offsets) [place[0], place[1]] = [text.original(place[0]), text.original(place[1])];
    }
    return matches;
  }

  #matchComposed(text: string): TermMatch[] {
    const hits = this.#hits;
    const bare = this.#bare;
    hits.count = 0;
    this.#automaton.scan(text, hits);
    if (hits.count === 0 && this.#always.length === 0) return [];
    let place: MatchedText | undefined;
    let candidates: Set<Pattern> | undefined;
    for (let i = 0; i < hits.count; i++) {
      const word = hits.words[i]!;
      const end = hits.ends[i]!;
      const length = bare[word]!;
      if (length > 0 && (joins(text, end) || joins(text, end - length))) continue;
      place ??= new MatchedText(text);
      for (const keyword of this.#terms[word]!) keepKeyword(place, keyword, end);
      for (const pattern of this.#patterns[word]!) candidates = (candidates ?? new Set()).add(pattern);
    }
    if (!place && this.#always.length === 0) return [];
    place ??= new MatchedText(text);
    if (candidates || this.#always.length > 0) runPatterns(place, [...this.#always, ...(candidates ?? [])]);
    return [...place.found.values()].sort((a, b) => a.offsets[0]![0] - b.offsets[0]![0]);
  }
}

function keepKeyword(place: MatchedText, { term, word }: Keyword, end: number): void {
  let start = startOf(place.text, word, end);
  if (term.exact && spaced(place.text.slice(start, end)) !== word) return;
  if (term.prefix !== '' && start > 0 && term.prefix.includes(place.text[start - 1]!)) start--;
  place.keep(term, start, end);
}

/** Where a word begins that ends at an offset: a space in it may be several in the text. */
function startOf(text: string, word: string, end: number): number {
  if (!word.includes(' ')) return end - word.length;
  let at = end;
  for (let i = word.length - 1; i >= 0; i--) {
    at--;
    if (word[i] === ' ') while (isSpace(text.charCodeAt(at - 1))) at--;
  }
  return at;
}

/** A text with one space for white space in a row. */
function spaced(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function runPatterns(place: MatchedText, candidates: Pattern[]): void {
  const slow = candidates.filter((candidate) => {
    if (!isQuick(candidate.cost, place.text.length)) return true;
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

function search(place: MatchedText, { term, pattern }: Pattern): void {
  const { text } = place;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    if (match[0] === '') pattern.lastIndex++;
    else place.keep(term, match.index, match.index + match[0].length);
  }
}
