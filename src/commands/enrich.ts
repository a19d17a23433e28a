import { InvalidArgumentError } from 'commander';
import { bytes, count, defineCommand, inputFile, limit, list, oneOf, option } from '../lib/cli/index.ts';
import {
  builtins,
  type Enriched,
  Enricher,
  type EnricherOptions,
  type Failure,
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
  summary: 'run enrichments over records: built-in ones, modules of yours, other programs',
  about: [
    '`enrich` runs every enrichment asked for over every record, one after another, and puts what each gives under `enrichments`, by its name. What the record brought there stays, and so does the text of everything else in it.',
    'An enrichment is a built-in one, a module of yours (`--with FILE`), or a program in any language (`--exec`).',
    'Many records are under way at once (`--concurrency`, or `:N` for one enrichment), so that one slow answer holds up nobody; each enrichment has a bound of its own, so that a slow one does not hold up those before it. Input is read only as room appears (`--queue-size`), so memory stays flat however long the stream is. A result goes out as soon as it is there, or in its turn with `--ordered`. No answer is waited for longer than `--timeout`. Work that computes has all cores with `--pool threads`. All this holds without asking.',
    'User code is not trusted. It runs in processes of its own: what it throws, rejects, never answers, answers with what is no JSON, changes after it answered, and where it exits, loops without end, fills the memory or crashes, costs the record it does it to and no other. What it writes to standard output comes out on standard error.',
  ],
  sections: {
    'Built-in enrichments': Object.entries(builtins).map(
      ([name, { summary, options }]) =>
        `\`${name}\`: ${summary}. Options: ${Object.entries(options)
          .map(([key, does]) => `\`${key}\` (${does})`)
          .join(', ')}.`,
    ),
    Terms: [
      'The list for `match` has one term a line: text as it stands, found in any letter case, within words too; `/pattern/flags`, a regular expression; or a JSON object with `term` or `pattern` and what it asks for: `word` (not within a word), `start` or `end` (of the text), `case` (as written), `prefix` (characters of which one may stand before it, such as `"#@"`), `name` (what it is called in the result). Lines that begin with `# ` are comments.',
      'Thousands of terms cost little more than one: an automaton finds the keywords, and the texts without which a pattern cannot match, and only the patterns that may match are run. Patterns that take more than 200 ms over a text fail that record. Of each term the first 1,000 offsets are kept; its count is of all.',
    ],
    Modules: [
      'A module (`.js`, `.mjs`, `.cjs`, and `.ts` where Node reads it) exports one or more enrichments, which run in the order of their names, a default export among them as `default`:',
      'a class with `enrichmentValue(record)`, whose value goes to `enrichments.ClassName`; a class with `enrich(record)`, which changes the record or gives another in its place (a value that is no object goes to `enrichments.ClassName`); or a function, whose value goes to `enrichments.functionName`. A nameless one is called as its file. All may be asynchronous. `undefined` as a value is `null`.',
      'They are also given `{ signal }`, an `AbortSignal` that tells when the time of the record is over. `setup(options)`, a method or an export of the module, is awaited before the first record, for as long as `--setup-timeout`, and given what stands behind `?` in `--with FILE?key=value&key=value`; `close()` is called after the last, and has 2 s. The types `ValueEnrichment`, `RecordEnrichment`, `EnrichmentFunction` and `EnrichmentContext` are exported by the package.',
      'Later enrichments see what earlier ones gave. Examples are in `examples/enrichments/`.',
    ],
    Pools: [
      '`async`: one process, in which N records wait at once (16 unless told). `threads`: one process with N threads (as many as there are cores unless told), each with one record; an endless loop ends its thread alone. `processes`: N processes (as many as cores), each with one record.',
      'When the process of `async` or `threads` dies with several records in it, these are run again one at a time until it is known which of them does it: an enrichment may see a record twice. With `processes` none is run again. `--memory` bounds the heap of each process or thread; a process that grows 512 MiB beyond that is ended.',
    ],
    Programs: [
      "A program named by `--exec` is run by the shell, is kept running, and gets a record a line; it answers each with one line of JSON, which goes to `enrichments` under the name of the program, or of the script it runs, or `NAME` in `--exec 'NAME: COMMAND'`. It must write its answer at once (`flush=True`, `--unbuffered`) and nothing else to standard output.",
      'One of it runs unless `--concurrency` or `NAME:N:` says more. When it dies it is started again and the record is tried once more; when it is late it is ended and the record rejected. After `--restarts` deaths in a row without an answer it is started no more, and the records are rejected.',
    ],
    'Why it works so': [
      'Programs that enrich records tend to grow in some ten steps, from a loop through a thread for each record, futures, callbacks, throttles that poll and queues to processes. Each step mends one fault of the one before: one slow call blocks all others; all records are held in memory; nothing comes out before the last is done; nothing limits how many are under way; work that computes stays on one core.',
      '`enrich` has all of these mended at once, and without being asked: a slow record blocks no other, records are read as room appears, each result goes out as it is ready, and as many are under way as `:N` or `--concurrency` says. Work that computes asks for `--pool threads`.',
    ],
    Failures: [
      'A failure rejects the record as `ENRICHMENT_FAILED`, with the name of the enrichment as `enrichment` in its `error`; the stack is shown with `-v`. With `--on-error keep` the record goes on with what the other enrichments gave, and with `enrichments_errors`: `{"NAME":"message"}`, which a later run that succeeds takes away. With `--on-error stop` the record is rejected and the run ends with status 4.',
    ],
  },
  options: {
    with: {
      ...list(
        '--with NAME_OR_FILE[:N][?KEY=VALUE]',
        'an enrichment: a built-in one or a module; N records at once; with these options',
        specOf(parseWith),
      ),
      choices: Object.keys(builtins),
      reads: (specs: Spec[]) => specs.flatMap(({ module, options }) => [module, options.terms]),
    },
    exec: list(
      '--exec [NAME[:N]:]COMMAND',
      'an enrichment that is a program, which answers a line for a line',
      specOf(parseExec),
    ),
    terms: inputFile('--terms FILE', 'the list of terms for the enrichment match'),
    pool: option(
      '--pool KIND',
      'where enrichments run: async (for work that waits), threads (for work that computes) or processes (for work that may crash)',
      oneOf('async', 'threads', 'processes'),
      'async',
    ),
    setupTimeout: option('--setup-timeout DURATION', 'longest time for loading a module and for its `setup`', limit, 60),
    queueSize: option('--queue-size N', 'how many more records may wait inside', count(0), 64),
    onError: option(
      '--on-error WHAT',
      'over a failed enrichment: reject the record, keep it (with `enrichments_errors`), or stop the run',
      oneOf('reject', 'keep', 'stop'),
      'reject',
    ),
    maxValue: option('--max-value BYTES', 'longest value accepted from an enrichment', bytes, 16 * 2 ** 20, '16MiB'),
    memory: option('--memory MIB', 'heap of each process or thread that modules run in', count(16), 512),
    restarts: option('--restarts N', 'how often in a row a program is started again that ends without an answer', count(0), 10),
  },
  waits: { timeout: 30, about: 'longest time for one enrichment of one record' },
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
    ['enrich --with ./summary.js:20 --timeout 10 < items.ndjson', 'run a module of yours, 20 records at once'],
    [
      'enrich --with match --terms terms.txt < items.ndjson | jq -c "select(.enrichments.match != [])"',
      'items that speak of certain things',
    ],
    ["enrich --exec 'tone: python3 tone.py' < items.ndjson", 'ask a program in another language'],
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
      throw new Halt(status.usage, `nothing to do: --with or --exec says what (built in: ${Object.keys(builtins).join(', ')})`);
    // All at once, since each may take its time.
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

    function failed(name: string, { stack }: Failure): void {
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
  throw new Halt(status.failed, `stopped, as --on-error stop asks: ${reject.message}`);
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
