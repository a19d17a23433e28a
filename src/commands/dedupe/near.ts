import {
  leastThreshold,
  type Memory,
  MinHash,
  type NearMatch,
  type Nearness,
  SimHash,
  type Sketch,
  shinglesOf,
} from '../../lib/dedupe/index.ts';
import { Halt, reasonOf, status } from '../../lib/errors/index.ts';
import { type Field, FieldScanner, parseField } from '../../lib/json/index.ts';

export interface NearOptions {
  /** The field; true for the default one. */
  near?: string | true;
  method?: 'minhash' | 'simhash';
  threshold?: number;
  window?: number;
}

const DEFAULT_FIELD = 'content_text';
const DEFAULT_THRESHOLD = 0.8;

/** Tells which records have a text that is nearly the same as one before. */
export class NearTexts {
  readonly method: 'minhash' | 'simhash';
  readonly #scanner: FieldScanner;
  readonly #nearness: Nearness;
  readonly #memory: Memory | undefined;
  readonly #kind: string;
  /** How many of the texts compared with are from earlier runs. */
  readonly #fromBefore: number = 0;

  /** @throws Halt 2 */
  constructor({ near, method = 'minhash', threshold = DEFAULT_THRESHOLD, window }: NearOptions, memory?: Memory) {
    const least = method === 'simhash' ? leastThreshold : 0;
    if (threshold > 1 || threshold < least) {
      throw new Halt(status.usage, `--threshold: with ${method} a number from ${least} to 1`);
    }
    const field = near === true || near === undefined ? DEFAULT_FIELD : near;
    this.method = method;
    this.#kind = `${method}/${field}`;
    this.#memory = memory;
    this.#scanner = new FieldScanner([parsed(field)]);
    this.#nearness = method === 'minhash' ? new MinHash(threshold, window) : new SimHash(threshold, window);
    for (const sketch of memory?.sketches(this.#kind, window ?? Number.POSITIVE_INFINITY) ?? []) {
      this.#nearness.add(sketch);
      this.#fromBefore++;
    }
  }

  /** The sketch of a record's text, if it has one with a word in it. */
  sketch(json: Buffer): Sketch | undefined {
    if (!this.#scanner.scan(json, 0, json.length)) return undefined;
    const [start] = this.#scanner.starts;
    if (start < 0 || json[start] !== 0x22) return undefined;
    const text: string = JSON.parse(json.toString('utf8', start, this.#scanner.ends[0]));
    const shingles = shinglesOf(text);
    return shingles.length > 0 ? this.#nearness.sketch(shingles) : undefined;
  }

  /** The nearest text before, if one is near enough; its number is negative where an earlier run has seen it. */
  find(sketch: Sketch): NearMatch | undefined {
    const match = this.#nearness.find(sketch);
    return match && { ...match, number: match.number - this.#fromBefore };
  }

  /** Adds a text; gives its number, from 0 on. */
  add(sketch: Sketch): number {
    return this.#nearness.add(sketch) - this.#fromBefore;
  }

  /** From now on the text counts as seen in later runs too. */
  remember(sketch: Sketch): void {
    this.#memory?.rememberSketch(this.#kind, sketch);
  }
}

function parsed(field: string): Field {
  try {
    return parseField(field);
  } catch (error) {
    throw new Halt(status.usage, `--near: ${reasonOf(error)}`);
  }
}
