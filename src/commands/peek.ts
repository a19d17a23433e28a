import { bytes, count, defineCommand, fields, flag, option, seconds } from '../lib/cli/index.ts';

export const command = defineCommand({
  name: 'peek',
  summary: 'pass everything on, and show on standard error what flows',
  about: [
    '`peek` passes every line on as the bytes it came as, whether it is a record or not, and shows people what goes by: a sample of the records, a line each, cut to the width of the terminal; and at the end how many there were, at what rate, which fields they had and how often, and how large the largest was.',
    'A sample is taken as often as `--every` says, in records or in time. What strangers have put into a record never reaches the terminal raw: control characters are shown as `\\x1b`.',
    'To stand in the middle of a pipe is what it is for; it rejects nothing. What is not a record is counted.',
  ],
  options: {
    every: option('--every N', 'show every Nth record', count()),
    interval: option('--interval DURATION', 'show a record as often, whatever their number', seconds, 1),
    fields: option('--fields FIELDS', 'show only these fields, separated by commas', fields),
    width: option('--width COLUMNS', 'cut lines here; by default, the width of the terminal, or 120', count(20)),
    limit: option('--limit N', 'pass on the first N lines, then end', count()),
    counts: flag('--counts', 'show counts only, no samples'),
    large: option('--large BYTES', 'tell of each record larger than this', bytes),
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
