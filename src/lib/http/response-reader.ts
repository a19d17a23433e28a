import { Reject } from '../errors/index.ts';
import { type Headers, headersOf } from './headers.ts';

/** Told what a response consists of, as it is read. */
export interface ResponseEvents {
  /** The final status line and headers are there. */
  onHead(status: number, headers: Headers): void;
  onData(chunk: Buffer): void;
  onEnd(): void;
}

/** Bytes of status line and headers, or of trailers, accepted at most. */
const MAX_HEAD = 64 * 1024;
/** Bytes of a line with the size of a chunk, at most. */
const MAX_SIZE_LINE = 4096;
/** Interim responses (1xx) before the final one, at most. */
const MAX_INTERIM = 16;

const LF = 10;
const CR = 13;
const BEGINNING = Buffer.from('HTTP/1.');

/** How the end of a body is told (RFC 9112, 6.3). */
type Framing = 'none' | 'length' | 'chunked' | 'close';

/** What comes next. */
type Part = 'head' | 'body' | 'chunk-size' | 'chunk-data' | 'chunk-end' | 'trailers' | 'done';

/**
 * Reads one HTTP/1.x response out of the bytes of a connection, as leniently as browsers and curl do: lines may end in LF alone,
 * header lines without a colon are skipped, continued lines are joined, and chunked wins over a length.
 */
export class ResponseReader {
  readonly #events: ResponseEvents;
  #part: Part = 'head';
  /** Bytes of a head or a line that has not ended yet. */
  #pending: Buffer | undefined;
  /** Bytes of body or chunk still to come. */
  #left = 0;
  #received = 0;
  #declared: number | undefined;
  #framing: Framing = 'none';
  #interim = 0;
  #trailerBytes = 0;
  #keepAlive = false;
  #excess = false;
  /** Milliseconds that the server says it keeps the connection open. */
  keepAliveFor: number | undefined;

  constructor(events: ResponseEvents) {
    this.#events = events;
  }

  /** Whether status line and headers have been read. */
  get hasHead(): boolean {
    return this.#part !== 'head';
  }

  get isDone(): boolean {
    return this.#part === 'done';
  }

  /** Whether the connection may be used for another request, once the response has ended. */
  get isReusable(): boolean {
    return this.isDone && this.#keepAlive && !this.#excess;
  }

  /** Reads the next bytes. @throws Reject BAD_RESPONSE for what is no HTTP response */
  read(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#part === 'done') {
        this.#excess = true;
        return;
      }
      at = this.#step(chunk, at);
    }
  }

  /** The connection has ended. @throws Reject RESET before the head is there, TRUNCATED in the middle of the body */
  end(): void {
    if (this.#part === 'done') return;
    if (this.#part === 'head') throw new Reject('RESET', 'connection closed before an answer came');
    // After the last chunk only trailers are missing.
    if (this.#part === 'trailers' || this.#framing === 'close') {
      this.#finish();
      return;
    }
    const of = this.#declared === undefined ? '' : ` of ${this.#declared}`;
    throw new Reject('TRUNCATED', `the body ended after ${this.#received}${of} bytes`);
  }

  /** Works off one piece of the bytes from `at` on; gives where the next one begins. */
  #step(chunk: Buffer, at: number): number {
    switch (this.#part) {
      case 'head':
        return this.#readHead(chunk, at);
      case 'body':
      case 'chunk-data':
        return this.#readData(chunk, at);
      case 'chunk-size':
        return this.#readLine(chunk, at, MAX_SIZE_LINE, (line) => this.#beginChunk(line));
      case 'chunk-end':
        return this.#readLine(chunk, at, 2, (line) => {
          if (line !== '') throw malformed('a chunk is longer than its size');
          this.#part = 'chunk-size';
        });
      default:
        return this.#readLine(chunk, at, MAX_HEAD, (line) => {
          this.#trailerBytes += line.length + 1;
          if (this.#trailerBytes > MAX_HEAD) throw malformed('trailers are too large');
          if (line === '') this.#finish();
        });
    }
  }

  #readHead(chunk: Buffer, at: number): number {
    const before = this.#pending?.length ?? 0;
    let bytes = this.#pending ? Buffer.concat([this.#pending, at === 0 ? chunk : chunk.subarray(at)]) : chunk.subarray(at);
    let skipped = 0;
    // Empty lines before a status line are skipped (RFC 9112, 2.2).
    while (skipped < bytes.length && skipped < MAX_HEAD && (bytes[skipped] === LF || bytes[skipped] === CR)) skipped++;
    if (before === 0 && skipped > 0) {
      bytes = bytes.subarray(skipped);
      if (bytes.length === 0) return chunk.length;
    }
    this.#checkBeginning(bytes);
    const end = headEnd(bytes, Math.max(0, before - 2));
    if ((end < 0 ? bytes.length : end) > MAX_HEAD) throw malformed('its headers are too large');
    if (end < 0) {
      this.#pending = bytes;
      return chunk.length;
    }
    this.#pending = undefined;
    this.#takeHead(bytes.toString('latin1', 0, end));
    return chunk.length - (bytes.length - end);
  }

  /** Whatever is no HTTP response is told at once, without waiting for the end of its headers. */
  #checkBeginning(bytes: Buffer): void {
    const length = Math.min(bytes.length, BEGINNING.length);
    if (bytes.compare(BEGINNING, 0, length, 0, length) !== 0) throw malformed('it does not begin with a status line');
    const end = bytes.indexOf(LF);
    if (end >= 0) statusOf(bytes.toString('latin1', 0, end));
    else if (bytes.length > MAX_SIZE_LINE) throw malformed('its status line is too long');
  }

  #takeHead(text: string): void {
    const [statusLine = '', ...lines] = text.split('\n');
    const { status, minor } = statusOf(statusLine);
    if (status === 101) throw malformed('it switches to another protocol');
    if (status < 200) {
      if (++this.#interim > MAX_INTERIM) throw malformed('too many interim responses');
      return;
    }
    const headers = headersOf(fieldsOf(lines));
    this.#frame(status, headers, minor);
    this.#part = this.#framing === 'chunked' ? 'chunk-size' : 'body';
    this.#events.onHead(status, headers);
    if (this.#framing === 'none' || (this.#framing === 'length' && this.#left === 0)) this.#finish();
  }

  #frame(status: number, headers: Headers, minor: number): void {
    const encodings = listOf(headers.get('transfer-encoding')).filter((name) => name !== 'identity');
    const unknown = encodings.find((name) => name !== 'chunked');
    if (unknown !== undefined) throw malformed(`its Transfer-Encoding ${JSON.stringify(unknown.slice(0, 40))} is not known`);
    const length = lengthOf(headers.get('content-length'), encodings.length > 0);
    if (status === 204 || status === 304) this.#framing = 'none';
    else if (encodings.length > 0) this.#framing = 'chunked';
    else if (length !== undefined) this.#framing = 'length';
    else this.#framing = 'close';
    this.#left = this.#framing === 'length' ? (length ?? 0) : 0;
    if (this.#framing === 'length') this.#declared = length;
    const connection = listOf(headers.get('connection'));
    const persistent = minor === 0 ? connection.includes('keep-alive') : !connection.includes('close');
    // A length beside chunks may come from a confused intermediary: nothing more is read from there.
    const ambiguous = encodings.length > 0 && (headers.has('content-length') || minor === 0);
    this.#keepAlive = persistent && !ambiguous && this.#framing !== 'close';
    const seconds = /\btimeout=(\d{1,6})\b/i.exec(headers.get('keep-alive') ?? '')?.[1];
    this.keepAliveFor = seconds === undefined ? undefined : Number(seconds) * 1000;
  }

  #readData(chunk: Buffer, at: number): number {
    const wanted = this.#framing === 'close' ? chunk.length - at : Math.min(this.#left, chunk.length - at);
    const end = at + wanted;
    this.#received += wanted;
    this.#left -= wanted;
    this.#events.onData(at === 0 && end === chunk.length ? chunk : chunk.subarray(at, end));
    if (this.#framing === 'close' || this.#left > 0) return end;
    if (this.#framing === 'chunked') this.#part = 'chunk-end';
    else this.#finish();
    return end;
  }

  /** Collects a line of at most `most` bytes, with its end, and has it taken. */
  #readLine(chunk: Buffer, at: number, most: number, take: (line: string) => void): number {
    const end = chunk.indexOf(LF, at);
    const next = end < 0 ? chunk.length : end + 1;
    const length = (this.#pending?.length ?? 0) + next - at;
    if (length > most) throw malformed(most === 2 ? 'a chunk is longer than its size' : 'a line is too long');
    const part = chunk.subarray(at, next);
    const line = this.#pending ? Buffer.concat([this.#pending, part]) : part;
    if (end < 0) {
      this.#pending = line;
      return next;
    }
    this.#pending = undefined;
    take(line.toString('latin1', 0, line.length - 1).replace(/\r$/, ''));
    return next;
  }

  #beginChunk(line: string): void {
    const size = /^[ \t]*([0-9a-f]{1,13})[ \t]*(?:;|$)/i.exec(line)?.[1];
    if (size === undefined) throw malformed('the size of a chunk is no number');
    this.#left = Number.parseInt(size, 16);
    this.#part = this.#left === 0 ? 'trailers' : 'chunk-data';
  }

  #finish(): void {
    this.#part = 'done';
    this.#events.onEnd();
  }
}

function malformed(what: string): Reject {
  return new Reject('BAD_RESPONSE', `not a proper HTTP response: ${what}`);
}

/** Where the empty line that ends a head ends, from about `from` on; -1 where it has not come. */
function headEnd(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(LF, from); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

function statusOf(line: string): { status: number; minor: number } {
  const [, minor, digits] = /^HTTP\/1\.(\d)[ \t]+([1-9]\d\d)(?:[ \t\r]|$)/.exec(line) ?? [];
  if (minor === undefined || digits === undefined) {
    throw malformed(`its status line is ${JSON.stringify(line.trimEnd().slice(0, 80))}`);
  }
  return { status: Number(digits), minor: Number(minor) };
}

/** Names and values in turn. A line that begins with white space continues the one before (obs-fold: RFC 9112, 5.2). */
function fieldsOf(lines: string[]): string[] {
  const fields: string[] = [];
  let continued: string[] = [];
  const close = () => {
    if (fields.length > 0) fields[fields.length - 1] = continued.join(' ').trim();
  };
  for (const line of lines) {
    if (line.includes('\0')) throw malformed('a NUL among its headers');
    const text = line.replace(/\r$/, '').replaceAll('\r', ' ');
    if (text.startsWith(' ') || text.startsWith('\t')) {
      if (text.trim() !== '') continued.push(text.trim());
      continue;
    }
    const colon = text.indexOf(':');
    const name = text.slice(0, Math.max(0, colon)).trim();
    if (name === '') continue;
    close();
    fields.push(name, '');
    continued = [text.slice(colon + 1).trim()];
  }
  close();
  return fields;
}

function listOf(value: string | undefined): string[] {
  if (value === undefined) return [];
  return value
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** The one number that all Content-Lengths agree on. Where it does not count, whatever it is will do. */
function lengthOf(value: string | undefined, isOverridden: boolean): number | undefined {
  const [first, ...others] = new Set(listOf(value));
  if (first === undefined || isOverridden) return undefined;
  if (others.length > 0) throw malformed('it has two different Content-Lengths');
  if (!/^\d{1,15}$/.test(first)) throw malformed('its Content-Length is no number');
  return Number(first);
}
