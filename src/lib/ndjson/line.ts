import { isAscii } from 'node:buffer';
import { Reject, reasonOf } from '../errors/index.ts';
import { type ByteSink, endOfMembers, isSpace, type Json, type JsonObject, replaceMembers, Utf8 } from '../json/index.ts';
import { Receipt } from './receipt.ts';

/** Fields to add; those that are `undefined` are left out. */
export type Fields = { [name: string]: Json | Utf8 | undefined };
type Added = { [name: string]: Json | Utf8 };

/** A line of more bytes than this is not held on to where that can be helped, but for its beginning. */
const LONG = 1024 * 1024;
const KEPT_OF_LONG = 64 * 1024 + 4;
/** Where a sink that gathers a line has bytes put before it keeps them. */
const scratch = Buffer.allocUnsafeSlow(64 * 1024);
const OPENING_BRACE = 0x7b;

/**
 * One record on its way through: the bytes it came as, the object they stand for, or both. The object is parsed when
 * somebody looks at it; the bytes go out as they came in, with added fields put in before the closing brace.
 */
export class Line {
  /** The FILE it came from, or `stdin`. */
  readonly source: string;
  /** Its number among the physical lines of the source, from 1. */
  readonly number: number;
  /** Set where the line cannot be used as it stands (longer than the limit): the reject that it becomes. */
  readonly defect: Reject | undefined;
  /** What waits for this line to be written. */
  receipt: Receipt | undefined;
  #buffer: Buffer | undefined;
  #start: number;
  #end: number;
  /** The object that the text stands for, without what was added. */
  #textRecord: JsonObject | undefined;
  #added: Added | undefined;
  #merged: JsonObject | undefined;

  /** A line that stands in `buffer[start, end)`, without its newline. */
  constructor(source: string, number: number, buffer: Buffer | undefined, start: number, end: number, defect?: Reject) {
    this.source = source;
    this.number = number;
    this.defect = defect;
    this.receipt = undefined;
    this.#buffer = buffer;
    this.#start = start;
    this.#end = end;
    this.#textRecord = undefined;
    this.#added = undefined;
    this.#merged = undefined;
  }

  /** A new record that descends from the line `from`: messages about it name that line. */
  static of(record: JsonObject, from: { source: string; number: number }): Line {
    const line = new Line(from.source, from.number, undefined, 0, 0);
    line.#textRecord = record;
    return line;
  }

  /**
   * The record, parsed when first asked for. Not to be changed: what goes out is the text, not this object.
   * @throws Reject `BAD_JSON` or `NOT_AN_OBJECT`
   */
  get record(): JsonObject {
    this.#textRecord ??= parseObject(this.text());
    if (this.#added === undefined) return this.#textRecord;
    this.#merged ??= merged(this.#textRecord, this.#added);
    return this.#merged;
  }

  /** The bytes of an added field that is known by them: for who can do without the text that `record` makes of it. */
  utf8(name: string): Buffer | undefined {
    const value = this.#added?.[name];
    return value instanceof Utf8 ? value.bytes : undefined;
  }

  /** A copy of this line with `fields` put in before the closing brace; a field that the record has is replaced where it stands. */
  with(fields: Fields): Line {
    const record = this.record;
    const line = new Line(this.source, this.number, this.#buffer, this.#start, this.#end);
    line.receipt = this.receipt;
    line.#textRecord = this.#textRecord;
    const added: Added = { ...this.#added };
    const replaced: Added = {};
    for (const name in fields) {
      const value = fields[name];
      if (value === undefined) continue;
      if (Object.hasOwn(record, name) && !Object.hasOwn(added, name)) replaced[name] = value;
      else added[name] = value;
    }
    for (const _ in replaced) {
      line.#replaceInText(replaced);
      break;
    }
    line.#added = added;
    return line;
  }

  /** A copy of this line whose text is `json`, a record that was made of this one by somebody who edits text. */
  rewritten(json: Buffer): Line {
    const line = new Line(this.source, this.number, json, 0, json.length);
    line.receipt = this.receipt;
    return line;
  }

  /** Has `done` called once this line, and all that comes of it, has been written out, dropped or rejected. */
  whenWritten(done: () => void): this {
    this.receipt = new Receipt(this.receipt, [done]);
    return this;
  }

  /** The line's bytes without its newline. */
  bytes(): Buffer {
    if (this.#buffer !== undefined && this.#added === undefined) return this.#part(this.#buffer);
    const pieces: Buffer[] = [];
    this.writeTo({
      bytes: (buffer, start, end) => void pieces.push(Buffer.from(buffer.subarray(start, end))),
      text: (text) => void pieces.push(Buffer.from(text)),
      fill: (_, write) => void pieces.push(Buffer.from(scratch.subarray(0, write(scratch, 0)))),
    });
    return Buffer.concat(pieces);
  }

  /**
   * As `bytes`, of a document that may be most of the memory there is: where it is long and no JSON, the line keeps only as much of it as
   * its reject would show.
   */
  takeBytes(): Buffer {
    const bytes = this.bytes();
    if (bytes.length > LONG && !this.looksLikeObject()) {
      this.#buffer = Buffer.from(bytes.subarray(0, KEPT_OF_LONG));
      this.#start = 0;
      this.#end = this.#buffer.length;
    }
    return bytes;
  }

  /** The line as it came in, decoded, whether it is JSON or not. */
  text(): string {
    if (this.#buffer === undefined) return encode(this.record);
    // Latin-1 is the same as UTF-8 for ASCII, and twice as fast to decode.
    const encoding = isAscii(this.#part(this.#buffer)) ? 'latin1' : 'utf8';
    return this.#buffer.toString(encoding, this.#start, this.#end);
  }

  #part(buffer: Buffer): Buffer {
    return this.#end - this.#start === buffer.length ? buffer : buffer.subarray(this.#start, this.#end);
  }

  /** Whether the first character is that of an object. */
  looksLikeObject(): boolean {
    if (this.#buffer === undefined) return true;
    let first = this.#start;
    while (first < this.#end && isSpace(this.#buffer[first])) first++;
    return this.#buffer[first] === OPENING_BRACE;
  }

  /** Has this line, which is no JSON object, stand for `record`. */
  become(record: JsonObject): void {
    this.#buffer = undefined;
    this.#textRecord = record;
  }

  /** Hands the line's bytes, without a newline, to `sink`. */
  writeTo(sink: ByteSink): void {
    if (this.#added === undefined) {
      if (this.#buffer === undefined) sink.text(encode(this.record));
      else sink.bytes(this.#buffer, this.#start, this.#end);
      return;
    }
    if (this.#buffer === undefined) {
      this.#buffer = Buffer.from(encode(this.#textRecord!));
      this.#start = 0;
      this.#end = this.#buffer.length;
    }
    this.#writeSpliced(this.#buffer, this.#added, sink);
  }

  #writeSpliced(buffer: Buffer, added: Added, sink: ByteSink): void {
    const { brace, comma } = endOfMembers(buffer, this.#start, this.#end);
    let separator = comma ? ',' : '';
    const pieces: (string | Utf8)[] = [];
    let text = '';
    for (const name in added) {
      const value = added[name];
      text += `${separator}${JSON.stringify(name)}:`;
      separator = ',';
      if (value instanceof Utf8) {
        pieces.push(text, value);
        text = '';
      } else text += encode(value);
    }
    // Only now, since what cannot be encoded must leave nothing behind in the sink.
    sink.bytes(buffer, this.#start, brace);
    for (const piece of pieces) {
      if (piece instanceof Utf8) piece.writeTo(sink);
      else sink.text(piece);
    }
    sink.text(`${text}}`);
  }

  /** Copies the line's bytes, so that the block of input it stands in can go: for lines that stay for a while. */
  detach(): this {
    if (this.#buffer !== undefined && this.#buffer.length > 2 * (this.#end - this.#start)) {
      this.#buffer = Buffer.from(this.#buffer.subarray(this.#start, this.#end));
      this.#end -= this.#start;
      this.#start = 0;
    }
    return this;
  }

  /** Writes the text anew with other values for the members named: the first of a name is replaced, further ones go. */
  #replaceInText(fields: Added): void {
    this.#textRecord = { ...this.#textRecord, ...decoded(fields) };
    if (this.#buffer === undefined) return;
    const values = new Map(Object.entries(fields).map(([name, value]) => [name, encode(value)]));
    this.#buffer = replaceMembers(this.#part(this.#buffer), values);
    this.#start = 0;
    this.#end = this.#buffer.length;
  }
}

function parseObject(text: string): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Reject('BAD_JSON', `not JSON: ${reasonOf(error)}`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    const kind = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;
    throw new Reject('NOT_AN_OBJECT', `not a JSON object but ${kind}`);
  }
  return value;
}

/** A record with fields added, of which those that are known by their bytes become text when somebody looks at them. */
function merged(record: JsonObject, added: Added): JsonObject {
  const whole: Added = { ...record, ...added };
  for (const [name, value] of Object.entries(added)) {
    if (!(value instanceof Utf8)) continue;
    let text: string | undefined;
    Object.defineProperty(whole, name, { get: () => (text ??= value.toString()) });
  }
  return whole as JsonObject;
}

/** The same fields, with strings that are known by their bytes as strings. */
function decoded(fields: Added): JsonObject {
  const entries = Object.entries(fields).map(([name, value]): [string, Json] => [
    name,
    value instanceof Utf8 ? value.toString() : value,
  ]);
  return Object.fromEntries(entries);
}

function encode(value: Json | Utf8): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw new Reject('NOT_JSON', `cannot be written as JSON: ${reasonOf(error)}`);
  }
}
