import { within } from '../numbers/index.ts';
import type { FeedState } from './feed-state.ts';
import { packEtag, unpackEtag } from './packed-etag.ts';

/** How a value is written: lengths and numbers in groups of seven bits, the lowest first, the last without its highest bit. */
type Form = 'etag' | 'text' | 'date' | 'hash' | 'seconds' | 'number' | 'list';

/** The fields in the order they are written in, the usual ones first: which of them there are is then told by one byte. */
const fields: readonly (readonly [name: Exclude<keyof FeedState, 'asked'>, form: Form])[] = [
  ['etag', 'etag'],
  ['lastModified', 'date'],
  ['hash', 'hash'],
  ['fresh', 'seconds'],
  ['every', 'seconds'],
  ['lastModified', 'text'],
  ['retryAfter', 'seconds'],
  ['failures', 'number'],
  ['failingRuns', 'number'],
  ['code', 'text'],
  ['validFor', 'text'],
  ['skip', 'number'],
  ['permanentSeen', 'number'],
  ['permanent', 'text'],
  ['links', 'list'],
];

/** So many bytes of a SHA-256 are stored: a new body that begins with those of the last one is one in 10^19. */
export const HASH_BYTES = 8;

/** The state of a feed in as few bytes as is easy: of millions of feeds, these are what a store is made of. */
export function pack(state: FeedState): Buffer {
  const bytes: number[] = [];
  let present = 0;
  for (const [index, [name, form]] of fields.entries()) if (has(state, name, form)) present |= 1 << index;
  writeNumber(present, bytes);
  writeNumber(state.asked, bytes);
  for (const [index, [name, form]] of fields.entries()) {
    if (!((present >> index) & 1)) continue;
    if (form === 'etag') writeBytes(packEtag(state.etag!, secondsOf(state.lastModified)), bytes);
    else write(state[name]!, form, bytes);
  }
  return Buffer.from(bytes);
}

export function unpack(bytes: Buffer): FeedState {
  const reader = new Reader(bytes);
  const present = reader.number();
  const read: Record<string, unknown> & { asked: number } = { asked: reader.number() };
  for (const [index, [name, form]] of fields.entries()) if ((present >> index) & 1) read[name] = readField(reader, form);
  const state = read as FeedState;
  // What it was packed by comes after it.
  if (state.etag !== undefined) state.etag = unpackEtag(read.etag as Buffer, secondsOf(state.lastModified));
  return state;
}

/** The seconds of a date that is written as all should be. */
function secondsOf(lastModified: string | undefined): number | undefined {
  return lastModified !== undefined && isUsualDate(lastModified) ? Date.parse(lastModified) / 1000 : undefined;
}

function has(state: FeedState, name: keyof FeedState, form: Form): boolean {
  if (name === 'lastModified') return state.lastModified !== undefined && isUsualDate(state.lastModified) === (form === 'date');
  return state[name] !== undefined;
}

/** Whether a date is written as all should be (RFC 9110, 5.6.7), so that its seconds tell every letter of it. */
function isUsualDate(text: string): boolean {
  const time = Date.parse(text);
  return time >= 0 && new Date(time).toUTCString() === text;
}

function write(value: NonNullable<FeedState[keyof FeedState]>, form: Form, bytes: number[]): void {
  if (form === 'text') writeBytes(Buffer.from(value as string), bytes);
  else if (form === 'date') writeNumber(Date.parse(value as string) / 1000, bytes);
  else if (form === 'hash') bytes.push(...(value as Buffer).subarray(0, HASH_BYTES));
  else if (form === 'seconds') writeNumber(Math.ceil((value as number) / 1000), bytes);
  else if (form === 'number') writeNumber(value as number, bytes);
  else {
    writeNumber((value as string[]).length, bytes);
    for (const text of value as string[]) writeBytes(Buffer.from(text), bytes);
  }
}

/** Writes a whole number from 0 to 2^53 - 1, the nearest of these for any other, in eight bytes at most. */
function writeNumber(value: number, bytes: number[]): void {
  let rest = within(value, 0, Number.MAX_SAFE_INTEGER);
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
}

function writeBytes(encoded: Buffer, bytes: number[]): void {
  writeNumber(encoded.length, bytes);
  for (const byte of encoded) bytes.push(byte);
}

function readField(reader: Reader, form: Form): FeedState[keyof FeedState] {
  if (form === 'etag') return reader.bytes(reader.number());
  if (form === 'text') return reader.text();
  if (form === 'date') return new Date(reader.number() * 1000).toUTCString();
  if (form === 'hash') return reader.bytes(HASH_BYTES);
  if (form === 'seconds') return reader.number() * 1000;
  if (form === 'number') return reader.number();
  return reader.texts(reader.number());
}

/** Bytes of a number, at most. */
const LONGEST_NUMBER = 8;

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  number(): number {
    let value = 0;
    let scale = 1;
    for (let n = 0; n < LONGEST_NUMBER; n++, scale *= 0x80) {
      // A record that was cut off has an end as well.
      const byte = this.#bytes[this.#at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    return within(value, 0, Number.MAX_SAFE_INTEGER);
  }

  bytes(length: number): Buffer {
    const start = this.#at;
    this.#at += length;
    return Buffer.from(this.#bytes.subarray(start, this.#at));
  }

  /** So many texts, fewer where the record ends. */
  texts(count: number): string[] {
    const texts: string[] = [];
    while (texts.length < count && this.#at < this.#bytes.length) texts.push(this.text());
    return texts;
  }

  text(): string {
    return this.bytes(this.number()).toString();
  }
}
