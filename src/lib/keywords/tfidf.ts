import { Candidates } from './candidates.ts';
import { Chunks } from './chunks.ts';
import { joined } from './fields.ts';
import { fold } from './fold.ts';
import type { DocumentFrequencies } from './frequencies.ts';
import type { Extractor, Keyword, KeywordLimits } from './keyword.ts';
import { Ranking } from './ranking.ts';
import { runsBetweenStops } from './runs.ts';
import { surfaceOf } from './surface.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Phrases of more words are no candidates, whatever `maxWords` says: there would be as many as words times words. */
const LONGEST = 8;

/** TF-IDF: how often a phrase occurs in the document, times how rare its words are among all documents. */
export class TfIdf implements Extractor {
  readonly #vocabulary: Vocabulary;
  readonly #language: string;
  readonly #frequencies: DocumentFrequencies;
  readonly #candidates = new Candidates();
  readonly #ranking = new Ranking();

  constructor(vocabulary: Vocabulary, language: string, frequencies: DocumentFrequencies) {
    this.#vocabulary = vocabulary;
    this.#language = language;
    this.#frequencies = frequencies;
  }

  extract(fields: readonly string[], { top, minScore, maxWords }: KeywordLimits): Keyword[] {
    const vocabulary = this.#vocabulary;
    const candidates = this.#candidates;
    const text = joined(fields);
    vocabulary.read(text);
    const { words } = vocabulary;
    const stems = vocabulary.stemsOfText();
    candidates.begin(stems);
    runsBetweenStops(vocabulary, new Chunks(words.count, candidates, Math.min(maxWords, LONGEST)));
    const rarities = new Map<number, number>();
    const scores = new Float64Array(candidates.count);
    for (let phrase = 0; phrase < scores.length; phrase++) {
      const first = candidates.firsts[phrase]!;
      let rarity = 0;
      for (let i = first; i < first + candidates.lengths[phrase]!; i++) rarity += this.#rarity(stems[i]!, rarities);
      scores[phrase] = candidates.frequencies[phrase]! * rarity;
    }
    return fold(this.#ranking.of(scores, candidates.count, minScore), candidates, vocabulary, top).map((phrase) => ({
      phrase: surfaceOf(text, words, candidates, phrase),
      score: scores[phrase]!,
    }));
  }

  #rarity(stem: number, known: Map<number, number>): number {
    let rarity = known.get(stem);
    if (rarity === undefined) {
      rarity = this.#frequencies.rarity(this.#language, this.#vocabulary.stemmed(stem));
      known.set(stem, rarity);
    }
    return rarity;
  }
}

/** The terms of a document that are counted for TF-IDF: the stems of its words but stop words and numbers, each once. */
export function termsOf(fields: readonly string[], vocabulary: Vocabulary): Set<string> {
  vocabulary.read(joined(fields));
  const { count, ids } = vocabulary.words;
  const seen = new Set<number>();
  for (let i = 0; i < count; i++) {
    if (!vocabulary.isStop(ids[i]!) && !vocabulary.isLetterless(ids[i]!)) seen.add(vocabulary.stem(ids[i]!));
  }
  return new Set(Array.from(seen, (stem) => vocabulary.stemmed(stem)));
}
