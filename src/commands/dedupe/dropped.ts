import { KeyMaker, type Keys } from '../../lib/dedupe/index.ts';
import type { RunContext } from '../../lib/filter/index.ts';
import { Output } from '../../lib/io/index.ts';
import { FieldScanner, type Json, type JsonObject, parseFields } from '../../lib/json/index.ts';
import type { Line } from '../../lib/ndjson/index.ts';

/** Why a record is dropped. */
export interface Match {
  /** `exact`: its key came before in this run; `state`: in an earlier one; `exclude`: it stands in an excluded file. */
  method: 'exact' | 'state' | 'exclude' | 'missing' | 'minhash' | 'simhash';
  /** The record that it repeats, as `firstAt` has numbered it. */
  first?: number;
  /** When an earlier run has seen it last, in ms since 1970. */
  seenAt?: number;
  /** How alike the two are, from 0 to 1. */
  similarity?: number;
}

/** The fields that a record is named by, and how long in JSON one may be to be kept. */
const names = ['id', 'url'] as const;
const LONGEST_NAME = 2048;

/** Tells of every dropped record: in a file, as one NDJSON record each, or in a line for people. */
export class DroppedRecords {
  readonly #output: Output | undefined;
  readonly #keys: Keys;
  readonly #log: RunContext['log'];
  readonly #sources: string[] = [];
  readonly #sourceOf: number[] = [];
  readonly #lineOf: number[] = [];
  readonly #namesOf: string[] = [];
  readonly #nameScanner = new FieldScanner(parseFields(names.join()));

  private constructor(output: Output | undefined, keys: Keys, log: RunContext['log']) {
    this.#output = output;
    this.#keys = keys;
    this.#log = log;
  }

  /** @throws Halt 4 when `path` cannot be written */
  static async open(path: string | undefined, keys: Keys, context: RunContext, append = false): Promise<DroppedRecords> {
    const output = path === undefined ? undefined : await Output.open(path, { append, isPrivate: true }, context.stopping);
    return new DroppedRecords(output, keys, context.log);
  }

  /** Notes what a record is called that others may repeat, and where it stands; gives the number to name it by. */
  firstAt({ source, number }: Line, bytes: Buffer): number {
    if (this.#sources.at(-1) !== source) this.#sources.push(source);
    this.#sourceOf.push(this.#sources.length - 1);
    this.#namesOf.push(this.#keys instanceof KeyMaker ? this.#namesIn(bytes) : '{}');
    return this.#lineOf.push(number) - 1;
  }

  /**
   * Tells of a record that is dropped; gives a promise where the reader has to be waited for.
   * @param bytes those that the key was made of last
   */
  add(line: Line, match: Match, bytes: Buffer = line.bytes()): undefined | Promise<undefined> {
    const { method, similarity = method === 'missing' ? undefined : 1 } = match;
    const first = this.#firstOf(match);
    const key = this.#keyOf(method, bytes);
    const reason: JsonObject = { method, ...key, ...(first && { first }) };
    if (similarity !== undefined) reason.similarity = Math.round(similarity * 1000) / 1000;
    if (!this.#output) {
      this.#log.error(`${line.source}:${line.number}: dropped: ${inWords(reason)}`, { dropped: reason });
      return undefined;
    }
    this.#output.text(`{"dropped":${JSON.stringify({ ...reason, source: line.source, line: line.number })},`);
    if (this.#keys instanceof KeyMaker) {
      this.#output.text('"record":');
      line.writeTo(this.#output);
    } else this.#output.text(`"line_text":${JSON.stringify(line.text())}`);
    this.#output.text('}');
    this.#output.newline();
    return this.#output.blocked ? this.#output.drained().then(() => undefined) : undefined;
  }

  async close(): Promise<void> {
    await this.#output?.close();
  }

  /** The names of a record, as the text of an object. */
  #namesIn(bytes: Buffer): string {
    const { starts, ends } = this.#nameScanner;
    if (!this.#nameScanner.scan(bytes, 0, bytes.length)) return '{}';
    const members = names.flatMap((name, field) => {
      const [start, end] = [starts[field] as number, ends[field] as number];
      if (start < 0 || end - start > LONGEST_NAME || bytes[start] === 0x7b || bytes[start] === 0x5b) return [];
      return `"${name}":${bytes.toString('utf8', start, end)}`;
    });
    return `{${members.join()}}`;
  }

  #firstOf({ first, seenAt }: Match): JsonObject | undefined {
    if (first !== undefined) {
      const source = this.#sources[this.#sourceOf[first] as number] as string;
      return { source, line: this.#lineOf[first] as number, ...(JSON.parse(this.#namesOf[first] as string) as JsonObject) };
    }
    return seenAt === undefined ? undefined : { seen_at: new Date(seenAt).toISOString() };
  }

  #keyOf(method: Match['method'], bytes: Buffer): JsonObject {
    if (method === 'missing' || !(this.#keys instanceof KeyMaker)) return {};
    const values: Json[] = this.#keys.values(bytes);
    return { key: Object.fromEntries(this.#keys.fields.map(({ name }, field) => [name, values[field]])) };
  }
}

function inWords({ method, key, first, similarity }: JsonObject): string {
  const { source, line, seen_at } = (first ?? {}) as JsonObject;
  const what = key === undefined ? '' : ` ${JSON.stringify(key)}`;
  switch (method) {
    case 'missing':
      return 'has no key';
    case 'exclude':
      return `excluded${what}`;
    case 'state':
      return `seen by an earlier run, last on ${String(seen_at).slice(0, 19).replace('T', ' ')} UTC${what}`;
    case 'exact':
      return `same as ${first ? `${source}:${line}` : 'another'}${what}`;
    default:
      return `${Math.round(Number(similarity) * 100)}% the same as ${first ? `${source}:${line}` : 'a text of an earlier run'} (${method})`;
  }
}
