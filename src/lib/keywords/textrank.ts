import { type Tagger, tag } from '../english/index.ts';
import { Candidates } from './candidates.ts';
import { Chunks } from './chunks.ts';
import { joined } from './fields.ts';
import { fold } from './fold.ts';
import type { Extractor, Keyword, KeywordLimits } from './keyword.ts';
import { nounPhrases } from './nounphrases.ts';
import { pageRank } from './pagerank.ts';
import { Ranking } from './ranking.ts';
import { runsBetweenStops } from './runs.ts';
import { surfaceOf } from './surface.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Words at most so far apart vote for each other. */
const WINDOW = 10;
/** Of a very long text, the words from here on do not vote: the graph would be larger than memory. */
const MOST_VOTERS = 100_000;
/** Phrases of more words are no candidates, whatever `maxWords` says. */
const LONGEST = 8;

/**
 * TextRank (Mihalcea and Tarau 2004), with the weighted graph and wider window of SingleRank (Wan and Xiao 2008): words that
 * stand near each other vote for each other, and a phrase scores the sum of the ranks of its words. Needs a tagger for nouns and
 * adjectives; without one, all words but stop words take part.
 */
export class TextRank implements Extractor {
  readonly #vocabulary: Vocabulary;
  readonly #tagger: Tagger | undefined;
  readonly #candidates = new Candidates();
  readonly #ranking = new Ranking();

  constructor(vocabulary: Vocabulary, tagger: Tagger | undefined) {
    this.#vocabulary = vocabulary;
    this.#tagger = tagger;
  }

  extract(fields: readonly string[], { top, minScore, maxWords }: KeywordLimits): Keyword[] {
    const vocabulary = this.#vocabulary;
    const tagger = this.#tagger;
    const candidates = this.#candidates;
    const text = joined(fields);
    vocabulary.read(text);
    const { words } = vocabulary;
    const stems = vocabulary.stemsOfText();
    const tags = tagger?.tags(text, words);
    candidates.begin(stems);
    // Whole chunks only: a part of one never scores as much as the whole.
    const chunks = new Chunks(words.count, candidates, Math.min(maxWords, LONGEST), true);
    if (tags) nounPhrases(text, vocabulary, tags, chunks);
    else runsBetweenStops(vocabulary, chunks);
    const ranks = pageRank(this.#voters(stems, tags), WINDOW);
    const scores = new Float64Array(candidates.count);
    for (let phrase = 0; phrase < scores.length; phrase++) {
      const first = candidates.firsts[phrase]!;
      for (let i = first; i < first + candidates.lengths[phrase]!; i++) scores[phrase]! += ranks.get(stems[i]!) ?? 0;
    }
    return fold(this.#ranking.of(scores, candidates.count, minScore), candidates, vocabulary, top).map((phrase) => ({
      phrase: surfaceOf(text, words, candidates, phrase),
      score: scores[phrase]!,
    }));
  }

  /** The stems of the words that take part, by index of the word; -1 for the others. */
  #voters(stems: Int32Array, tags: Uint8Array | undefined): Int32Array {
    const vocabulary = this.#vocabulary;
    const { count, ids } = vocabulary.words;
    const voters = new Int32Array(Math.min(count, MOST_VOTERS)).fill(-1);
    for (let i = 0; i < voters.length; i++) {
      if (vocabulary.isStop(ids[i]!) || vocabulary.isLetterless(ids[i]!)) continue;
      if (tags === undefined || tags[i] === tag.noun || tags[i] === tag.name || tags[i] === tag.adjective) voters[i] = stems[i]!;
    }
    return voters;
  }
}
