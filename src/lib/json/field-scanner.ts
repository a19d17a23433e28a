import { type Field, positionOf } from './field.ts';
import { hadEscape, readFrom, skipScalar, skipSpace, skipString, skipValue } from './scan.ts';
import { unescapeTo } from './unescape.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;

/** A name on the way to a field. */
interface Step {
  name: Buffer;
  /** The position it stands for in an array, or -1. */
  index: number;
  /** The slots of the fields whose value this is. */
  slots: number[];
  /** The slots of this step and of all steps below it. */
  below: number[];
  steps: Step[];
}

/**
 * Finds the values of fields in the text of a record without parsing it. The whole text is checked, so the result is the one that
 * JSON.parse and `valueAt` give, whatever the nesting, escapes, or repeated names (of which the last one counts).
 */
export class FieldScanner {
  /** By number of the field: where its value starts, or -1 where there is none. */
  readonly starts: Int32Array;
  /** By number of the field: where its value ends. */
  readonly ends: Int32Array;
  readonly #root: Step = { name: Buffer.alloc(0), index: -1, slots: [], below: [], steps: [] };
  /** For each slot after those of the fields: the field that it is preferred to, since its name has the dots. */
  readonly #preferredTo: number[] = [];
  readonly #scratch: Buffer;

  constructor(fields: readonly Field[]) {
    const dotted = fields.flatMap(({ path }, number) => (path.length > 1 ? [number] : []));
    this.starts = new Int32Array(fields.length + dotted.length);
    this.ends = new Int32Array(fields.length + dotted.length);
    let longest = 0;
    const addPath = (path: readonly string[], slot: number) => {
      let step = this.#root;
      for (const name of path) step = stepTo(step, name, slot);
      step.slots.push(slot);
      longest = Math.max(longest, ...path.map((name) => Buffer.byteLength(name)));
    };
    for (const [number, { path }] of fields.entries()) addPath(path, number);
    for (const number of dotted) addPath([fields[number].name], fields.length + this.#preferredTo.push(number) - 1);
    this.#scratch = Buffer.alloc(1 + longest);
  }

  /** Scans `json[start, end)`. Gives false where that is not the text of one object. */
  scan(json: Uint8Array, start: number, end: number): boolean {
    readFrom(json);
    const { starts } = this;
    for (let slot = 0; slot < starts.length; slot++) starts[slot] = -1;
    const at = skipSpace(json, start, end);
    if (at >= end || json[at] !== 0x7b) return false;
    const after = this.#object(json, at, end, this.#root);
    if (after < 0 || skipSpace(json, after, end) !== end) return false;
    if (this.#preferredTo.length > 0) this.#preferDottedNames();
    return true;
  }

  #preferDottedNames(): void {
    const { starts, ends } = this;
    const fields = starts.length - this.#preferredTo.length;
    this.#preferredTo.forEach((field, index) => {
      const slot = fields + index;
      if (starts[slot] < 0) return;
      starts[field] = starts[slot];
      ends[field] = ends[slot];
    });
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
    for (const slot of step.below) this.starts[slot] = -1;
    let after: number;
    if (step.steps.length > 0 && byte === 0x7b) after = this.#object(json, at, end, step);
    else if (step.steps.length > 0 && byte === 0x5b) after = this.#array(json, at, end, step);
    else after = skipValue(json, at, end);
    for (const slot of step.slots) {
      this.starts[slot] = at;
      this.ends[slot] = after;
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

function stepTo(from: Step, name: string, slot: number): Step {
  const bytes = Buffer.from(name);
  let step = from.steps.find((candidate) => candidate.name.equals(bytes));
  if (!step) {
    step = { name: bytes, index: positionOf(name), slots: [], below: [], steps: [] };
    from.steps.push(step);
  }
  step.below.push(slot);
  return step;
}
