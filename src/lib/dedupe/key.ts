import { canonicalJson, canonicalNumber, FieldScanner, type Json, unescapeTo } from '../json/index.ts';
import type { Hash, KeyHasher } from './hash.ts';
import type { KeyField } from './key-fields.ts';
import { type Normalization, normalize } from './normalize.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** What a value is, so that text is no number, and nothing is no empty text. */
const kinds = { whole: 0, missing: 1, text: 2, number: 3, literal: 4, structure: 5, normalized: 6, bare: 7 } as const;
const nothing = new Uint8Array(0);

/** What became of making a key: not a JSON object, a field missing, or there in `hash`. */
export type KeyResult = 'invalid' | 'missing' | 'key';

/** Makes keys out of the bytes of lines. */
export interface Keys {
  /** Makes the key of the line `bytes[start, end)`. */
  make(bytes: Uint8Array, start: number, end: number): KeyResult;
  /** The hash of the last key made. */
  readonly hash: Hash;
}

/** Whole lines as keys; no JSON is looked for. */
export class LineKeys implements Keys {
  readonly hash: Hash;
  readonly #hasher: KeyHasher;
  readonly #normalization: Normalization;

  constructor(normalization: Normalization, hasher: KeyHasher) {
    this.#hasher = hasher;
    this.hash = hasher.result;
    this.#normalization = normalization;
  }

  make(bytes: Uint8Array, start: number, end: number): KeyResult {
    const hasher = this.#hasher;
    hasher.begin();
    if (this.#normalization === 'none') hasher.add(kinds.whole, bytes, start, end);
    else {
      const line = Buffer.from(normalize(text(bytes, start, end), this.#normalization), 'utf16le');
      hasher.add(kinds.whole, line, 0, line.length);
    }
    hasher.finish();
    return 'key';
  }
}

/** The values of some fields as keys. */
export class KeyMaker implements Keys {
  readonly fields: readonly KeyField[];
  readonly hash: Hash;
  readonly #scanner: FieldScanner;
  readonly #hasher: KeyHasher;
  /** The hash that every key begins with: keys of other fields are other keys, should they meet in one state. */
  readonly #beginning: Hash;
  readonly #bareBeginning: Hash;
  #scratch: Buffer = Buffer.alloc(4096);

  constructor(fields: readonly KeyField[], hasher: KeyHasher) {
    this.fields = fields;
    this.#scanner = new FieldScanner(fields);
    this.#hasher = hasher;
    this.hash = hasher.result;
    const names = Buffer.from(JSON.stringify(fields.map(({ path, normalize }) => [path, normalize])));
    hasher.begin();
    hasher.add(kinds.whole, names, 0, names.length);
    this.#beginning = hasher.finish().slice();
    hasher.begin(this.#beginning);
    hasher.add(kinds.bare, nothing, 0, 0);
    this.#bareBeginning = hasher.finish().slice();
  }

  make(json: Uint8Array, start: number, end: number): KeyResult {
    const scanner = this.#scanner;
    const fields = this.fields;
    const hasher = this.#hasher;
    if (!scanner.scan(json, start, end)) return 'invalid';
    let present = 0;
    hasher.begin(this.#beginning);
    for (let field = 0; field < fields.length; field++) {
      const from = scanner.starts[field];
      if (hasValue(json, from)) {
        this.#addValue(json, from, scanner.ends[field], fields[field]);
        present++;
      } else if (fields[field].optional) hasher.add(kinds.missing, nothing, 0, 0);
      else return 'missing';
    }
    if (present === 0) return 'missing';
    hasher.finish();
    return 'key';
  }

  /** After `make`: the hash of the last field alone, if it is there; `hash` is then that one. */
  lastFieldAlone(json: Uint8Array): Hash | undefined {
    const last = this.fields.length - 1;
    const { starts, ends } = this.#scanner;
    if (!hasValue(json, starts[last])) return undefined;
    this.#hasher.begin(this.#bareBeginning);
    this.#addValue(json, starts[last], ends[last], this.fields[last]);
    return this.#hasher.finish();
  }

  /** The hash of a value, given as JSON, that stands for the last field, as `lastFieldAlone` would give it. */
  bare(json: Uint8Array): Hash | undefined {
    const last = this.fields.length - 1;
    this.#scanner.starts[last] = 0;
    this.#scanner.ends[last] = json.length;
    return this.lastFieldAlone(json);
  }

  /** After `make`: the values that the key was made of. */
  values(json: Uint8Array): Json[] {
    const { starts, ends } = this.#scanner;
    return this.fields.map((_, field) => (starts[field] < 0 ? null : JSON.parse(text(json, starts[field], ends[field]))));
  }

  #addValue(json: Uint8Array, start: number, end: number, { normalize: how }: KeyField): void {
    const first = json[start];
    if (first === QUOTE && how === 'none') this.#addString(json, start + 1, end - 1);
    else {
      const value = text(json, start, end);
      if (first === QUOTE) this.#addText(kinds.normalized, normalize(JSON.parse(value), how));
      else if (first === 0x7b || first === 0x5b) this.#addText(kinds.structure, canonicalJson(value));
      else if (first === 0x74 || first === 0x66) this.#addText(kinds.literal, value);
      else this.#addText(kinds.number, canonicalNumber(value));
    }
  }

  #addString(json: Uint8Array, start: number, end: number): void {
    let at = start;
    while (at < end && json[at] !== BACKSLASH) at++;
    if (at === end) this.#hasher.add(kinds.text, json, start, end);
    else {
      // Escapes are never shorter than what they stand for.
      if (this.#scratch.length < end - start) this.#scratch = Buffer.alloc((end - start) * 2);
      this.#hasher.add(kinds.text, this.#scratch, 0, unescapeTo(this.#scratch, json, start, end));
    }
  }

  #addText(kind: number, value: string): void {
    // Not UTF-8, which has one form for all lone surrogates.
    const bytes = Buffer.from(value, 'utf16le');
    this.#hasher.add(kind, bytes, 0, bytes.length);
  }
}

/** Whether there is a value at `start` (-1: none), and one that is not null. */
function hasValue(json: Uint8Array, start: number): boolean {
  return start >= 0 && json[start] !== 0x6e;
}

function text(json: Uint8Array, start: number, end: number): string {
  return Buffer.from(json.buffer, json.byteOffset + start, end - start).toString('utf8');
}
