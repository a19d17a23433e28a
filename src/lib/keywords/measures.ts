import { tag } from '../english/index.ts';
import { gap, kind, kindAt } from '../text/index.ts';
import type { Candidates } from './candidates.ts';
import type { Chunks } from './chunks.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What is measured of a candidate. Those that end in `by length` are multiplied by how far the text is from a usual length. */
export const measures = [
  'one word',
  'four words',
  'frequency',
  'frequency of one word',
  'frequency of its words',
  'frequency of its words by length',
  'whole chunks',
  'first place',
  'first place by length',
  'first place in the body',
  'first share of the body',
  'names',
  'names by length',
  'name of one word',
  'capitals',
  'verb in front',
  'verb inside',
  'short',
  'length of words',
  'after the',
  'after a preposition',
  'before of',
  'before and',
  'before a mark',
  'largest whole',
  'wholes',
  'most frequent part',
  'never alone',
] as const;

export type Measure = (typeof measures)[number];

/** The natural logarithm of the number of words of a usual text, and how far from it the models were fitted. */
const USUAL_LENGTH = 6;
const furthest = { below: 1.2, above: 2 };

/** One document with its candidates, ready to be measured. */
export interface MeasuredDocument {
  text: string;
  /** How many words the title has. */
  titleWords: number;
  vocabulary: Vocabulary;
  /** By word: the number of its stem. */
  stems: Int32Array;
  /** By word: its part of speech; undefined where there is no tagger. */
  tags: Uint8Array | undefined;
  candidates: Candidates;
  chunks: Chunks;
}

/** Measures the candidates of one document. */
export class Measurer {
  readonly #document: MeasuredDocument;
  readonly #wordFrequencies = new Map<number, number>();
  readonly #lengthFactor: number;
  readonly #words: Record<'the' | 'of' | 'and', number>;
  readonly #prepositions: Set<number>;
  /**
   * By candidate: the frequency of the most frequent phrase it is part of, how many such phrases there are, and of its own parts.
   */
  readonly #wholes: Int32Array;
  readonly #wholeCounts: Int32Array;
  readonly #parts: Int32Array;

  constructor(document: MeasuredDocument) {
    const { vocabulary, stems, candidates } = document;
    const { count, ids } = vocabulary.words;
    this.#document = document;
    this.#lengthFactor = Math.max(-furthest.below, Math.min(furthest.above, Math.log(count) - USUAL_LENGTH));
    for (let i = 0; i < count; i++) {
      if (!vocabulary.isStop(ids[i]!)) this.#wordFrequencies.set(stems[i]!, (this.#wordFrequencies.get(stems[i]!) ?? 0) + 1);
    }
    this.#words = { the: vocabulary.id('the'), of: vocabulary.id('of'), and: vocabulary.id('and') };
    this.#prepositions = new Set(['of', 'for', 'in', 'on', 'with'].map((word) => vocabulary.id(word)));
    this.#wholes = new Int32Array(candidates.count);
    this.#wholeCounts = new Int32Array(candidates.count);
    this.#parts = new Int32Array(candidates.count);
    for (let phrase = 0; phrase < candidates.count; phrase++) this.#relate(phrase);
  }

  /** Fills `row` with the measures of a candidate, in the order of `measures`. */
  measure(phrase: number, row: Float64Array): void {
    const { text, vocabulary, stems, tags, candidates, chunks, titleWords } = this.#document;
    const { count, ids, starts, ends, gaps } = vocabulary.words;
    const length = candidates.lengths[phrase]!;
    const frequency = candidates.frequencies[phrase]!;
    let first = count;
    let body = count;
    let whole = 0;
    let capitals = 0;
    let the = 0;
    let preposition = 0;
    let of = 0;
    let and = 0;
    let mark = 0;
    for (let at = candidates.latest[phrase]!; at >= 0; at = candidates.earlier[at]!) {
      const place = candidates.places[at]!;
      const end = place + length;
      if (place < first) first = place;
      if (place >= titleWords && place < body) body = place;
      if (chunks.firsts[place] === place && chunks.ends[place] === end) whole++;
      if (gaps[place]! < gap.sentence && kindAt(text.charCodeAt(starts[place]!)) === kind.upper) capitals++;
      if (place > 0 && gaps[place]! <= gap.space) {
        if (ids[place - 1] === this.#words.the) the++;
        else if (this.#prepositions.has(ids[place - 1]!)) preposition++;
      }
      if (end >= count) continue;
      if (gaps[end]! > gap.space) mark++;
      else if (ids[end] === this.#words.of) of++;
      else if (ids[end] === this.#words.and) and++;
    }
    const shown = candidates.firsts[phrase]!;
    let names = 0;
    let verbs = 0;
    let letters = 0;
    let wordFrequency = 0;
    for (let i = shown; i < shown + length; i++) {
      if (tags?.[i] === tag.name) names++;
      if (i > shown && i < shown + length - 1 && tags?.[i] === tag.verb) verbs++;
      letters += ends[i]! - starts[i]!;
      wordFrequency += Math.log(1 + (this.#wordFrequencies.get(stems[i]!) ?? 0));
    }
    wordFrequency /= length;
    const one = length === 1 ? 1 : 0;
    const log = Math.log(frequency);
    let k = 0;
    row[k++] = one;
    row[k++] = length === 4 ? 1 : 0;
    row[k++] = log;
    row[k++] = one * log;
    row[k++] = wordFrequency;
    row[k++] = wordFrequency * this.#lengthFactor;
    row[k++] = whole / frequency;
    row[k++] = first / count;
    row[k++] = Math.log(1 + first) * this.#lengthFactor;
    row[k++] = Math.log(1 + body);
    row[k++] = body / count;
    row[k++] = names / length;
    row[k++] = (names / length) * this.#lengthFactor;
    row[k++] = one * names;
    row[k++] = capitals / frequency;
    row[k++] = tags?.[shown] === tag.verb ? 1 : 0;
    row[k++] = verbs > 0 ? 1 : 0;
    row[k++] = letters + length - 1 < 4 ? 1 : 0;
    row[k++] = Math.log(letters / length);
    row[k++] = the / frequency;
    row[k++] = preposition / frequency;
    row[k++] = of / frequency;
    row[k++] = and / frequency;
    row[k++] = mark / frequency;
    row[k++] = this.#wholes[phrase]! / frequency;
    row[k++] = Math.log(1 + this.#wholeCounts[phrase]!);
    row[k++] = Math.log((1 + this.#parts[phrase]!) / frequency);
    row[k++] = this.#wholes[phrase] === frequency ? 1 : 0;
  }

  /** Notes a candidate with the parts of it that are candidates too. */
  #relate(phrase: number): void {
    const { candidates } = this.#document;
    const first = candidates.firsts[phrase]!;
    const end = first + candidates.lengths[phrase]!;
    const frequency = candidates.frequencies[phrase]!;
    for (let from = first; from < end; from++) {
      for (let to = from + 1; to <= end; to++) {
        if (to - from === end - first) continue;
        const part = candidates.find(from, to - from);
        if (part < 0) continue;
        this.#wholes[part] = Math.max(this.#wholes[part]!, frequency);
        this.#wholeCounts[part]!++;
        this.#parts[phrase] = Math.max(this.#parts[phrase]!, candidates.frequencies[part]!);
      }
    }
  }
}
