import { joinedAsSentences } from './fields.ts';
import type { Extractor, Keyword, KeywordLimits } from './keyword.ts';

/** The stop words of the `langkit` variant: NLTK's list for English as of 2016. */
export const langkitStopWords: readonly string[] = `
  i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its
  itself they them their theirs themselves what which who whom this that these those am is are was were be been being have
  has had having do does did doing a an the and but if or because as until while of at by for with about against between
  into through during before after above below to from up down in out on off over under again further then once here there
  when where why how all any both each few more most other some such no nor not only own same so than too very s t can
  will just don should now d ll m o re ve y ain aren couldn didn doesn hadn hasn haven isn ma mightn mustn needn shan
  shouldn wasn weren won wouldn
`
  .trim()
  .split(/\s+/);

const WHITE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const sentenceEnd = new RegExp(`(?<=[.!?])${WHITE}`);
const tokenEnd = new RegExp(WHITE);
const PUNCTUATION = /\p{P}/gu;
const ONE_PUNCTUATION = /^\p{P}$/u;
const PLAIN_WORD = /^[a-z0-9]+$/;
const NUMBER = /^[\p{Nd}²³¹⁰⁴-⁹₀-₉]+$/u;

/** The tokens of a lower-case sentence, as the Penn Treebank tokeniser of NLTK 3.2.2 and earlier gives them. */
function tokensOf(sentence: string): string[] {
  const spaced = sentence
    .trimEnd()
    .replace(/([:,])(\P{Nd})/gu, ' $1 $2')
    .replace(/[:,]$/, ' $&')
    .replace(/[;@#$%&?![\](){}<>"]/g, ' $& ')
    .replace(/\.$/, ' .');
  return spaced.split(tokenEnd);
}

/**
 * RAKE exactly as langkit did it: a phrase that is still open at the end of a sentence is dropped, punctuation inside a token is
 * deleted, numbers add nothing to a word's degree. All phrases, in lower case, best first; of equal ones the earlier first.
 */
export function rakeLangkit(text: string, stopWords: ReadonlySet<string>): Keyword[] {
  const phrases: string[][] = [];
  for (const sentence of text.toLowerCase().split(sentenceEnd)) {
    let phrase: string[] = [];
    for (const token of tokensOf(sentence)) {
      if (token === '') continue;
      if (stopWords.has(token) || ONE_PUNCTUATION.test(token)) {
        if (phrase.length > 0) phrases.push(phrase);
        phrase = [];
        continue;
      }
      const word = PLAIN_WORD.test(token) ? token : token.replace(PUNCTUATION, '');
      if (word !== '') phrase.push(word);
    }
  }
  return ranked(phrases);
}

function ranked(phrases: string[][]): Keyword[] {
  const frequency = new Map<string, number>();
  const degree = new Map<string, number>();
  for (const phrase of phrases) {
    const neighbours = phrase.reduce((count, word) => (NUMBER.test(word) ? count : count + 1), -1);
    for (const word of phrase) {
      frequency.set(word, (frequency.get(word) ?? 0) + 1);
      degree.set(word, (degree.get(word) ?? 0) + neighbours);
    }
  }
  const scores = new Map<string, number>();
  for (const phrase of phrases) {
    let score = 0;
    for (const word of phrase) score += (degree.get(word)! + frequency.get(word)!) / frequency.get(word)!;
    scores.set(phrase.join(' '), score);
  }
  return [...scores].map(([phrase, score]) => ({ phrase, score })).sort((a, b) => b.score - a.score);
}

/** RAKE as langkit did it, over the fields of a document. */
export class Langkit implements Extractor {
  readonly #stopWords: ReadonlySet<string>;

  constructor(stopWords: ReadonlySet<string>) {
    this.#stopWords = stopWords;
  }

  extract(fields: readonly string[], { top, minScore, maxWords }: KeywordLimits): Keyword[] {
    const all = rakeLangkit(joinedAsSentences(fields), this.#stopWords);
    return all.filter(({ phrase, score }) => score >= minScore && phrase.split(' ').length <= maxWords).slice(0, top);
  }
}
