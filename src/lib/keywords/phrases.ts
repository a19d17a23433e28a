import type { Tagger } from '../english/index.ts';
import { Candidates } from './candidates.ts';
import { Chunks } from './chunks.ts';
import { joined } from './fields.ts';
import { fold } from './fold.ts';
import type { Extractor, Keyword, KeywordLimits } from './keyword.ts';
import { type MeasuredDocument, Measurer, measures } from './measures.ts';
import { nounPhrases } from './nounphrases.ts';
import { Ranking } from './ranking.ts';
import { runsBetweenStops } from './runs.ts';
import { surfaceOf } from './surface.ts';
import type { Vocabulary } from './vocabulary.ts';
import { type LinearModel, models } from './weights.ts';

/** Languages that are written without spaces between words. */
const unspaced = new Set(['zh', 'ja', 'th', 'lo', 'km', 'my']);
/** The parts of a chunk are candidates up to so many words, whatever `maxWords` says. */
const LONGEST = 8;

/**
 * The default method. Candidates are noun phrases, or without a tagger what stands between stop words; a linear model of where
 * they stand, how often, how widely spread and in what company says how likely each is a keyword. Scores are between 0 and 1.
 */
export class Phrases implements Extractor {
  readonly #vocabulary: Vocabulary;
  readonly #tagger: Tagger | undefined;
  readonly #candidates = new Candidates();
  readonly #ranking = new Ranking();
  readonly #model: LinearModel;

  constructor(vocabulary: Vocabulary, language: string, tagger: Tagger | undefined) {
    this.#vocabulary = vocabulary;
    this.#tagger = tagger;
    this.#model = tagger ? models.tagged : unspaced.has(language) ? models.unspaced : models.untagged;
  }

  extract(fields: readonly string[], { top, minScore, maxWords }: KeywordLimits): Keyword[] {
    const document = this.read(fields, Math.min(maxWords, LONGEST));
    const { text, vocabulary, candidates } = document;
    const scores = this.#scores(document);
    return fold(this.#ranking.of(scores, candidates.count, minScore), candidates, vocabulary, top).map((phrase) => ({
      phrase: surfaceOf(text, vocabulary.words, candidates, phrase),
      score: Number(scores[phrase]!.toFixed(4)),
    }));
  }

  /** Reads a document and finds its candidates. */
  read(fields: readonly string[], maxWords: number): MeasuredDocument {
    const vocabulary = this.#vocabulary;
    const tagger = this.#tagger;
    const candidates = this.#candidates;
    const text = joined(fields);
    vocabulary.read(text);
    const { words } = vocabulary;
    const stems = vocabulary.stemsOfText();
    candidates.begin(stems);
    const chunks = new Chunks(words.count, candidates, maxWords);
    const tags = tagger?.tags(text, words);
    if (tags) nounPhrases(text, vocabulary, tags, chunks);
    else runsBetweenStops(vocabulary, chunks);
    let titleWords = 0;
    const titleEnd = fields.length > 1 ? (fields[0]?.length ?? 0) : 0;
    while (titleWords < words.count && words.starts[titleWords]! < titleEnd) titleWords++;
    return { text, titleWords, vocabulary, stems, tags, candidates, chunks };
  }

  #scores(document: MeasuredDocument): Float64Array {
    const { bias, weights } = this.#model;
    const scores = new Float64Array(document.candidates.count);
    const measurer = new Measurer(document);
    const row = new Float64Array(measures.length);
    for (let phrase = 0; phrase < scores.length; phrase++) {
      measurer.measure(phrase, row);
      let sum = bias;
      for (let i = 0; i < row.length; i++) sum += weights[i]! * row[i]!;
      scores[phrase] = 1 / (1 + Math.exp(-sum));
    }
    return scores;
  }
}
