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
import { isKnownLanguage, languageCode } from '../lib/language/index.ts';
import type { Line } from '../lib/ndjson/index.ts';
import { LineSpool } from './keywords/spool.ts';

export const command = defineCommand({
  name: 'keywords',
  summary: 'find the keywords of each record',
  about: [
    '`keywords` reads the title and text of each record and adds `keywords`, a list of `{"phrase","score"}`, best first. A phrase is written in its most frequent spelling; of near-duplicates the best one stays. A record without text gets an empty list. Higher scores are better; scores of different methods do not compare.',
    'The language of a record is `enrichments.lang`, else `language`, else it is detected from the text. There are stop words for 58 languages; in others, words of up to three letters count as stop words. Chinese, Japanese, Thai, Lao, Khmer and Burmese text is segmented into words.',
  ],
  sections: {
    METHODS: [
      '`phrases` (default) ranks noun phrases by their position, frequency and spread. In English it uses parts of speech; in other languages, the text between stop words. The score is the estimated probability, 0 to 1, that a phrase is a keyword.',
      '`rake` is RAKE: a phrase is a run of words between stop words and punctuation; its score depends on the lengths of the phrases that its words occur in. `--rake-variant paper` follows the published algorithm, `langkit` the program of that name; both give all phrases, in lower case.',
      '`yake` is YAKE!, with the score 1 / (1 + S). `textrank` ranks words in a graph of words that occur near each other.',
      '`tfidf` multiplies the frequency of a phrase by the rarity of its words among all documents: those counted in the `--df` files, or else all records of the input. Without `--df`, the whole input is read into a temporary file before the first record is written.',
    ],
  },
  options: {
    method: option(
      '--method NAME',
      `Extraction method: ${methods.join(', ')} (default: phrases; --rake-variant implies rake, --df implies tfidf)`,
      oneOf(...methods),
    ),
    top: option('--top N', 'Maximum keywords per record (default: 10; all for --rake-variant langkit and paper)', count()),
    minScore: option('--min-score S', 'Minimum score', number(), Number.NEGATIVE_INFINITY, 'none'),
    maxWords: option('--max-words N', 'Maximum words per keyword', count()),
    lang: option('--lang CODE', 'Language of all records, ISO 639-1; auto: the language of each record', text, 'auto'),
    field: option(
      '--field FIELDS',
      'fields to read, separated by commas',
      fields,
      parseFields('title,content_text'),
      'title,content_text',
    ),
    stopwords: inputFile(
      '--stopwords FILE',
      'File with stop words; +WORD and -WORD add to and remove from the list of the language',
    ),
    rakeVariant: option('--rake-variant NAME', `RAKE variant: ${rakeVariants.join(', ')}`, oneOf(...rakeVariants)),
    df: inputFiles('--df FILE', 'Read document frequencies for tfidf, as written by --df-out; several files add up'),
    dfOut: outputFile('--df-out FILE', 'Write the document frequencies of the input, plus those of --df, to FILE'),
    scores: flag('--scores', 'Write phrases with scores (default)'),
    noScores: flag('--no-scores', 'Write phrases only, as strings'),
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
      'most frequent keywords of all items',
    ],
    ['keywords --df-out june.df june.ndjson > june-keywords.ndjson', 'also count in how many items each word occurs'],
    ['keywords --method tfidf --df may.df --df june.df july.ndjson', 'keywords that set each July item apart'],
    ['keywords --method rake --lang de --stopwords de.txt items.ndjson', 'RAKE over German items with your own stop words'],
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
