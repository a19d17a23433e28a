import type { Tagger } from '../english/index.ts';
import type { Field, JsonObject } from '../json/index.ts';
import { stemmerOf } from '../text/index.ts';
import { LanguageChooser } from './choose-language.ts';
import type { DocumentFrequencies } from './frequencies.ts';
import type { Extractor, Keyword, KeywordLimits } from './keyword.ts';
import { Langkit } from './langkit.ts';
import { Phrases } from './phrases.ts';
import { Rake } from './rake.ts';
import { textsOf } from './record.ts';
import { type StopWordChanges, stopList } from './stoplist.ts';
import { TextRank } from './textrank.ts';
import { TfIdf, termsOf } from './tfidf.ts';
import { Vocabulary } from './vocabulary.ts';
import { Yake } from './yake.ts';

export const methods = ['phrases', 'rake', 'yake', 'textrank', 'tfidf'] as const;
export const rakeVariants = ['default', 'langkit', 'paper'] as const;

/** Default maximum words per phrase, by method. */
const usualWords = { phrases: 5, rake: 3, yake: 3, textrank: 5, tfidf: 3 } as const;
/** RAKE drops longer phrases. Outside English, more words stand between two stop words. */
const RAKE_WORDS_ELSEWHERE = 5;
const USUAL_TOP = 10;
/** Maximum number of languages kept in memory. */
const MOST_LANGUAGES = 64;

/** Settings of a `KeywordFinder`. */
export interface KeywordSettings {
  method: (typeof methods)[number];
  rakeVariant: (typeof rakeVariants)[number];
  /** ISO 639-1, or `auto` to take each record's own. */
  language: string;
  /** The fields that are read, in order. */
  fields: readonly Field[];
  stopWords: StopWordChanges | undefined;
  /** The table that `tfidf` uses. */
  frequencies: DocumentFrequencies;
  /** The table that `count` adds to; may be the same. */
  counted: DocumentFrequencies;
  /** Maximum keywords per record. */
  top?: number;
  /** Minimum score. */
  minScore: number;
  /** Maximum words per keyword. */
  maxWords?: number;
}

/** The tools of one language. */
interface Kit {
  language: string;
  limits: KeywordLimits;
  vocabulary: Vocabulary;
  extractor: Extractor;
}

/** Finds the keywords of records, each in its own language. The tools of a language are loaded when it first occurs. */
export class KeywordFinder {
  readonly #settings: KeywordSettings;
  /** The table that `count` adds to. */
  readonly counted: DocumentFrequencies;
  readonly #chooser = new LanguageChooser();
  readonly #kits = new Map<string, Kit>();
  #tagger: Tagger | undefined;

  constructor(settings: KeywordSettings) {
    this.#settings = settings;
    this.counted = settings.counted;
  }

  /** Keywords of a record, best first; none for a record without text. Returns a promise only if it must load a language. */
  find(record: JsonObject): Keyword[] | Promise<Keyword[]> {
    return this.#read(record, [], ({ extractor, limits }, texts) => extractor.extract(texts, limits));
  }

  /** Counts the terms of a record in the table of document frequencies. */
  count(record: JsonObject): void | Promise<void> {
    return this.#read(record, undefined, ({ language, vocabulary }, texts) => {
      this.counted.addDocument(language, termsOf(texts, vocabulary));
    });
  }

  #read<T>(record: JsonObject, empty: T, use: (kit: Kit, texts: string[]) => T): T | Promise<T> {
    const texts = textsOf(record, this.#settings.fields);
    if (texts.every((text) => text === '')) return empty;
    const kit = this.#kitFor(record, texts);
    return kit instanceof Promise ? kit.then((loaded) => use(loaded, texts)) : use(kit, texts);
  }

  #kitFor(record: JsonObject, texts: readonly string[]): Kit | Promise<Kit> {
    const { language } = this.#settings;
    const chosen = language === 'auto' ? this.#chooser.choose(record, texts) : language;
    if (typeof chosen !== 'string') return chosen.then((found) => this.#kits.get(found) ?? this.#load(found));
    return this.#kits.get(chosen) ?? this.#load(chosen);
  }

  async #load(language: string): Promise<Kit> {
    const { rakeVariant, stopWords } = this.#settings;
    const stops = await stopList(language, rakeVariant, stopWords);
    const vocabulary = new Vocabulary(stops, await stemmerOf(language));
    const limits = limitsOf(this.#settings, language);
    const kit = { language, limits, vocabulary, extractor: await this.#extractor(language, stops, vocabulary) };
    // Records may name any number of languages; the oldest is dropped.
    for (const oldest of this.#kits.keys()) if (this.#kits.size >= MOST_LANGUAGES) this.#kits.delete(oldest);
    this.#kits.set(language, kit);
    return kit;
  }

  async #extractor(language: string, stops: ReadonlySet<string>, vocabulary: Vocabulary): Promise<Extractor> {
    const { method, rakeVariant, frequencies } = this.#settings;
    if (method === 'phrases') return new Phrases(vocabulary, language, await this.#taggerFor(language));
    if (method === 'textrank') return new TextRank(vocabulary, await this.#taggerFor(language));
    if (method === 'yake') return new Yake(vocabulary);
    if (method === 'tfidf') return new TfIdf(vocabulary, language, frequencies);
    return rakeVariant === 'langkit' ? new Langkit(stops) : new Rake(vocabulary, rakeVariant === 'default');
  }

  async #taggerFor(language: string): Promise<Tagger | undefined> {
    if (language !== 'en') return undefined;
    this.#tagger ??= await (await import('../english/tags.ts')).loadTagger();
    return this.#tagger;
  }
}

function limitsOf({ method, rakeVariant, top, minScore, maxWords }: KeywordSettings, language: string): KeywordLimits {
  // Variants that reproduce other programs return all phrases, as those do.
  const all = method === 'rake' && rakeVariant !== 'default';
  const usual = method === 'rake' && language !== 'en' ? RAKE_WORDS_ELSEWHERE : usualWords[method];
  return {
    top: top ?? (all ? Number.POSITIVE_INFINITY : USUAL_TOP),
    minScore,
    maxWords: maxWords ?? (all ? Number.POSITIVE_INFINITY : usual),
  };
}
