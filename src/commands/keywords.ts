import {
  count,
  defineCommand,
  fields,
  flag,
  inputFile,
  inputFiles,
  number,
  oneOf,
  option,
  outputFile,
  text,
} from '../lib/cli/index.ts';
import { Halt, status } from '../lib/errors/index.ts';
import type { Filter } from '../lib/filter/index.ts';
import { type Json, parseFields } from '../lib/json/index.ts';
import {
  DocumentFrequencies,
  type Keyword,
  KeywordFinder,
  methods,
  rakeVariants,
  readFrequencies,
  readStopWords,
  writeFrequencies,
} from '../lib/keywords/index.ts';
import type { Line } from '../lib/ndjson/index.ts';
import { isKnownLanguage, languageCode } from '../lib/text/languages.ts';
import { LineSpool } from './keywords/spool.ts';

export const command = defineCommand({
  name: 'keywords',
  summary: 'find the keywords of each record',
  about: [
    '`keywords` reads the title and text of each record and adds its best keywords as `keywords`, a list of `{"phrase","score"}`, best first. Phrases are written as in the text, in their most frequent spelling; of near-duplicates the best one stays. A record without text gets an empty list. Higher scores are better; they compare within one method.',
    'The language of a record is that of `enrichments.lang`, else of `language`, else it is detected from the text. There are stop words for 58 languages; in others, words of up to three letters are taken for stop words. Chinese, Japanese, Thai, Lao, Khmer and Burmese text is cut into words.',
  ],
  sections: {
    METHODS: [
      '`phrases` takes noun phrases, in English by parts of speech, else what stands between stop words, and ranks them by where they stand, how often and how widely spread. Scores are between 0 and 1: how likely a phrase is a keyword.',
      '`rake` is RAKE: the words between stop words and punctuation are a phrase, and score by the lengths of the phrases they are in. `--rake-variant` paper does it as published, langkit as the program of that name; these two give all phrases, in lower case.',
      '`yake` is YAKE!, and scores 1 / (1 + S). `textrank` ranks words in the graph of words near each other.',
      '`tfidf` ranks phrases by how often they occur times how rare their words are among all documents: those counted in the files of `--df`, or else all records of the input, which is then read to its end, and kept in a temporary file, before the first record comes out.',
    ],
  },
  options: {
    method: option(
      '--method NAME',
      `how: ${methods.join(', ')}; phrases unless --rake-variant or --df ask for theirs`,
      oneOf(...methods),
    ),
    top: option('--top N', 'at most so many keywords a record; 10, but all for --rake-variant langkit and paper', count()),
    minScore: option('--min-score S', 'none that score less', number(), Number.NEGATIVE_INFINITY, 'no bound'),
    maxWords: option('--max-words N', 'none of more words', count()),
    lang: option('--lang CODE', 'the language of all records, as ISO 639-1; auto: of each its own', text, 'auto'),
    field: option(
      '--field FIELDS',
      'fields to read, separated by commas',
      fields,
      parseFields('title,content_text'),
      'title,content_text',
    ),
    stopwords: inputFile(
      '--stopwords FILE',
      'the stop words; those written +WORD or -WORD change the list of the language instead',
    ),
    rakeVariant: option('--rake-variant NAME', `which RAKE: ${rakeVariants.join(', ')}`, oneOf(...rakeVariants)),
    df: inputFiles('--df FILE', 'document frequencies for tfidf, as --df-out writes them; several files add up'),
    dfOut: outputFile('--df-out FILE', 'write the document frequencies of the input, with those of --df, to this file'),
    scores: flag('--scores', 'phrases with their scores (the default)'),
    noScores: flag('--no-scores', 'phrases alone, as plain text'),
  },
  computes: ({ df, dfOut, method }) => dfOut === undefined && (method !== 'tfidf' || df.length > 0),
  records: {
    reads: ['record'],
    writes: 'keyworded',
    passes: true,
    needs: ({ field }) => [
      { anyOf: field, hint: 'say with --field where the text is', ofItem: field.some(({ name }) => name === 'content_text') },
    ],
  },
  rejects: [],
  examples: [
    ['keywords --top 5 items.ndjson', 'the five best keywords of each item'],
    [
      "keywords --no-scores items.ndjson | jq -r '.keywords[]' | sort | uniq -c | sort -rn | head",
      'what the items are about, most frequent first',
    ],
    ['keywords --df-out june.df june.ndjson > june-keywords.ndjson', 'count in how many items each word occurs'],
    ['keywords --method tfidf --df may.df --df june.df july.ndjson', 'what is special about each item of July'],
    ['keywords --method rake --lang de --stopwords de.txt items.ndjson', 'RAKE over German items, with stop words of your own'],
  ],
  seeAlso: ['parse', 'enrich'],
  async create({ df, dfOut, lang, stopwords, scores, field, rakeVariant, method, top, minScore, maxWords }) {
    const language = lang === 'auto' ? lang : languageCode(lang);
    if (language === undefined || (language !== 'auto' && !isKnownLanguage(language))) {
      throw new Halt(status.usage, `--lang ${lang}: not a language code; use ISO 639-1, as in en, or auto`);
    }
    const chosen = method ?? (rakeVariant ? 'rake' : df.length > 0 ? 'tfidf' : 'phrases');
    if (rakeVariant && chosen !== 'rake') throw new Halt(status.usage, `--rake-variant ${rakeVariant}: is for --method rake`);
    if (df.length > 0 && chosen !== 'tfidf' && dfOut === undefined)
      throw new Halt(status.usage, `--df ${df[0]}: is for --method tfidf`);
    const twoPasses = chosen === 'tfidf' && df.length === 0;
    const frequencies = await tableOf(df);
    const finder = new KeywordFinder({
      method: chosen,
      rakeVariant: rakeVariant ?? 'default',
      language,
      fields: field,
      stopWords: stopwords === undefined ? undefined : await readStopWords(stopwords),
      frequencies,
      counted: twoPasses ? frequencies : await tableOf(dfOut === undefined ? [] : df),
      top,
      minScore,
      maxWords,
    });
    const withKeywords = (line: Line) => {
      const keywords = finder.find(line.record);
      if (keywords instanceof Promise) return keywords.then((found) => line.with({ keywords: shown(found, scores) }));
      return line.with({ keywords: shown(keywords, scores) });
    };
    const writeTable = async () => {
      if (dfOut !== undefined) await writeFrequencies(dfOut, finder.counted);
      return undefined;
    };
    if (twoPasses) return inTwoPasses(finder, withKeywords, writeTable);
    if (dfOut === undefined) return { process: withKeywords };
    return {
      async process(line) {
        await finder.count(line.record);
        return withKeywords(line);
      },
      end: writeTable,
    };
  },
});

async function tableOf(files: readonly string[]): Promise<DocumentFrequencies> {
  const table = new DocumentFrequencies();
  for (const path of files) await readFrequencies(path, table);
  return table;
}

/** Counts all lines before the first is given its keywords. */
function inTwoPasses(
  finder: KeywordFinder,
  withKeywords: (line: Line) => Line | Promise<Line>,
  counted: () => Promise<undefined>,
): Filter {
  const spool = LineSpool.open();
  return {
    async process(line) {
      await finder.count(line.record);
      spool.add(line);
      return undefined;
    },
    async *end() {
      await counted();
      for (const line of spool.lines()) yield await withKeywords(line);
    },
    close: () => spool.close(),
  };
}

function shown(keywords: Keyword[], scores: boolean | undefined): Json {
  return scores === false ? keywords.map(({ phrase }) => phrase) : keywords;
}
