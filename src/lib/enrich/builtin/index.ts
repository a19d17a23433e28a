import type { Json, JsonObject } from '../../json/index.ts';
import type { EnrichmentOptions } from '../protocol.ts';

/** Gives the value of an enrichment for a record. */
export type Value = (record: JsonObject) => Json;

/** An enrichment that comes with the program: trusted, quick, and never waiting. */
export interface Builtin {
  /** What it gives, in a line. */
  readonly summary: string;
  /** The options it takes behind `?`, and what they mean. */
  readonly options: Readonly<Record<string, string>>;
  /** @throws Error, in words for people, over a bad value */
  make(options: EnrichmentOptions): Promise<Value>;
}

const field = { field: 'the field to read; `content_text`, or where there is none `title`, unless told' };

/** Every built-in enrichment by its name. What it needs is loaded only when it is used. */
export const builtins: Readonly<Record<string, Builtin>> = {
  lang: {
    summary:
      'the language of `title` and `content_text`, and the confidence, 0 to 1; `und` for texts that are too short or in a language that the model does not know',
    options: {
      fields: 'the fields to read, separated by commas',
      hints: '`no`: disregard the `language` of the item and its feed',
      model:
        '`small` (60 languages, the default) or `fasttext` (176 languages; asks lid.176 about texts that `small` leaves open; needs `npm install fasttext.wasm.js`)',
    },
    make: async (options) => (await import('./lang.ts')).makeLang(options),
  },
  'text-stats': {
    summary: 'characters, words, sentences, type-token ratio, reading time, and for English the Flesch reading ease',
    options: { ...field, wpm: 'words read in a minute, 238 unless told' },
    make: async (options) => (await import('./text-stats.ts')).makeTextStats(options),
  },
  match: {
    summary: 'which terms of a list occur where: term, field, count, and offsets (start and end in UTF-16 code units)',
    options: {
      terms: 'the list of terms (as `--terms`)',
      fields: 'the fields to read, separated by commas; `title,content_text` unless told',
      word: '`yes`: terms are whole words unless they say otherwise',
      case: '`yes`: letter case matters unless they say otherwise',
      prefix: 'characters, such as `#@`, of which one may stand before a term and then belongs to it',
    },
    make: async (options) => (await import('./match.ts')).makeMatch(options),
  },
  sentiment: {
    summary: 'whether an English text speaks well or ill of things: score from -1 to 1, and label; null in other languages',
    options: { fields: 'the fields to read, separated by commas; `title,content_text` unless told' },
    make: async (options) => (await import('./sentiment.ts')).makeSentiment(options),
  },
  links: {
    summary: 'the links of `content_html`, absolute, each once, with their text',
    options: { field: 'the field to read, `content_html` unless told' },
    make: async (options) => (await import('./links.ts')).makeLinks(options),
  },
  hash: {
    summary:
      'hashes of `content_text` in hexadecimal: `sha256` of the text as it stands, and `simhash`, which differs in few bits where texts differ little',
    options: { ...field },
    make: async (options) => (await import('./hash.ts')).makeHash(options),
  },
};
