import { gap } from '../text/index.ts';
import { Candidates } from './candidates.ts';
import { joined } from './fields.ts';
import { fold } from './fold.ts';
import type { Extractor, Keyword, KeywordLimits } from './keyword.ts';
import { Ranking } from './ranking.ts';
import { surfaceOf } from './surface.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Phrases of more words are no candidates, whatever `maxWords` says: a run of words without an end would be one. */
const LONGEST = 50;

/**
 * RAKE (Rose, Engel, Cramer, Cowley 2010): the words between stop words and punctuation are a phrase; a word scores the mean
 * length of the phrases it is in, a phrase the sum over its words. Ties in the order of first appearance.
 */
export class Rake implements Extractor {
  readonly #vocabulary: Vocabulary;
  readonly #candidates = new Candidates();
  readonly #folded: boolean;
  readonly #ranking = new Ranking();
  #scores = new Float64Array(256);
  #frequency = new Int32Array(1024);
  #degree = new Int32Array(1024);

  /** `folded`: spellings as in the text and no near-duplicates; otherwise all phrases in lower case, as in the paper. */
  constructor(vocabulary: Vocabulary, folded: boolean) {
    this.#vocabulary = vocabulary;
    this.#folded = folded;
  }

  extract(fields: readonly string[], limits: KeywordLimits): Keyword[] {
    const text = joined(fields);
    this.#vocabulary.read(text);
    this.#collect(Math.min(limits.maxWords, LONGEST));
    this.#score();
    const candidates = this.#candidates;
    const vocabulary = this.#vocabulary;
    const scores = this.#scores;
    const ranked = this.#ranking.of(scores, candidates.count, limits.minScore);
    if (this.#folded) {
      return fold(ranked, candidates, vocabulary, limits.top).map((phrase) => ({
        phrase: surfaceOf(text, vocabulary.words, candidates, phrase),
        score: scores[phrase]!,
      }));
    }
    const keywords: Keyword[] = [];
    for (const phrase of ranked) {
      if (keywords.length >= limits.top) break;
      keywords.push({ phrase: this.#lowerCase(phrase), score: scores[phrase]! });
    }
    return keywords;
  }

  /** Finds the candidates and counts, for each word, its occurrences and the lengths of its phrases. */
  #collect(maxWords: number): void {
    const candidates = this.#candidates;
    const vocabulary = this.#vocabulary;
    const { count, ids, gaps } = vocabulary.words;
    if (this.#frequency.length < vocabulary.size) {
      this.#frequency = new Int32Array(vocabulary.size * 2);
      this.#degree = new Int32Array(vocabulary.size * 2);
    }
    const frequency = this.#frequency;
    const degree = this.#degree;
    for (let i = 0; i < count; i++) frequency[ids[i]!] = degree[ids[i]!] = 0;
    candidates.begin(ids);
    for (let first = 0; first < count; ) {
      if (vocabulary.isStop(ids[first]!)) {
        first++;
        continue;
      }
      let end = first + 1;
      while (
        end < count &&
        gaps[end]! <= gap.space &&
        !vocabulary.isStop(ids[end]!) &&
        !(this.#folded && vocabulary.isRepeated(end))
      )
        end++;
      const length = end - first;
      if (length <= maxWords && this.#isPhrase(first, end)) {
        candidates.add(first, length);
        for (let i = first; i < end; i++) {
          frequency[ids[i]!]!++;
          degree[ids[i]!]! += length;
        }
      }
      first = end;
    }
  }

  #isPhrase(first: number, end: number): boolean {
    const { ids } = this.#vocabulary.words;
    for (let i = first; i < end; i++) if (!this.#vocabulary.isLetterless(ids[i]!)) return true;
    return false;
  }

  #score(): void {
    const candidates = this.#candidates;
    const frequency = this.#frequency;
    const degree = this.#degree;
    const { ids } = this.#vocabulary.words;
    if (this.#scores.length < candidates.count) this.#scores = new Float64Array(candidates.count * 2);
    for (let phrase = 0; phrase < candidates.count; phrase++) {
      const first = candidates.firsts[phrase]!;
      let score = 0;
      for (let i = first; i < first + candidates.lengths[phrase]!; i++) score += degree[ids[i]!]! / frequency[ids[i]!]!;
      this.#scores[phrase] = score;
    }
  }

  #lowerCase(phrase: number): string {
    const first = this.#candidates.firsts[phrase]!;
    const { ids } = this.#vocabulary.words;
    const words: string[] = [];
    for (let i = first; i < first + this.#candidates.lengths[phrase]!; i++) words.push(this.#vocabulary.word(ids[i]!));
    return words.join(' ');
  }
}
