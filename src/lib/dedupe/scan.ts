import type { KeyField } from './fields.ts';
import { hadEscape, readFrom, skipScalar, skipSpace, skipString, skipValue } from './json.ts';
import { unescapeTo } from './values.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;

/** A name on the way to a field. */
interface Step {
  name: Buffer;
  /** The position it stands for in an array, or -1. */
  index: number;
  /** The fields whose value this is. */
  fields: number[];
  /** This step's fields and those below. */
  below: number[];
  steps: Step[];
}

/**
 * Finds the values of some fields in the text of a record without parsing it: all of the text is checked, so that the answer is the
 * one that JSON.parse would have given, whatever the nesting, escapes, or repeated names (of which the last one counts).
 */
export class Scanner {
  /** Where the value of each field starts, or -1 where there is none. */
  readonly starts: Int32Array;
  /** Where the value of each field ends. */
  readonly ends: Int32Array;
  readonly #root: Step;
  readonly #scratch: Buffer;

  constructor(fields: readonly KeyField[]) {
    this.starts = new Int32Array(fields.length);
    this.ends = new Int32Array(fields.length);
    this.#root = { name: Buffer.alloc(0), index: -1, fields: [], below: fields.map((_, number) => number), steps: [] };
    fields.forEach(({ path }, number) => {
      let step = this.#root;
      for (const name of path) step = stepTo(step, name, number);
      step.fields.push(number);
    });
    this.#scratch = Buffer.alloc(1 + Math.max(...fields.flatMap(({ path }) => path.map((name) => Buffer.byteLength(name)))));
  }

  /** Scans `json[start, end)`. Gives false where that is not the text of one object. */
  scan(json: Uint8Array, start: number, end: number): boolean {
    readFrom(json);
    for (let field = 0; field < this.starts.length; field++) this.starts[field] = -1;
    const at = skipSpace(json, start, end);
    if (at >= end || json[at] !== 0x7b) return false;
    const after = this.#object(json, at, end, this.#root);
    return after > 0 && skipSpace(json, after, end) === end;
  }

  #object(json: Uint8Array, at: number, end: number, within: Step): number {
    at = skipSpace(json, at + 1, end);
    if (at < end && json[at] === 0x7d) return at + 1;
    for (;;) {
      if (at >= end || json[at] !== QUOTE) return -1;
      const name = at + 1;
      const afterName = skipString(json, name, end);
      if (afterName < 0) return -1;
      const step = this.#stepNamed(json, name, afterName - 1, within);
      at = skipSpace(json, afterName, end);
      if (at >= end || json[at] !== 0x3a) return -1;
      at = skipSpace(json, at + 1, end);
      if (at >= end) return -1;
      at = this.#value(json, at, end, step);
      if (at < 0) return -1;
      at = skipSpace(json, at, end);
      if (at >= end) return -1;
      if (json[at] === 0x7d) return at + 1;
      if (json[at] !== COMMA) return -1;
      at = skipSpace(json, at + 1, end);
    }
  }

  #array(json: Uint8Array, at: number, end: number, within: Step): number {
    at = skipSpace(json, at + 1, end);
    if (at < end && json[at] === 0x5d) return at + 1;
    for (let index = 0; ; index++) {
      if (at >= end) return -1;
      const step = within.steps.find((candidate) => candidate.index === index);
      at = this.#value(json, at, end, step);
      if (at < 0) return -1;
      at = skipSpace(json, at, end);
      if (at >= end) return -1;
      if (json[at] === 0x5d) return at + 1;
      if (json[at] !== COMMA) return -1;
      at = skipSpace(json, at + 1, end);
    }
  }

  #value(json: Uint8Array, at: number, end: number, step: Step | undefined): number {
    const byte = json[at];
    if (step === undefined) return byte === 0x7b || byte === 0x5b ? skipValue(json, at, end) : skipScalar(json, at, end);
    for (const field of step.below) this.starts[field] = -1;
    let after: number;
    if (step.steps.length > 0 && byte === 0x7b) after = this.#object(json, at, end, step);
    else if (step.steps.length > 0 && byte === 0x5b) after = this.#array(json, at, end, step);
    else after = skipValue(json, at, end);
    for (const field of step.fields) {
      this.starts[field] = at;
      this.ends[field] = after;
    }
    return after;
  }

  #stepNamed(json: Uint8Array, start: number, end: number, within: Step): Step | undefined {
    if (hadEscape()) return this.#escapedStep(json, start, end, within);
    const { steps } = within;
    for (let index = 0; index < steps.length; index++) if (isName(json, start, end, steps[index].name)) return steps[index];
    return undefined;
  }

  #escapedStep(json: Uint8Array, start: number, end: number, within: Step): Step | undefined {
    const length = unescapeTo(this.#scratch, json, start, end);
    return within.steps.find(({ name }) => isName(this.#scratch, 0, length, name));
  }
}

function isName(bytes: Uint8Array, start: number, end: number, name: Buffer): boolean {
  if (end - start !== name.length) return false;
  for (let index = 0; index < name.length; index++) if (bytes[start + index] !== name[index]) return false;
  return true;
}

function stepTo(from: Step, name: string, field: number): Step {
  const bytes = Buffer.from(name);
  let step = from.steps.find((candidate) => candidate.name.equals(bytes));
  if (!step) {
    step = { name: bytes, index: /^(0|[1-9]\d*)$/.test(name) ? Number(name) : -1, fields: [], below: [], steps: [] };
    from.steps.push(step);
  }
  step.below.push(field);
  return step;
}
