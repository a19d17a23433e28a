import {
  count,
  defineCommand,
  flag,
  inputFiles,
  number,
  oneOf,
  option,
  outputFile,
  seconds,
  text,
  usage,
} from '../lib/cli/index.ts';
import { parseQualifiedFields } from '../lib/json/index.ts';

export const command = defineCommand({
  name: 'dedupe',
  summary: 'drop records that were seen before',
  about: [
    '`dedupe` passes the first record of each key on as the bytes it came as, and drops the others. The key is made of the values ' +
      'of the fields of `--by`; values that are equal as JSON are equal, however they are spelled (`1.0` and `1`, `"\\u0041"` and ' +
      '`"A"`), and numbers are compared by all their digits. Of a name that an object repeats, the last value counts.',
    'Keys are kept in memory as 96 bits of SipHash-1-3 under a secret key, 14 to 19 bytes each: 100 million take 2 GB, and the chance that any two of ' +
      'them are taken for one another is below 1e-12.',
  ],
  sections: {
    'KEY FIELDS': [
      'Fields are separated by commas; dots lead into objects, whole numbers into arrays: `feed.url,attachments.0.url`. After a ' +
        'field, `:url` or `:text` says how its value is made alike before it is compared (`--by url:url,title:text`), and `?` after ' +
        'its name says that a record without it still has a key. A backslash takes the meaning from a comma, dot, colon or question ' +
        'mark. A field that is `null` counts as missing. The default is the `id` of an item together with its `feed.url`, if it has one.',
      '`url` makes one of: letter case of scheme and host, default ports, fragments, tracking parameters (`utm_*`, `fbclid`, ' +
        '`gclid` and their like), the order of the query, a slash at the end. `text` makes one of: letter case, accents, ' +
        'punctuation, white space.',
    ],
    'WHAT IS REMEMBERED': [
      'With `--state DIR` a record is passed on only if no earlier run has passed it on. A record is remembered once its line has ' +
        'been taken by the system (written to the file or pipe of standard output), never before. So every record is passed on ' +
        'at least once: a run that is killed at any moment, even by SIGKILL, may have written records that it does not remember, ' +
        'and the next run passes those on again; none is remembered and not written. What a reader at the other end of a pipe did ' +
        'with the bytes, `dedupe` cannot know.',
      'A second run on the same DIR exits with status 3 at once; other commands may use the same DIR at the same time. With ' +
        '`--ttl` a key is forgotten when no record has had it for that long; `--compact` also gives the space back. Keys of ' +
        'different `--by` do not meet.',
      'With `--state redis:` the workers of any number of machines share what is remembered, and run at the same time. A key is remembered ' +
        'after its record is written here too, so two workers that meet the same new key at the same moment may both pass it on: it is ' +
        'passed on at least once, and only where that happened more often.',
    ],
    'NEAR-DUPLICATES': [
      '`--near` compares the texts of one field by their shingles, each three words that follow one another, without regard to ' +
        'letter case, punctuation and white space; in Chinese, Japanese, Thai and their like every character is a word. A record is ' +
        'dropped when its text is at least `--threshold` similar to one that was passed on before.',
      '`minhash` measures the share of the shorter text’s shingles that the longer one has too (of all shingles, where one is ' +
        'less than 0.4 of the other): a paragraph cut or a notice added still makes a near-duplicate, another story on the same event ' +
        'does not. It takes some 900 bytes a text. `simhash` measures the share of equal bits in fingerprints of 64 bits; it takes some ' +
        '200 bytes a text and finds less of what was cut.',
      'Different items can share a text: "Read more", "42 points, 4 comments", a notice under every item. So a text of fewer than 10 words is ' +
        'compared together with its `title`. A text of fewer than 50 words is a near-duplicate only if the titles agree too: they share most ' +
        'words and all numbers. A longer one may have another title, but not that of another part, version or date (`Part 2` and `Part 3`), ' +
        'and once two more titles had the same text, its titles have to agree. Records without a title are told apart by their `url` instead; ' +
        'a record with neither is compared by its text alone.',
      '`--window N` compares with the last N texts passed on and bounds the memory. With `--state` texts are remembered as keys are, ' +
        'and those in the window are read when a run starts. Records without such a text, or without a word in it, pass.',
    ],
    'WHY A RECORD WAS DROPPED': [
      '`--dropped PATH` writes each dropped record as `{"dropped":{…},"record":{…}}` (`"line_text"` with `--lines`). `dropped` has ' +
        '`method`: `exact` (the key came before in this run), `state` (in an earlier one), `exclude`, `missing`, `minhash` or `simhash`; ' +
        '`key`, the values of its fields; `first`, the `source`, `line`, `id` and `url` of the record that is kept in its place, or `seen_at` for one of an earlier ' +
        'run; `similarity`, from 0 to 1; and its own `source` and `line`. `--explain` without `--dropped` tells the same on standard error.',
    ],
    'WHICH RECORD IS KEPT': [
      '`--keep first` passes a record on at once. `--keep last` keeps the last one, `longest` the one with the longest text in the field of `--near` ' +
        '(`content_text` unless named), `latest` the one with the latest `date_modified` or `date_published`; of equals `latest` keeps the last, `longest` the first.',
      'With these, and with `--count` and `--only-duplicates`, nothing is written before the end of the input: one record of each key, or of each ' +
        'group of near-duplicates, is held in memory until then.',
    ],
  },
  options: {
    by: option(
      '--by FIELDS',
      'fields that make the key',
      usage(parseQualifiedFields),
      parseQualifiedFields('feed.url?,id'),
      'feed.url?,id',
    ),
    lines: flag('--lines', 'compare whole lines, whatever --by says; no JSON is parsed'),
    normalize: option(
      '--normalize HOW',
      'make values alike before they are compared: none, url or text',
      oneOf('none', 'url', 'text'),
      'none',
    ),
    missing: option(
      '--missing WHAT',
      'what becomes of a record without a key: keep, drop or reject',
      oneOf('keep', 'drop', 'reject'),
      'keep',
    ),
    keep: option(
      '--keep WHICH',
      'which of the duplicates to keep: first, last, longest or latest (default: first)',
      oneOf('first', 'last', 'longest', 'latest'),
    ),
    first: flag('--first', 'the same as --keep first'),
    last: flag('--last', 'the same as --keep last'),
    count: flag('--count', 'add a field `count`: how many records had the key'),
    onlyDuplicates: flag('--only-duplicates', 'give only keys that more than one record had, one record a key'),
    exclude: inputFiles('--exclude FILE', 'drop what is in this file: records with the same key, or bare values a line'),
    state: option(
      '--state DIR',
      'remember what was passed on in this folder, or in redis://HOST/DB/NAME, and drop it in later runs',
      text,
    ),
    ttl: option('--ttl DURATION', 'with --state: forget a key that was not seen for so long, such as 30d', seconds),
    compact: flag('--compact', 'with --state: remove what is forgotten, and give the space back, before the run'),
    near: option('--near [FIELD]', 'also drop texts nearly the same as one before, in this field (default: content_text)', text),
    method: option('--method NAME', 'how nearness is measured: minhash or simhash', oneOf('minhash', 'simhash')),
    threshold: option(
      '--threshold SHARE',
      'least similarity of near-duplicates, 0 to 1 (default: 0.8, simhash: 0.95)',
      number(0),
    ),
    window: option('--window N', 'compare with the last N texts only; bounds the memory', count()),
    explain: flag('--explain', 'say of each record dropped why: in the file of --dropped, else on standard error'),
    dropped: outputFile('--dropped PATH', 'write dropped records there, each with the reason'),
  },
  records: {
    reads: ['record'],
    writes: 'record',
    passes: true,
    needs: ({ by, lines }) =>
      lines
        ? []
        : by
            .filter(({ optional }) => !optional)
            .map((field) => ({
              anyOf: [field],
              hint: 'say with --by what makes a record one of its kind, such as --by url',
            })),
  },
  rejects: ['MISSING_KEY'],
  examples: [
    ['dedupe --by url:url items.ndjson > once.ndjson', 'keep the first record of each URL'],
    [
      'parse < responses.ndjson | dedupe --state ~/.feedmill --ttl 90d >> corpus.ndjson',
      'add only what is new since the last run',
    ],
    ['dedupe --by id --exclude done.txt items.ndjson', 'leave out what a list of ids names'],
    ['dedupe --near --dropped near.ndjson items.ndjson', 'also drop reprints, and see which and why'],
    ['dedupe --lines words.txt', 'unique lines, in the order they came'],
  ],
  seeAlso: ['parse', 'enrich'],
  async create(options, context) {
    const { dedupeFilter } = await import('./dedupe/filter.ts');
    return dedupeFilter(options, context);
  },
});
