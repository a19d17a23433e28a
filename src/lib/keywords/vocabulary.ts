import type { Stemmer } from '../text/index.ts';
import { kind, kindAt, Lexicon, Words } from '../text/index.ts';

/** A vocabulary larger than this is forgotten between two documents, so that memory does not grow with their number. */
const LARGEST = 1 << 16;
const NOT_A_WORD = /^[^\p{L}]*$/u;

/** The words of one language: their numbers, which of them are stop words or numbers, and their stems. */
export class Vocabulary {
  /** The words of the text that was read last. */
  readonly words: Words;
  readonly #lexicon = new Lexicon();
  readonly #stems = new Lexicon();
  readonly #stopWords: readonly string[];
  readonly #stemmer: Stemmer;
  #stops = 0;
  /** By number of the word: 0 not asked yet, 1 has letters, 2 has none. */
  #letterless = new Uint8Array(1024);
  /** By number of the word: number of the stem + 1. */
  #stemIds = new Int32Array(1024);

  /** `stopWords` are in lower case. */
  constructor(stopWords: Iterable<string>, stemmer: Stemmer) {
    this.#stopWords = [...stopWords];
    this.#stemmer = stemmer;
    this.words = new Words(this.#lexicon);
    this.#begin();
  }

  /** How many different words are known: all their numbers are smaller. */
  get size(): number {
    return this.#lexicon.size;
  }

  /** Reads a text into `words`; the numbers of words hold until the next text. */
  read(text: string): void {
    if (this.#lexicon.size - this.#stops > LARGEST) this.#begin();
    this.words.scan(text);
  }

  /** The word of a number, in lower case. */
  word(id: number): string {
    return this.#lexicon.word(id);
  }

  /** The number of a word in lower case. */
  id(word: string): number {
    return this.#lexicon.internWord(word);
  }

  /** Stop words have the smallest numbers, so this costs a comparison. Without a list, short words are taken for stop words. */
  isStop(id: number): boolean {
    return id < this.#stops || (this.#stops === 0 && isShort(this.#lexicon.word(id)));
  }

  /** Whether a word has no letter: a number, a date. */
  isLetterless(id: number): boolean {
    if (id >= this.#letterless.length) this.#letterless = grown(new Uint8Array(this.#lexicon.size * 2), this.#letterless);
    const known = this.#letterless[id] || (this.#letterless[id] = NOT_A_WORD.test(this.#lexicon.word(id)) ? 2 : 1);
    return known === 2;
  }

  /** Whether a word of the text is one of three in a row that are the same: a row of them is no phrase. */
  isRepeated(i: number): boolean {
    const { ids, count } = this.words;
    const id = ids[i];
    if (i === 0 || ids[i - 1] !== id) return i + 2 < count && ids[i + 1] === id && ids[i + 2] === id;
    return (i > 1 && ids[i - 2] === id) || (i + 1 < count && ids[i + 1] === id);
  }

  /** A number that words of one stem have in common. */
  stem(id: number): number {
    if (id >= this.#stemIds.length) this.#stemIds = grown(new Int32Array(this.#lexicon.size * 2), this.#stemIds);
    const known = this.#stemIds[id] || (this.#stemIds[id] = this.#stems.internWord(this.#stemmer(this.#lexicon.word(id))) + 1);
    return known - 1;
  }

  /** The stem of a number. */
  stemmed(stem: number): string {
    return this.#stems.word(stem);
  }

  /** The stems of the words of the text, by their index. */
  stemsOfText(): Int32Array {
    const { count, ids } = this.words;
    const stems = new Int32Array(count);
    for (let i = 0; i < count; i++) stems[i] = this.stem(ids[i]!);
    return stems;
  }

  #begin(): void {
    this.#lexicon.clear();
    this.#stems.clear();
    this.#letterless.fill(0);
    this.#stemIds.fill(0);
    for (const word of this.#stopWords) this.#lexicon.internWord(word);
    this.#stops = this.#lexicon.size;
  }
}

function isShort(word: string): boolean {
  return word.length <= 3 && kindAt(word.charCodeAt(0)) !== kind.dense;
}

function grown<Numbers extends Uint8Array | Int32Array>(into: Numbers, from: Numbers): Numbers {
  into.set(from);
  return into;
}
