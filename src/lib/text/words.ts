import { asciiWordLower, kind, kindAt, unitAt } from './characters.ts';
import { HASH_FACTOR, HASH_START, type Lexicon } from './lexicon.ts';
import { runEnd, segmentRun } from './segment.ts';
import { endsSentence } from './sentence-rules.ts';
import { addressEnd, DOT, endsAbbreviated, LONGEST_WORD, possessive, surelyEnds, wordEnd } from './word-rules.ts';

/** What stands between a word and the word before it, by rising strength. */
export const gap = {
  /** Nothing: both were cut out of a run of letters without spaces. */
  none: 0,
  space: 1,
  /** Punctuation or a symbol: no phrase goes across. */
  mark: 2,
  /** The end of a sentence or paragraph. */
  sentence: 3,
} as const;

/**
 * The words of one text as parallel arrays: number in the lexicon, offsets in the text, gap before. Valid until the next `scan`.
 */
export class Words {
  /** How many words there are. */
  count = 0;
  ids = new Int32Array(1024);
  starts = new Int32Array(1024);
  ends = new Int32Array(1024);
  gaps = new Uint8Array(1024);
  readonly #lexicon: Lexicon;

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
  }

  /** Changes whenever the lexicon has forgotten its words, whose numbers then mean others. */
  get generation(): number {
    return this.#lexicon.generation;
  }

  /** How many different words the lexicon knows. */
  get vocabularySize(): number {
    return this.#lexicon.size;
  }

  /**
   * Reads the words of a text. A word is a run of letters, marks and digits; inside it stand apostrophes, hyphens, `_`, dots of
   * acronyms, names and numbers (`U.S.`, `node.js`, `3.5`), the comma of a number, and the `&` of `AT&T`; behind it the signs of
   * `C++` and `C#`. A possessive `'s` is not part of it. Addresses (`https://…`) and runs of more than 100 letters are passed
   * over. Linear in the length of the text.
   */
  scan(text: string): void {
    this.count = 0;
    let before: number = gap.sentence;
    for (let i = 0; i < text.length; ) {
      const unit = text.charCodeAt(i);
      if (unit === 0x20) {
        if (before === gap.none) before = gap.space;
        i++;
        continue;
      }
      const what = kindAt(unit);
      if (what < kind.digit) {
        if (what !== kind.space) before = Math.max(before, gapOf(text, i, what));
        else if (before === gap.none) before = gap.space;
        i++;
        continue;
      }
      const end = what === kind.dense ? this.#segment(text, i, before) : this.#word(text, i, before);
      // An address, or data, gives no word; nothing goes across it.
      before = end > 0 ? gap.none : Math.max(before, gap.mark);
      i = Math.abs(end);
    }
  }

  /** Reads the word that begins at an offset; gives where to go on, negative when it was no word. */
  #word(text: string, start: number, before: number): number {
    // Most words are plain ASCII up to something that surely ends a word: for these, one look at each character is enough.
    let hash = HASH_START;
    let end = start;
    let unit = text.charCodeAt(end);
    for (let lower = 0; unit < 128 && (lower = asciiWordLower[unit]!) !== 0; unit = unitAt(text, ++end)) {
      hash = Math.imul(hash ^ lower, HASH_FACTOR);
    }
    if (end >= text.length || (unit < 128 && surelyEnds(unit, unitAt(text, end + 1)))) {
      if (end - start > LONGEST_WORD) return -end;
      this.#push(this.#lexicon.internHashed(text, start, end, hash), start, end, before);
      return end;
    }
    end = wordEnd(text, start);
    const address = addressEnd(text, start, end);
    if (address > end || end - start > LONGEST_WORD) return -address;
    const body = possessive(text, start, end) ? end - 2 : end;
    const next = endsAbbreviated(text, start, end) ? end + 1 : end;
    // An acronym is written with its last dot, though it is the same word without.
    const written = next > end && text.charCodeAt(end - 2) === DOT ? next : body;
    this.#push(this.#lexicon.intern(text, start, body), start, written, before);
    return next;
  }

  #segment(text: string, start: number, before: number): number {
    const end = runEnd(text, start);
    // Where words have no spaces between them, a space ends a clause.
    const last = this.count > 0 ? text.charCodeAt(this.ends[this.count - 1]! - 1) : 0;
    if (before === gap.space && kindAt(last) === kind.dense) before = gap.mark;
    segmentRun(text, start, end, (from, to) => {
      this.#push(this.#lexicon.intern(text, from, to), from, to, before);
      before = gap.none;
    });
    return end;
  }

  #push(id: number, start: number, end: number, before: number): void {
    if (this.count === this.ids.length) this.#grow();
    const i = this.count++;
    this.ids[i] = id;
    this.starts[i] = start;
    this.ends[i] = end;
    this.gaps[i] = before;
  }

  #grow(): void {
    const length = this.ids.length * 2;
    const larger = <Numbers extends Int32Array | Uint8Array>(into: Numbers, from: Numbers): Numbers => {
      into.set(from);
      return into;
    };
    this.ids = larger(new Int32Array(length), this.ids);
    this.starts = larger(new Int32Array(length), this.starts);
    this.ends = larger(new Int32Array(length), this.ends);
    this.gaps = larger(new Uint8Array(length), this.gaps);
  }
}

function gapOf(text: string, at: number, what: number): number {
  if (what === kind.terminator) {
    return endsSentence(text, at) ? gap.sentence : gap.mark;
  }
  if (what !== kind.newline) return gap.mark;
  let next = at + 1;
  while (next < text.length && kindAt(text.charCodeAt(next)) === kind.space) next++;
  const then = next < text.length ? kindAt(text.charCodeAt(next)) : kind.newline;
  if (then === kind.newline) return gap.sentence;
  // A line that goes on in lower case was wrapped; any other new line is a new block: a heading, an item of a list.
  return then === kind.letter ? gap.space : gap.mark;
}
