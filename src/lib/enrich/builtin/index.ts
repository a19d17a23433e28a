import type { Builtin } from './builtin.ts';

const field = { field: 'field to read (default: `content_text`, or `title` where that is missing)' };

/** Every built-in enrichment by name. Each loads what it needs only when it is used. */
export const builtins: Readonly<Record<string, Builtin>> = {
  lang: {
    summary:
      'language of `title` and `content_text`, with a confidence from 0 to 1; `und` for texts that are too short or in a language that the model does not know',
    options: {
      fields: 'fields to read, separated by commas (default: `title,content_text`)',
      hints: '`no`: ignore the `language` of the item and its feed',
      model:
        '`small` (default, 60 languages) or `fasttext` (176 languages: asks lid.176 about texts that `small` cannot tell; needs `npm install fasttext.wasm.js`)',
    },
    make: async (options) => (await import('./lang.ts')).makeLang(options),
  },
  'text-stats': {
    summary:
      'numbers of characters, words and sentences, type-token ratio (different words divided by words), reading time, and for English the Flesch reading ease',
    options: { ...field, wpm: 'reading speed in words per minute (default: 238)' },
    make: async (options) => (await import('./text-stats.ts')).makeTextStats(options),
  },
  match: {
    summary: 'terms of a list that occur in the text: term, field, count, and offsets (start and end, in UTF-16 code units)',
    options: {
      terms: 'file with the terms (same as `--terms`)',
      fields: 'fields to read, separated by commas (default: `title,content_text`)',
      word: '`yes`: match whole words only, unless a term says otherwise; in scripts without spaces a dictionary finds the words',
      case: '`yes`: match letter case, unless a term says otherwise',
      prefix: 'characters, such as `#@`; one of them directly before a term becomes part of the match',
    },
    make: async (options) => (await import('./match.ts')).makeMatch(options),
  },
  sentiment: {
    summary:
      'tone of an English text: score from -1 (negative) to 1 (positive), the mean over its sentences, and a label; null for other languages',
    options: { fields: 'fields to read, separated by commas (default: `title,content_text`)' },
    make: async (options) => (await import('./sentiment.ts')).makeSentiment(options),
  },
  links: {
    summary: 'links in `content_html`: absolute URLs, each once, with their text',
    options: { field: 'field to read (default: `content_html`)' },
    make: async (options) => (await import('./links.ts')).makeLinks(options),
  },
  hash: {
    summary:
      'hashes of `content_text` in hexadecimal: `sha256` of the exact text, and `simhash`, which differs in few bits between similar texts',
    options: { ...field },
    make: async (options) => (await import('./hash.ts')).makeHash(options),
  },
};
