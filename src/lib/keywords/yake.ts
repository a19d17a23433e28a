import { gap, kind, kindAt } from '../text/index.ts';
import { Candidates } from './candidates.ts';
import { joined } from './fields.ts';
import { fold } from './fold.ts';
import type { Extractor, Keyword, KeywordLimits } from './keyword.ts';
import { PairCounts } from './pairs.ts';
import { Ranking } from './ranking.ts';
import { surfaceOf } from './surface.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Phrases of more words are no candidates, whatever `maxWords` says: there would be as many as words times words. */
const LONGEST = 8;

/** What YAKE counts of a word. */
interface YakeTerm {
  frequency: number;
  acronyms: number;
  capitals: number;
  /** The sentences it is in, from 0, each once, in order. */
  sentences: number[];
}

/**
 * YAKE! (Campos, Mangaravite, Pasquali, Jorge, Nunes, Jatowt 2020): words weigh by casing, position, frequency, company and
 * spread; a phrase by its words. Its scores are better when smaller; ours are 1 / (1 + S), between 0 and 1, better when larger.
 */
export class Yake implements Extractor {
  readonly #vocabulary: Vocabulary;
  readonly #candidates = new Candidates();
  readonly #ranking = new Ranking();
  readonly #pairs = new PairCounts();

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  extract(fields: readonly string[], { top, minScore, maxWords }: KeywordLimits): Keyword[] {
    const vocabulary = this.#vocabulary;
    const candidates = this.#candidates;
    const text = joined(fields);
    vocabulary.read(text);
    const terms = this.#readTerms(text);
    const weights = this.#weigh(terms);
    this.#collect(Math.min(maxWords, LONGEST));
    const scores = new Float64Array(candidates.count);
    for (let phrase = 0; phrase < scores.length; phrase++) scores[phrase] = 1 / (1 + this.#score(phrase, terms, weights));
    return fold(this.#ranking.of(scores, candidates.count, minScore), candidates, vocabulary, top).map((phrase) => ({
      phrase: surfaceOf(text, vocabulary.words, candidates, phrase),
      score: scores[phrase]!,
    }));
  }

  #readTerms(text: string): Map<number, YakeTerm> {
    const { count, ids, starts, ends, gaps } = this.#vocabulary.words;
    const terms = new Map<number, YakeTerm>();
    this.#pairs.clear();
    let sentence = 0;
    for (let i = 0; i < count; i++) {
      if (i > 0 && gaps[i] === gap.sentence) sentence++;
      if (i > 0 && gaps[i]! <= gap.space) this.#pairs.add(ids[i - 1]!, ids[i]!);
      let term = terms.get(ids[i]!);
      if (term === undefined) terms.set(ids[i]!, (term = { frequency: 0, acronyms: 0, capitals: 0, sentences: [] }));
      term.frequency++;
      const upper = kindAt(text.charCodeAt(starts[i]!)) === kind.upper;
      if (upper && ends[i]! - starts[i]! > 1 && isUpper(text, starts[i]!, ends[i]!)) term.acronyms++;
      else if (upper && gaps[i] !== gap.sentence) term.capitals++;
      if (term.sentences.at(-1) !== sentence) term.sentences.push(sentence);
    }
    return terms;
  }

  /** The weight of each word; the smaller, the better. */
  #weigh(terms: Map<number, YakeTerm>): Map<number, number> {
    const vocabulary = this.#vocabulary;
    const pairs = this.#pairs;
    let sum = 0;
    let squares = 0;
    let count = 0;
    let most = 1;
    let sentences = 1;
    for (const [id, { frequency, sentences: places }] of terms) {
      most = Math.max(most, frequency);
      sentences = Math.max(sentences, (places.at(-1) ?? 0) + 1);
      if (vocabulary.isStop(id)) continue;
      sum += frequency;
      squares += frequency * frequency;
      count++;
    }
    const mean = sum / Math.max(count, 1);
    const deviation = Math.sqrt(Math.max(0, squares / Math.max(count, 1) - mean * mean));
    const weights = new Map<number, number>();
    for (const [id, term] of terms) {
      const { left, leftKinds, right, rightKinds } = pairs.of(id);
      const company = (left > 0 ? leftKinds / left : 0) + (right > 0 ? rightKinds / right : 0);
      const relatedness = 1 + (company * term.frequency) / most;
      const position = Math.log(Math.log(3 + median(term.sentences)));
      const casing = Math.max(term.acronyms, term.capitals) / (1 + Math.log(term.frequency));
      const frequency = term.frequency / (mean + deviation || 1);
      const spread = term.sentences.length / sentences;
      weights.set(id, (relatedness * position) / (casing + frequency / relatedness + spread / relatedness));
    }
    return weights;
  }

  /** Takes the runs of up to so many words that neither begin nor end with a stop word or a number. */
  #collect(maxWords: number): void {
    const vocabulary = this.#vocabulary;
    const candidates = this.#candidates;
    const { count, ids, gaps } = vocabulary.words;
    const bears = (i: number) => !vocabulary.isStop(ids[i]!) && !vocabulary.isLetterless(ids[i]!);
    candidates.begin(ids);
    for (let first = 0; first < count; first++) {
      if (!bears(first)) continue;
      for (let end = first + 1; end - first <= maxWords; end++) {
        if (bears(end - 1)) candidates.add(first, end - first);
        if (end >= count || gaps[end]! > gap.space || vocabulary.isRepeated(end)) break;
      }
    }
  }

  #score(phrase: number, terms: Map<number, YakeTerm>, weights: Map<number, number>): number {
    const vocabulary = this.#vocabulary;
    const candidates = this.#candidates;
    const pairs = this.#pairs;
    const { ids } = vocabulary.words;
    const first = candidates.firsts[phrase]!;
    const end = first + candidates.lengths[phrase]!;
    let product = 1;
    let sum = 0;
    for (let i = first; i < end; i++) {
      if (vocabulary.isStop(ids[i]!)) {
        // A stop word inside counts by how surely its neighbours bring it along.
        const before = pairs.count(ids[i - 1]!, ids[i]!) / terms.get(ids[i - 1]!)!.frequency;
        const after = pairs.count(ids[i]!, ids[i + 1]!) / terms.get(ids[i + 1]!)!.frequency;
        product *= 2 - before * after;
        sum -= 1 - before * after;
      } else {
        const weight = weights.get(ids[i]!)!;
        product *= weight;
        sum += weight;
      }
    }
    return product / (candidates.frequencies[phrase]! * Math.max(1 + sum, 0.01));
  }
}

function isUpper(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (kindAt(text.charCodeAt(i)) === kind.letter) return false;
  return true;
}

function median(sorted: readonly number[]): number {
  const upper = sorted[sorted.length >> 1] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[(sorted.length >> 1) - 1] ?? upper) + upper) / 2;
}
