import { InvalidArgumentError } from 'commander';
import { bytes, count, defineCommand, inputFile, limit, list, oneOf, option } from '../lib/cli/index.ts';
import {
  builtins,
  type Enriched,
  Enricher,
  type EnricherOptions,
  type EnrichmentFailure,
  parseExec,
  parseWith,
  type Spec,
  startRunner,
} from '../lib/enrich/index.ts';
import { Halt, Reject, reasonOf, status } from '../lib/errors/index.ts';
import { type Filter, notBegun, type Piece, type Yield } from '../lib/filter/index.ts';
import { parseFields } from '../lib/json/index.ts';

export const command = defineCommand({
  name: 'enrich',
  summary: 'add values to each record: built-in enrichments, your own modules, other programs',
  about: [
    '`enrich` runs each enrichment over each record, in the order given, and stores its value under `enrichments`, by name. Existing enrichments stay, and the rest of the record keeps its exact text.',
    'An enrichment is built in, a module of your own (`--with FILE`), or a program in any language (`--exec`).',
    'Records are processed concurrently (`--concurrency`, or `:N` for one enrichment), so a slow record does not block others. Each enrichment has its own limit. Input is read only as room appears (`--queue-size`), so memory use is constant. Results are written as they complete, or in input order with `--ordered`. `--timeout` limits each enrichment of each record. For CPU-bound work use `--pool threads`.',
    'Your code runs in separate processes. If an enrichment throws, hangs, exits, crashes, runs out of memory or returns something that is not JSON, only that record is rejected. What it prints to standard output goes to standard error.',
  ],
  sections: {
    'Built-in enrichments': Object.entries(builtins).map(
      ([name, { summary, options }]) =>
        `\`${name}\`: ${summary}. Options: ${Object.entries(options)
          .map(([key, help]) => `\`${key}\` (${help})`)
          .join(', ')}.`,
    ),
    Terms: [
      'The list for `match` has one term per line: plain text, matched in any letter case and also inside words; `/pattern/flags`, a regular expression; or a JSON object with `term` or `pattern` and any of `word` (whole words only), `start` or `end` (at the start or end of the text), `case` (match letter case), `prefix` (characters such as `"#@"`, one of which may precede the term), `name` (name in the result). Lines that begin with `# ` are comments.',
      'A space in a term matches any white space. Composed and decomposed characters (NFC and NFD) are equal.',
      'Thousands of terms cost little more than one: a single pass finds all plain terms, and a pattern runs only where a text contains what the pattern requires. A pattern that takes more than 200 ms on a text fails that record. Offsets are limited to the first 1,000 per term; the count is complete.',
    ],
    Modules: [
      'A module (`.js`, `.mjs`, `.cjs`, and `.ts` where Node supports it) exports one or more enrichments. They run in the order of their names, a default export as `default`:',
      'a class with `enrichmentValue(record)`, whose value goes to `enrichments.ClassName`; a class with `enrich(record)`, which modifies the record or returns another (a returned value that is not an object goes to `enrichments.ClassName`); or a function, whose value goes to `enrichments.functionName`. An anonymous one is named after its file. All may be asynchronous. `undefined` is stored as `null`.',
      'The second argument is `{ signal }`, an `AbortSignal` that fires when the time of the record is over. `setup(options)`, a method or an export of the module, runs before the first record; it may take up to `--setup-timeout`, and gets the options of `--with FILE?key=value&key=value`. `close()` runs after the last record and may take 2 s. The package exports the types `ValueEnrichment`, `RecordEnrichment`, `EnrichmentFunction` and `EnrichmentContext`.',
      'An enrichment sees the values of those before it. Examples are in `examples/enrichments/`.',
    ],
    Pools: [
      '`async`: one process that runs N records at once (default 16); for work that waits. `threads`: one process with N threads (default: one per core), one record per thread; an endless loop ends only its thread. `processes`: N processes (default: one per core), one record per process.',
      'If a process of `async` or `threads` dies while it runs several records, these are run again one at a time to find the one that caused it, so an enrichment may see a record twice. With `processes` no record is run twice. `--memory` limits the heap of each process or thread; a process that exceeds it by 512 MiB is killed.',
    ],
    Programs: [
      "The shell starts the program of `--exec` once. It reads one record per line and answers each with one line of JSON, which is stored under the name of the program or script, or under `NAME` with `--exec 'NAME: COMMAND'`. It must flush each answer (`flush=True`, `--unbuffered`) and print nothing else to standard output. A program that the shell cannot find ends the run at the start.",
      'One instance runs, or as many as `--concurrency` or `NAME:N:` says. If it dies, it is restarted and the record is retried once. If it exceeds `--timeout`, it is killed and the record is rejected. After `--restarts` consecutive crashes it is not started again, and all further records are rejected.',
    ],
    'Why it works so': [
      'A loop that calls a service for each record tends to grow threads, futures, callbacks, throttles and queues, one after another. Each of them fixes one problem: one slow call blocks all others; all records are held in memory; nothing is written before the last record is done; nothing limits concurrency; CPU-bound work stays on one core.',
      '`enrich` solves all of these by default; only CPU-bound work needs `--pool threads`.',
    ],
    Failures: [
      'A failed enrichment rejects the record as `ENRICHMENT_FAILED`, with the name of the enrichment as `enrichment` in its `error`; `-v` shows the stack. With `--on-error keep` the record is written with the other enrichments and `enrichments_errors`: `{"NAME":"message"}`, which a later successful run removes. With `--on-error stop` the record is rejected and the run ends with status 4.',
    ],
  },
  options: {
    with: {
      ...list(
        '--with NAME_OR_FILE[:N][?KEY=VALUE]',
        'Add a built-in enrichment or a module, N records at once, with options',
        specOf(parseWith),
      ),
      choices: Object.keys(builtins),
      reads: (specs: Spec[]) => specs.flatMap(({ module, options }) => [module, options.terms]),
    },
    exec: list('--exec [NAME[:N]:]COMMAND', 'Add a program that answers each line with one line of JSON', specOf(parseExec)),
    terms: inputFile('--terms FILE', 'File with the terms of the enrichment match'),
    pool: option(
      '--pool KIND',
      'Where enrichments run: async (work that waits), threads (CPU-bound work) or processes (work that may crash)',
      oneOf('async', 'threads', 'processes'),
      'async',
    ),
    setupTimeout: option('--setup-timeout DURATION', 'Time limit for loading a module and for its `setup`', limit, 60),
    queueSize: option('--queue-size N', 'Maximum number of records that wait inside', count(0), 64),
    onError: option(
      '--on-error WHAT',
      'When an enrichment fails: reject the record, keep it with `enrichments_errors`, or stop the run',
      oneOf('reject', 'keep', 'stop'),
      'reject',
    ),
    maxValue: option('--max-value BYTES', 'Maximum size of a value of an enrichment', bytes, 16 * 2 ** 20, '16MiB'),
    memory: option('--memory MIB', 'Heap limit of each process or thread that runs modules', count(16), 512),
    restarts: option('--restarts N', 'Give up after N consecutive crashes of the program', count(0), 10),
  },
  waits: { timeout: 30, about: 'Time limit for one enrichment of one record' },
  records: {
    reads: ['record'],
    writes: 'enriched',
    passes: true,
    opaque: ({ with: modules, exec }) => exec.length > 0 || modules.some(({ builtin }) => builtin === undefined),
    needs: (options) =>
      readsItems(options)
        ? [
            {
              anyOf: parseFields('title,content_text'),
              hint: 'say with the option `fields` of the enrichment where the text is',
              ofItem: true,
            },
          ]
        : [],
  },
  rejects: ['ENRICHMENT_FAILED'],
  examples: [
    ['enrich --with lang --with text-stats < items.ndjson', 'add the language and some counts to each item'],
    ['enrich --with ./summary.js:20 --timeout 10 < items.ndjson', 'run your own module, 20 records at once'],
    [
      'enrich --with match --terms terms.txt < items.ndjson | jq -c "select(.enrichments.match != [])"',
      'items that contain certain terms',
    ],
    ["enrich --exec 'tone: python3 tone.py' < items.ndjson", 'use a program in another language'],
    ['enrich --with ./fingerprint.mjs --pool threads < items.ndjson', 'compute on all cores'],
  ],
  async create(
    { with: modules, exec, onError, terms, setupTimeout, ...options },
    { log, concurrency, timeout, stopping },
  ): Promise<Filter> {
    const specs = [
      ...modules.map((spec) => (spec.builtin === 'match' && terms !== undefined ? withTerms(spec, terms) : spec)),
      ...exec,
    ];
    if (specs.length === 0)
      throw new Halt(status.usage, `nothing to do: use --with or --exec (built in: ${Object.keys(builtins).join(', ')})`);
    // Started together, because each may be slow.
    const started = await Promise.allSettled(
      specs.map((spec) =>
        startRunner(spec, {
          ...options,
          concurrency,
          timeout: timeout! * 1000,
          setupTimeout: setupTimeout * 1000,
          stop: stopping,
          said: (line) => log.info(`${spec.given}: ${line}`),
          warned: ({ message }) => log.warning(`${spec.given}: ${message}`),
        }).catch((error) => {
          throw new Halt(spec.builtin === undefined ? status.failed : status.usage, `${spec.given}: ${reasonOf(error)}`);
        }),
      ),
    );
    const runners = started.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    try {
      for (const start of started) if (start.status === 'rejected') throw start.reason;
      const enricher = enricherOf({ runners, onError: onError === 'keep' ? 'keep' : 'reject', failed });
      stopping.addEventListener('abort', () => enricher.decline());
      return {
        window: enricher.size + options.queueSize,
        process(line) {
          const enriched = enricher.process(line);
          return enriched instanceof Promise
            ? enriched.then((late) => (late === undefined ? notBegun : outcome(late)))
            : outcome(enriched);
        },
        close: () => enricher.close(),
      };
    } catch (error) {
      await Promise.all(runners.map((runner) => runner.close()));
      throw error;
    }

    function outcome(enriched: Enriched): Yield {
      return enriched instanceof Reject && onError === 'stop' ? stopAt(enriched) : enriched;
    }

    function failed(name: string, { stack }: EnrichmentFailure): void {
      for (const line of stack?.split('\n') ?? []) log.debug(`${name}: ${line.trimEnd()}`);
    }
  },
});

function withTerms(spec: Spec, terms: string): Spec {
  return { ...spec, options: { terms, ...spec.options } };
}

function enricherOf(options: EnricherOptions): Enricher {
  try {
    return new Enricher(options);
  } catch (error) {
    throw new Halt(status.usage, reasonOf(error));
  }
}

/** Rejects the record, and ends the run. */
function* stopAt(reject: Reject): Generator<Piece> {
  yield reject;
  throw new Halt(status.failed, `stopped by --on-error stop: ${reject.message}`);
}

function specOf(parse: (text: string) => Spec): (text: string) => Spec {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      throw new InvalidArgumentError(`${reasonOf(error)}.`);
    }
  };
}

/** Whether all enrichments are built in, and read the fields that they read unless told otherwise. */
function readsItems({ with: modules, exec }: { with: readonly Spec[]; exec: readonly Spec[] }): boolean {
  return (
    exec.length === 0 &&
    modules.every(({ builtin, options }) => builtin !== undefined && !('fields' in options || 'field' in options))
  );
}
