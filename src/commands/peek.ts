import { bytes, count, defineCommand, fields, flag, option, seconds } from '../lib/cli/index.ts';

export const command = defineCommand({
  name: 'peek',
  summary: 'pass everything on, and show on standard error what flows',
  about: [
    '`peek` passes every line on unchanged, whether it is a record or not, and shows on standard error what passes: a sample of the records, one line each, cut to the width of the terminal. At the end it shows how many records there were, the rate, which fields they had and how often, and the size of the largest.',
    '`--every` and `--interval` set how often a record is shown. Control characters in records are shown as `\\x1b`, so that no record can act on the terminal; passwords in URLs are not shown.',
    'Use it in the middle of a pipe. It rejects nothing; it counts the lines that are not records.',
  ],
  options: {
    every: option('--every N', 'Show every Nth record', count()),
    interval: option('--interval DURATION', 'Show one record per DURATION', seconds, 1),
    fields: option('--fields FIELDS', 'show only these fields, separated by commas', fields),
    width: option('--width COLUMNS', 'Cut lines to this width (default: that of the terminal, or 120)', count(20)),
    limit: option('--limit N', 'Pass on the first N lines, then end', count()),
    counts: flag('--counts', 'Show counts only, no samples'),
    large: option('--large BYTES', 'Report each record larger than this', bytes),
  },
  records: { reads: ['record'], writes: 'record', passes: true },
  rejects: [],
  examples: [
    [
      'fetch feeds.ndjson | peek | parse | peek --fields title,url | keywords > corpus.ndjson',
      'see what flows between the stages',
    ],
    ['peek --counts corpus.ndjson > /dev/null', 'which fields a corpus has, and how often'],
  ],
  seeAlso: ['feedmill-run'],
  async create(options, { log }) {
    const { Peek } = await import('../lib/peek/index.ts');
    const width = options.width ?? (log.isTerminal ? (process.stderr.columns ?? 120) : 120);
    const { limit = Number.POSITIVE_INFINITY } = options;
    const peek = new Peek({ ...options, width: width - 'peek: '.length, show: (text) => log.info(text) });
    let seen = 0;
    return {
      get enough() {
        return seen >= limit;
      },
      process(line) {
        seen++;
        peek.see(line.bytes(), () => line.record);
        return line;
      },
      end() {
        peek.conclude();
        return undefined;
      },
      stats: () => ({ fields: peek.fieldCounts(), not_records: peek.notRecords, largest: peek.largest }),
      progress: () => peek.rate(),
    };
  },
});
