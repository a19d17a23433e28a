import { Reject, type RejectCode } from '../errors/index.ts';
import type { Output } from '../io/index.ts';
import type { Json, JsonObject } from '../json/index.ts';
import { Line } from '../ndjson/index.ts';
import { shownMessage, shownText } from '../terminal/index.ts';
import type { Log } from './log.ts';

/** How much of the text of a line that is no record goes into its reject, in bytes. */
const KEPT_TEXT = 64 * 1024;
/** How many values of a list go into the `error` of a reject. */
const MOST_VALUES = 100;

/** How many rejects of one code are told of one by one, where the code says that the input is of another form. */
const MOST_ALIKE = 10;
const ofTheForm: ReadonlySet<RejectCode> = new Set<RejectCode>([
  'BAD_JSON',
  'NOT_AN_OBJECT',
  'LINE_TOO_LONG',
  'BAD_OPML',
  'BAD_URL',
  'BAD_ADDRESS',
  'NO_BODY',
  'MISSING_KEY',
  'MISSING_ID',
]);

/** Codes that say that a source may be something else as a whole. */
const hinted: ReadonlySet<RejectCode> = new Set<RejectCode>(['BAD_JSON', 'NOT_AN_OBJECT', 'BAD_OPML', 'NOT_A_FEED']);

/** Tells of every rejected record: a line for people, and with `--rejects` a record that can be mended and fed in again. */
export class Rejects {
  /** Rejects by their codes. */
  readonly byCode = new Map<string, number>();
  count = 0;
  readonly #log: Log;
  readonly #output: Output | undefined;
  #hint: ((line: Line) => string | undefined) | undefined;
  /** Whether some were not told of one by one. */
  #isCapped = false;

  /** @param hint what to run instead, where a source is no lines of JSON as a whole */
  constructor(log: Log, output: Output | undefined, hint?: (line: Line) => string | undefined) {
    this.#log = log;
    this.#output = output;
    this.#hint = hint;
  }

  /** Tells of the reject that `line` came to; gives a promise where the reader of the rejects has to be waited for. */
  add(line: Line, reject: Reject): Promise<void> | undefined {
    this.count++;
    const alike = (this.byCode.get(reject.code) ?? 0) + 1;
    this.byCode.set(reject.code, alike);
    const { subject, source = line.source, line: number = line.number, text, record, more } = reject.details;
    const error = {
      code: reject.code,
      message: shownMessage(reject.message),
      command: this.#log.command,
      source,
      line: number,
      ...(more && bounded(more)),
    };
    const rejected = record ?? (text === undefined ? recordOf(line) : undefined);
    const about = subject ?? (rejected && subjectOf(rejected));
    const isCapped = alike > MOST_ALIKE && ofTheForm.has(reject.code) && !this.#log.shows('debug');
    if (isCapped && alike === MOST_ALIKE + 1 && this.#log.shows('info')) {
      this.#isCapped = true;
      this.#log.error(`further rejects ${reject.code} are not shown; --rejects FILE keeps them, -v shows them`);
    }
    if (this.#log.shows('info') && !isCapped) {
      this.#log.error(`${source}:${number}: ${about ? `${shownText(about)}: ` : ''}${reject.message}`, { error });
    }
    if (hinted.has(reject.code)) this.#giveHint(line);
    if (this.#output) {
      if (!rejected || !written(Line.of({ error, record: rejected }, line), this.#output))
        Line.of({ error, line_text: cut(text ?? line.text()) }, line).writeTo(this.#output);
      this.#output.newline();
      if (this.#output.blocked) return this.#output.drained();
    }
    return undefined;
  }

  #giveHint(line: Line): void {
    const hint = this.#hint?.(line);
    this.#hint = undefined;
    if (hint !== undefined && this.#log.shows('info')) this.#log.error(hint);
  }

  /** Tells in one line of all rejects: where they were not told of one by one, or where more is wanted. */
  tellTotal(recordsIn: number): void {
    if (this.count === 0 || (this.#log.shows('info') && !this.#log.shows('debug') && !this.#isCapped)) return;
    const codes = [...this.byCode].sort((a, b) => b[1] - a[1]).map(([code, count]) => `${count} ${code}`);
    this.#log.error(`${recordsIn} records read, ${this.count} rejected: ${codes.join(', ')}`);
  }
}

/** Further members of an `error`: their texts without passwords and of a bounded length, their lists of a bounded number. */
function bounded(more: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(more).map(([name, value]) => [name, boundedValue(value)]));
}

function boundedValue(value: Json): Json {
  if (typeof value === 'string') return shownMessage(value);
  return Array.isArray(value) ? value.slice(0, MOST_VALUES).map(boundedValue) : value;
}

function recordOf(line: Line): JsonObject | undefined {
  if (line.defect) return undefined;
  try {
    return line.record;
  } catch {
    return undefined;
  }
}

/** Whether a line could be written: what is nested too deeply for that can still be told of as text. */
function written(line: Line, output: Output): boolean {
  try {
    line.writeTo(output);
    return true;
  } catch (error) {
    if (error instanceof Reject) return false;
    throw error;
  }
}

/** What a message calls a record: its URL, else its id. */
function subjectOf(record: JsonObject): string | undefined {
  return [record.url, record.id].find((value: Json | undefined): value is string => typeof value === 'string' && value !== '');
}

function cut(text: string): string {
  if (text.length * 3 <= KEPT_TEXT) return text;
  const bytes = Buffer.from(text);
  if (bytes.length <= KEPT_TEXT) return text;
  let end = KEPT_TEXT;
  // Not in the middle of a character: its further bytes are 10xxxxxx.
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}
