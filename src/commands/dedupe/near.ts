import {
  agree,
  isSeries,
  leastThreshold,
  type Memory,
  MinHash,
  type NearMatch,
  type SeenText,
  SimHash,
  type SimilarityIndex,
  shinglesOf,
  subjectOf,
  wordsOf,
} from '../../lib/dedupe/index.ts';
import { Halt, reasonOf, status } from '../../lib/errors/index.ts';
import { type Field, FieldScanner, parseField } from '../../lib/json/index.ts';

export interface NearOptions {
  /** The field; true for the default one. */
  near?: string | true;
  method?: 'minhash' | 'simhash';
  threshold?: number;
  window?: number;
}

export const DEFAULT_FIELD = 'content_text';
/** Of 64 bits, 3 may differ (G. Manku and others, "Detecting near-duplicates for web crawling", 2007): more, and templates are near. */
const defaultThresholds = { minhash: 0.8, simhash: 0.95 } as const;
/** Texts of fewer words are mostly boilerplate, such as "Read more": they are compared together with their titles. */
const SHORT = 10;
/** Texts of fewer words are not the same where their titles differ. Longer ones may be reprints under another title. */
const TELLING = 50;
/** A text that was dropped under so many other titles is boilerplate: from then on, its titles have to agree too. */
const MANY_SUBJECTS = 2;

/** A text of a record. */
export interface Text extends SeenText {
  readonly words: number;
  /** Set where it is boilerplate: the other subjects that it was dropped under. */
  others?: Set<string>;
}

/** Tells which records have a text that is nearly the same as one before. */
export class NearTexts {
  readonly method: 'minhash' | 'simhash';
  /** The field of the texts. */
  readonly field: string;
  readonly #scanner: FieldScanner;
  readonly #index: SimilarityIndex;
  readonly #memory: Memory | undefined;
  readonly #kind: string;
  readonly #window: number;
  /** The subject of each text in the index, and others under which texts like it were dropped. */
  readonly #subjects = new Map<number, string>();
  readonly #otherSubjects = new Map<number, Set<string>>();
  /** How many of the texts compared with are from earlier runs. */
  readonly #fromBefore: number;

  /** @throws Halt 2 */
  constructor({ near, method = 'minhash', threshold = defaultThresholds[method], window }: NearOptions, memory?: Memory) {
    const least = method === 'simhash' ? leastThreshold : 0;
    if (threshold > 1 || threshold < least) {
      throw new Halt(status.usage, `--threshold: with ${method} a number from ${least} to 1`);
    }
    const field = near === true || near === undefined ? DEFAULT_FIELD : near;
    this.field = field;
    this.method = method;
    this.#kind = `${method}/${field}`;
    this.#memory = memory;
    this.#scanner = new FieldScanner([parsed(field), parseField('title'), parseField('url')]);
    this.#index = method === 'minhash' ? new MinHash(threshold, window) : new SimHash(threshold, window);
    this.#window = window ?? Number.POSITIVE_INFINITY;
    const before = memory?.texts(this.#kind, this.#window) ?? [];
    for (const text of before) this.#add(text);
    this.#fromBefore = before.length;
  }

  /** The text of a record, if it has one with a word in it. */
  textOf(json: Buffer): Text | undefined {
    if (!this.#scanner.scan(json, 0, json.length)) return undefined;
    const words = wordsOf(this.#stringAt(json, 0) ?? '');
    if (words.length === 0) return undefined;
    const title = this.#stringAt(json, 1);
    const compared = words.length < SHORT && title !== undefined ? [...wordsOf(title), ...words] : words;
    return {
      sketch: this.#index.sketch(shinglesOf(compared)),
      words: words.length,
      subject: subjectOf(title, this.#stringAt(json, 2)),
    };
  }

  /** The nearest text before, if one is near enough; its number is negative where an earlier run has seen it. */
  find(text: Text): NearMatch | undefined {
    const match = this.#index.find(text.sketch, (number) => this.#isSameItem(number, text));
    if (!match) return undefined;
    if (agree(this.#subjects.get(match.number) ?? '', text.subject) === false) {
      const others = this.#otherSubjects.get(match.number);
      if (others) others.add(text.subject);
      else this.#otherSubjects.set(match.number, new Set([text.subject]));
    }
    return { ...match, number: match.number - this.#fromBefore };
  }

  /** Adds a text; gives its number, from 0 on. */
  add(text: Text): number {
    const number = this.#add(text);
    if (text.others) this.#otherSubjects.set(number, text.others);
    return number - this.#fromBefore;
  }

  /** From now on the text counts as seen in later runs too. */
  remember(text: SeenText): void {
    this.#memory?.rememberText(this.#kind, text);
  }

  #add({ sketch, subject }: SeenText): number {
    const number = this.#index.add(sketch);
    this.#subjects.set(number, subject);
    // The index keeps up to two windows of texts.
    this.#subjects.delete(number - 2 * this.#window);
    this.#otherSubjects.delete(number - 2 * this.#window);
    return number;
  }

  /** Whether a text that is nearly the same is of the same item, too. */
  #isSameItem(number: number, text: Text): boolean {
    const { words, subject } = text;
    const first = this.#subjects.get(number) ?? '';
    if (agree(first, subject) !== false) return true;
    if (words < TELLING || isSeries(first, subject)) return false;
    const others = this.#otherSubjects.get(number);
    if (others === undefined || others.size < MANY_SUBJECTS || others.has(subject)) return true;
    text.others = others;
    return false;
  }

  #stringAt(json: Buffer, field: number): string | undefined {
    const { starts, ends } = this.#scanner;
    const start = starts[field] as number;
    return start < 0 || json[start] !== 0x22 ? undefined : JSON.parse(json.toString('utf8', start, ends[field]));
  }
}

function parsed(field: string): Field {
  try {
    return parseField(field);
  } catch (error) {
    throw new Halt(status.usage, `--near: ${reasonOf(error)}`);
  }
}
