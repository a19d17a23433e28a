import { type Field, type Json, type JsonObject, valueAt } from '../json/index.ts';
import { cutToColumns, printable, withoutCredentials } from '../terminal/index.ts';

/** Fields beyond this many are not told apart: records whose keys are data would fill the memory. */
const MOST_FIELDS = 1000;
/** What is shown of one value, in columns, where the whole record is shown. */
const VALUE = 40;

export interface PeekOptions {
  /** Show every so many records; without it, time decides. */
  every?: number;
  /** Show a record as often, in seconds. */
  interval: number;
  /** The fields to show. */
  fields?: readonly Field[];
  /** Columns of a line. */
  width: number;
  /** No samples. */
  counts: boolean;
  /** Tell of each record larger than this, in bytes. */
  large?: number;
  /** Takes a line for people. */
  show: (text: string) => void;
}

/** Looks at records that go by: samples them, and counts their fields. */
export class Peek {
  records = 0;
  notRecords = 0;
  /** The bytes of the largest, and its number. */
  readonly largest = { bytes: 0, record: 0 };
  #bytes = 0;
  readonly #met = new Map<string, number>();
  readonly #options: PeekOptions;
  readonly #began = performance.now();
  #shownAt = Number.NEGATIVE_INFINITY;

  constructor(options: PeekOptions) {
    this.#options = options;
  }

  /** Looks at one line; `parse` throws where it is no record. */
  see(raw: Buffer, parse: () => JsonObject): void {
    const options = this.#options;
    const largest = this.largest;
    this.records++;
    this.#bytes += raw.length;
    if (raw.length > largest.bytes) {
      largest.bytes = raw.length;
      largest.record = this.records;
    }
    if (options.large !== undefined && raw.length > options.large) options.show(`record ${this.records} has ${size(raw.length)}`);
    let record: JsonObject | undefined;
    try {
      record = parse();
    } catch {
      this.notRecords++;
    }
    if (record) this.#countFields(record);
    if (this.#isDue())
      options.show(
        cut(
          `${this.records}  ${record ? this.#sample(record) : `not a record: ${raw.toString('utf8', 0, 4 * options.width)}`}`,
          options.width,
        ),
      );
  }

  /** Shows what there was in all. */
  conclude(): void {
    const options = this.#options;
    const records = this.records;
    const bytes = this.#bytes;
    const largest = this.largest;
    options.show(
      `${records} records, ${size(bytes)}, ${this.rate()}${this.notRecords ? `, ${this.notRecords} not records` : ''}`,
    );
    if (records > 0) options.show(`largest: ${size(largest.bytes)}, record ${largest.record}`);
    const fields = [...this.#met].map(
      ([name, count]) => `${name} ${count === records ? 'always' : `${Math.round((1000 * count) / records) / 10}%`}`,
    );
    if (fields.length > 0) options.show(`fields: ${fields.join(', ')}${this.#met.size === MOST_FIELDS ? ', …' : ''}`);
  }

  /** Records a second since the beginning. */
  rate(): string {
    const rate = this.records / ((performance.now() - this.#began) / 1000);
    return `${rate.toFixed(rate < 10 ? 1 : 0)}/s`;
  }

  /** How often each field was met, in the order that they were met in. */
  fieldCounts(): JsonObject {
    return Object.fromEntries(this.#met);
  }

  #countFields(record: JsonObject): void {
    for (const name of Object.keys(record)) {
      const count = this.#met.get(name);
      if (count !== undefined || this.#met.size < MOST_FIELDS) this.#met.set(name, (count ?? 0) + 1);
    }
  }

  #isDue(): boolean {
    const { every, interval, counts } = this.#options;
    if (counts) return false;
    if (every !== undefined) return this.records % every === 0;
    const now = performance.now();
    if (now - this.#shownAt < interval * 1000) return false;
    this.#shownAt = now;
    return true;
  }

  #sample(record: JsonObject): string {
    const { fields } = this.#options;
    const shown = fields
      ? fields.map((field): [string, Json | undefined] => [field.name, valueAt(record, field)])
      : Object.entries(record);
    return shown
      .flatMap(([name, value]) =>
        value === undefined ? [] : [`${name}=${fields ? text(value, this.#options.width) : text(value, VALUE)}`],
      )
      .join('  ');
  }
}

/** A value for people: strings as they are, arrays and objects by their size where they are long. */
function text(value: Json, most: number): string {
  if (typeof value === 'string')
    return cut(
      withoutCredentials(value, true)
        .slice(0, 4 * most)
        .replace(/\s+/g, ' '),
      most,
    );
  if (Array.isArray(value) && value.length > 3) return `[${value.length}]`;
  if (value !== null && typeof value === 'object' && Object.keys(value).length > 3) return `{${Object.keys(value).length}}`;
  return value !== null && typeof value === 'object' ? cut(withoutCredentials(JSON.stringify(value)), most) : String(value);
}

function cut(text: string, columns: number): string {
  return cutToColumns(printable(text), columns);
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const power = Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(1)} ${['', 'k', 'M', 'G'][power]}B`;
}
