import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { Halt, Reject, reasonOf, status } from '../../lib/errors/index.ts';
import { type Filter, notBegun, type Piece, type RunContext } from '../../lib/filter/index.ts';
import { nameOf, type Target, targetOf } from '../../lib/http/index.ts';
import { type Field, type JsonObject, Utf8, valueAt, withValueAt } from '../../lib/json/index.ts';
import { type Fields, Line } from '../../lib/ndjson/index.ts';
import { type Feeds, type OpenOptions, type Outcome, openFeeds, stopped } from '../../lib/polling/index.ts';
import { lineRecords } from './lines.ts';

/** The options of `fetch`, with all times in seconds. */
export interface FetchOptions extends Omit<OpenOptions, 'stopping' | 'maxRedirects'> {
  /** Whether the URLs are what records name, not the user's own list: their addresses must be public. */
  namesUrls: boolean;
  urlField: Field;
  lines: boolean;
  /** The longest line in bytes, for the lines of a body too. */
  maxLine: number;
}

/** So many records are looked at, at least, and for each that can be under way, to find hosts that have nothing to do. */
const LOOK_AHEAD = 512;
const LOOK_AHEAD_EACH = 8;

/** What waits for the turn of its own host takes no place among them, up to so many records. */
const BEHIND_AT_MOST = 16_384;

/** Long records are not looked for so far ahead, once so many bytes of them wait. */
const HELD_BYTES = 16 * 2 ** 20;

/** Redirects followed, at most. */
const MAX_REDIRECTS = 10;

/** Pages followed from one to the next to find feeds, at most. */
const MAX_STEPS = 3;

/** The filter of `fetch`. @throws Halt */
export async function fetchFilter(options: FetchOptions, context: RunContext): Promise<Filter> {
  check(options);
  const { feeds, queues } = await openFeeds({
    ...options,
    ...inMilliseconds(options),
    ca: options.ca === undefined ? undefined : certificates(options.ca),
    maxRedirects: MAX_REDIRECTS,
    stopping: context.stopping,
  });
  const tally = new Tally();
  const asking = new Asking(feeds, options, tally);
  return {
    get window() {
      return asking.held > HELD_BYTES
        ? options.concurrency
        : options.ordered
          ? options.concurrency * 2
          : Math.max(LOOK_AHEAD, options.concurrency * LOOK_AHEAD_EACH) + Math.min(queues.behind, BEHIND_AT_MOST);
    },
    onWindowGrown(tell) {
      queues.onBehind = tell;
    },
    bareLine: (text) => (/^[a-z][a-z0-9+.-]*:/i.test(text) ? { [options.urlField.name]: text } : undefined),
    process(line) {
      return asking.records(line);
    },
    end() {
      if (tally.size > 0) context.log.debug(tally.toString());
      return undefined;
    },
    stats: () => ({ by_status: tally.counts }),
    progress() {
      const slowest = queues.slowest;
      const waits = slowest && slowest.ms > 1000 ? `, slowest ${slowest.host} (${(slowest.ms / 1000).toFixed(0)} s)` : '';
      return `${queues.active} under way${waits}`;
    },
    close: () => feeds.close(),
  };
}

function check({ reportAfter, state, record, replay, lines }: FetchOptions): void {
  if (reportAfter > 1 && state === undefined) throw new Halt(status.usage, '--report-after needs --state');
  if (record !== undefined && lines) throw new Halt(status.usage, '--record and --lines exclude each other');
  if (record !== undefined && replay !== undefined) throw new Halt(status.usage, '--record and --replay exclude each other');
}

const times = [
  'timeout',
  'dnsTimeout',
  'connectTimeout',
  'firstByteTimeout',
  'idleTimeout',
  'retryDelay',
  'hostDelay',
  'minInterval',
  'maxInterval',
] as const;

/** A timer of Node counts no more than 2^31 - 1 milliseconds. */
function inMilliseconds(options: FetchOptions): Record<(typeof times)[number], number> {
  const most = (name: string) => (name.endsWith('Interval') ? Number.MAX_SAFE_INTEGER : 2 ** 31 - 1);
  const entries = times.map((name) => [name, Math.min(options[name] * 1000, most(name))]);
  return Object.fromEntries(entries) as Record<(typeof times)[number], number>;
}

function certificates(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Halt(status.usage, `--ca ${path}: ${reasonOf(error)}`);
  }
}

/** How many records came to each end. */
class Tally {
  readonly counts: Record<string, number> = {};

  add(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  get size(): number {
    return Object.keys(this.counts).length;
  }

  toString(): string {
    const sorted = Object.entries(this.counts).sort((a, b) => b[1] - a[1]);
    return sorted.map(([what, count]) => `${what}: ${count}`).join(', ');
  }
}

/** What becomes of one record. */
class Asking {
  readonly #feeds: Feeds;
  readonly #field: Field;
  readonly #namesUrls: boolean;
  readonly #tally: Tally;
  /** The longest line, where bodies become records line by line. */
  readonly #maxLine: number | undefined;
  /** Bytes of the records under way. */
  held = 0;

  constructor(feeds: Feeds, { urlField, namesUrls, lines, maxLine }: FetchOptions, tally: Tally) {
    this.#maxLine = lines ? maxLine : undefined;
    this.#feeds = feeds;
    this.#field = urlField;
    this.#namesUrls = namesUrls;
    this.#tally = tally;
  }

  /** The record with what came; or, for a page whose feeds are asked for in its place, a record for each of those. */
  async records(line: Line): Promise<Line | AsyncGenerator<Piece> | typeof notBegun> {
    const { length } = line.bytes();
    this.held += length;
    try {
      const [target, outcome] = await this.#ask(line.record, this.#namesUrls);
      if (outcome.links) return this.#linked(line, outcome, outcome.links);
      const isLined = this.#maxLine !== undefined && (outcome.stream || outcome.body);
      return isLined ? this.#lined(line, target, outcome, this.#maxLine) : this.#respond(line, target, outcome);
    } catch (error) {
      if (error === stopped) return notBegun;
      throw error;
    } finally {
      this.held -= length;
    }
  }

  /** Asks for what a record says; `isNamed` tells that a record or a page names the URL, not the user. */
  async #ask(record: JsonObject, isNamed: boolean): Promise<[Target, Outcome]> {
    const given = valueAt(record, this.#field);
    let target: Target | undefined;
    try {
      target = { ...targetOf(given), isNamed, stream: this.#maxLine !== undefined };
      const outcome = await this.#feeds.ask(target);
      const { status, skipped } = outcome.fetch;
      this.#tally.add(String(status ?? skipped));
      return [target, outcome];
    } catch (error) {
      if (!(error instanceof Reject)) throw error;
      this.#tally.add(error.code);
      const subject = target ? nameOf(target) : typeof given === 'string' ? given : undefined;
      throw new Reject(error.code, error.message, { ...error.details, ...(subject !== undefined && { subject }) });
    }
  }

  /** A record for each feed that a page links. Of a page that leads to one place only, which may be a page too, `steps` more are followed. */
  async *#linked(line: Line, page: Outcome, links: string[], steps = MAX_STEPS): AsyncGenerator<Piece> {
    // The state keeps the links of a page, so the page itself needs no record.
    page.done(true);
    if (links.length === 0) throw new Reject('NO_FEED', 'the page links no feed');
    for (const url of links) {
      const record = withValueAt(line.record, this.#field, url);
      try {
        // A page may link feeds of its own host, wherever that is.
        const isNamed = this.#namesUrls || hostOf(url) !== hostOf(page.fetch.url ?? valueAt(line.record, this.#field));
        const [target, outcome] = await this.#ask(record, isNamed);
        const next = Line.of(record, line);
        if (outcome.links && links.length === 1 && steps > 0) yield* this.#linked(next, outcome, outcome.links, steps - 1);
        else yield this.#respond(next, target, outcome);
      } catch (error) {
        if (error === stopped) throw new Reject('STOPPED', 'the run was stopped before all feeds of the page were asked for');
        if (!(error instanceof Reject)) throw error;
        yield new Reject(error.code, error.message, { subject: url, record, ...error.details });
      }
    }
  }

  /** The lines of what came; it is remembered once the last of them has been written. */
  #lined(line: Line, target: Target, outcome: Outcome, maxLine: number): AsyncGenerator<Piece> {
    let read = false;
    line.whenWritten(() => outcome.done(read));
    const pieces = lineRecords(line, nameOf(target), outcome.stream ?? bodyOf(outcome), maxLine);
    return (async function* () {
      yield* pieces;
      read = true;
    })();
  }

  /** User and password stay behind, and so does what an earlier run has added. */
  #respond(line: Line, target: Target, outcome: Outcome): Line {
    try {
      const { record } = line;
      const fields: Fields = addedFields(outcome);
      if (target.authorization) {
        const { name, path } = this.#field;
        const top = Object.hasOwn(record, name) ? name : path[0];
        fields[top] = withValueAt(record, this.#field, target.url.href)[top];
      }
      const stale = ['body', 'body_base64'].filter((name) => Object.hasOwn(record, name) && fields[name] === undefined);
      const heir = stale.length === 0 ? line : Line.of(without(record, stale), line);
      return heir.with(fields).whenWritten(() => outcome.done(true));
    } catch (error) {
      outcome.done(false);
      throw error;
    }
  }
}

function hostOf(url: unknown): string | undefined {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).hostname : undefined;
}

async function* bodyOf({ body, encoding }: Outcome): AsyncGenerator<Buffer> {
  if (body) yield encoding ? Buffer.from(encoding.decode(body.subarray(encoding.start))) : body;
}

function addedFields({ fetch, body, encoding }: Outcome): Fields {
  if (!body) return { fetch };
  if (!encoding) return { fetch, body_base64: body.toString('base64') };
  const bytes = encoding.start === 0 ? body : body.subarray(encoding.start);
  // Most bodies are UTF-8, and go out as they came.
  if (encoding.charset === 'utf-8' && isUtf8(bytes)) return { fetch, body: new Utf8(bytes) };
  const text = encoding.decode(bytes);
  const misfits = text.split('\ufffd').length - 1;
  return { fetch: misfits === 0 ? fetch : { ...fetch, charset_errors: misfits }, body: text };
}

function without(record: JsonObject, names: string[]): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}
