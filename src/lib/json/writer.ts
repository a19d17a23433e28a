import { assumeBytes, type ByteString, wordsOf, writeLatin1 } from '../bytes/index.ts';
import { escapeByte, escapeInto, textEscapes, WIDEST_TEXT } from './escape.ts';

const PIECE_LENGTH = 64 * 1024;
const piece = Buffer.alloc(PIECE_LENGTH);
const pieceView = wordsOf(piece);
/** Shorter texts are escaped character by character, which is faster than to copy them first. */
const SHORT_TEXT = 24;
const SLAB_SIZE = 256 * 1024;

/**
 * Writes values whose texts are byte strings as the bytes of their JSON, in a third of the time that `JSON.stringify` needs. Control
 * characters are left out, except tabs and ends of lines. The results are slices of shared buffers, since a buffer for each would cost
 * more than to fill it.
 */
export class JsonWriter {
  #out: Buffer = Buffer.allocUnsafeSlow(SLAB_SIZE);
  #view = wordsOf(this.#out);
  #start = 0;
  #length = 0;
  readonly #shared: string;
  /** The value of the shared member that was written last, and its JSON. */
  #sharedValue: unknown;
  #sharedJson = Buffer.alloc(0);

  /** @param shared the name of a member whose value is mostly the same object as in the object before */
  constructor(shared: string) {
    this.#shared = shared;
  }

  /** The JSON of an object. Members that are undefined are left out. */
  object(value: object): Buffer {
    this.#start = this.#length;
    this.#room(roomForTexts(value));
    this.#object(value);
    const json = this.#out.subarray(this.#start, this.#length);
    if (this.#out.length > SLAB_SIZE) {
      this.#use(Buffer.allocUnsafeSlow(SLAB_SIZE));
      this.#length = 0;
    }
    return json;
  }

  #object(value: object): void {
    let separator = 0x7b;
    for (const name in value) {
      const member: unknown = value[name as keyof typeof value];
      if (member === undefined) continue;
      this.#room(1);
      this.#out[this.#length++] = separator;
      separator = 0x2c;
      this.#text(assumeBytes(name));
      this.#room(1);
      this.#out[this.#length++] = 0x3a;
      if (name === this.#shared) this.#writeShared(member);
      else this.#value(member);
    }
    if (separator === 0x7b) this.#ascii('{}');
    else this.#ascii('}');
  }

  #writeShared(value: unknown): void {
    if (value === this.#sharedValue) {
      this.#room(this.#sharedJson.length);
      this.#sharedJson.copy(this.#out, this.#length);
      this.#length += this.#sharedJson.length;
      return;
    }
    const written = this.#length - this.#start;
    this.#value(value);
    this.#sharedValue = value;
    this.#sharedJson = Buffer.from(this.#out.subarray(this.#start + written, this.#length));
  }

  #value(value: unknown): void {
    if (typeof value === 'string') this.#text(assumeBytes(value));
    else if (Array.isArray(value)) this.#list(value);
    else if (typeof value === 'object' && value !== null) this.#object(value);
    else this.#ascii(JSON.stringify(value));
  }

  #list(values: unknown[]): void {
    this.#ascii('[');
    for (let index = 0; index < values.length; index++) {
      if (index > 0) this.#ascii(',');
      this.#value(values[index]);
    }
    this.#ascii(']');
  }

  #ascii(text: string): void {
    this.#room(text.length);
    for (let at = 0; at < text.length; at++) this.#out[this.#length++] = text.charCodeAt(at);
  }

  #text(text: ByteString): void {
    this.#room(Math.min(text.length, PIECE_LENGTH) * WIDEST_TEXT + 2);
    this.#out[this.#length++] = 0x22;
    if (text.length < SHORT_TEXT) this.#short(text);
    else {
      for (let start = 0; start < text.length; start += PIECE_LENGTH) {
        if (start > 0) this.#room(PIECE_LENGTH * WIDEST_TEXT + 2);
        const part = text.length <= PIECE_LENGTH ? text : text.slice(start, start + PIECE_LENGTH);
        writeLatin1(piece, part, 0);
        this.#length = escapeInto(this.#out, this.#view, this.#length, pieceView, 0, part.length, textEscapes);
      }
    }
    this.#out[this.#length++] = 0x22;
  }

  #short(text: ByteString): void {
    const out = this.#out;
    let length = this.#length;
    for (let at = 0; at < text.length; at++) length = escapeByte(out, length, text.charCodeAt(at), textEscapes);
    this.#length = length;
  }

  #room(size: number): void {
    if (this.#length + size <= this.#out.length) return;
    const written = this.#length - this.#start;
    const growth = Math.min(Math.max(SLAB_SIZE, written), 16 * 1024 * 1024);
    const larger = Buffer.allocUnsafeSlow(Math.max(SLAB_SIZE, written + size + (written + size > SLAB_SIZE / 2 ? growth : 0)));
    this.#out.copy(larger, 0, this.#start, this.#length);
    this.#use(larger);
    this.#start = 0;
    this.#length = written;
  }

  #use(out: Buffer): void {
    this.#out = out;
    this.#view = wordsOf(out);
  }
}

/** The room for the long texts of an object, so that they are not moved as they grow. Nearly all objects have none. */
function roomForTexts(value: object): number {
  let size = 0;
  for (const name in value) {
    const member: unknown = value[name as keyof typeof value];
    if (typeof member === 'string' && member.length > SLAB_SIZE) size += Math.ceil(member.length * 1.05);
  }
  return size;
}
