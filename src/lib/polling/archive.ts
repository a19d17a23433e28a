import { hash, randomUUID } from 'node:crypto';
import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readSync, realpathSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip, type ZlibOptions } from 'node:zlib';
import { Halt, isRejectCode, Reject, type RejectCode, reasonOf, status } from '../errors/index.ts';
import {
  type Answer,
  type Budget,
  Failed,
  type Getter,
  type Hop,
  type HostQueues,
  type Target,
  tooLarge,
  type Validators,
} from '../http/index.ts';
import { keyOf } from './memory.ts';

/** One line of an archive's index: what came of one GET. */
interface Entry {
  /** What was asked for: the key of the feed. */
  key: string;
  at: number;
  elapsed: number;
  attempts: number;
  status?: number;
  url?: string;
  redirects?: Hop[];
  headers?: [string, string][];
  /** SHA-256 of the body, which is in `bodies/`; none for a 304. */
  body?: string;
  error?: { code: RejectCode; message: string; retryAfter?: number | undefined };
}

const INDEX_NAME = 'index.ndjson';
const pathOf = (dir: string, body: string) => join(dir, 'bodies', body.slice(0, 2), `${body}.gz`);

/** Keeps all that a getter gives in a folder: `index.ndjson`, a line a GET, and each different body once, gzipped. */
export class Recorder implements Getter {
  readonly #dir: string;
  readonly #inner: Getter;

  /** Makes the folder. @throws Halt 4 */
  constructor(dir: string, inner: Getter) {
    this.#dir = dir;
    this.#inner = inner;
    guard(dir, () => mkdirSync(join(dir, 'bodies'), { recursive: true, mode: 0o700 }));
  }

  async get(target: Target, validators?: Validators): Promise<Answer> {
    const key = keyOf(target);
    let answer: Answer;
    try {
      answer = await this.#inner.get(target, validators);
    } catch (error) {
      if (error instanceof Failed)
        this.#add({
          key,
          at: Date.now(),
          elapsed: 0,
          attempts: error.attempts,
          error: { code: error.code, message: error.message, retryAfter: error.retryAfter },
        });
      throw error;
    }
    const { at, elapsed, attempts, url, redirects, body } = answer;
    const kept = answer.status === 304 ? {} : { body: await this.#keep(body) };
    this.#add({ key, at, elapsed, attempts, status: answer.status, url, redirects, headers: [...answer.headers], ...kept });
    return answer;
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  /** The index names a body only once that is there as a whole. */
  async #keep(body: Buffer): Promise<string> {
    const name = hash('sha256', body);
    const path = pathOf(this.#dir, name);
    if (existsSync(path)) return name;
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const unfinished = `${path}.${randomUUID()}`;
      await writeFile(unfinished, await promisify(gzip)(body), { mode: 0o600 });
      await rename(unfinished, path);
    } catch (error) {
      throw cannot(this.#dir, error);
    }
    return name;
  }

  #add(entry: Entry): void {
    guard(this.#dir, () => appendFileSync(join(this.#dir, INDEX_NAME), `${JSON.stringify(entry)}\n`, { mode: 0o600 }));
  }
}

/** Gives what a `Recorder` has kept, the newest of each URL, as if it came over the network now. */
export class Replayer implements Getter {
  readonly #dir: string;
  readonly #queues: HostQueues;
  readonly #budget: Budget;
  readonly #maxBytes: number;
  readonly #index: number;
  /** Where the newest entry of each key stands in the index; and the newest with a body, which an unconditional GET needs. */
  readonly #places = new Map<string, [start: number, length: number]>();

  /**
   * @param maxBytes bytes a body may have
   * @throws Halt 4 when there is no archive
   */
  constructor(dir: string, queues: HostQueues, budget: Budget, maxBytes: number) {
    this.#dir = guard(dir, () => realpathSync(dir));
    this.#queues = queues;
    this.#budget = budget;
    this.#maxBytes = maxBytes;
    this.#index = guard(dir, () => openSync(inside(this.#dir, join(this.#dir, INDEX_NAME)), 'r'));
    guard(dir, () => this.#readIndex());
  }

  async get(target: Target, validators?: Validators): Promise<Answer> {
    const release = await this.#queues.acquire('archive');
    try {
      return await this.#answer(this.#entry(keyOf(target)), validators);
    } finally {
      release();
    }
  }

  async close(): Promise<void> {
    closeSync(this.#index);
  }

  async #answer(entry: Entry, validators: Validators | undefined): Promise<Answer> {
    const { error, at, elapsed, attempts, redirects = [], url = '', status: code = 304 } = entry;
    if (error) throw new Failed(error.code, error.message, error.retryAfter, attempts);
    const headers = new Map(entry.headers);
    const same = validators !== undefined && isSame(validators, headers);
    const body = entry.body === undefined || same ? undefined : await this.#body(entry.body);
    const length = body?.length ?? 0;
    this.#budget.hold(length);
    return {
      status: body ? code : 304,
      url,
      redirects,
      headers,
      body: body ?? Buffer.alloc(0),
      attempts,
      at,
      elapsed,
      release: () => this.#budget.release(length),
    };
  }

  #entry(key: string): Entry {
    const place = this.#places.get(key);
    const entry = place && entryOf(this.#read(...place));
    if (!entry) throw new Reject('NOT_RECORDED', `${this.#dir} has no answer for it`);
    return entry;
  }

  async #body(name: string): Promise<Buffer> {
    let body: Buffer;
    try {
      const packed = await readFile(inside(this.#dir, pathOf(this.#dir, name)));
      body = await promisify<Buffer, ZlibOptions, Buffer>(gunzip)(packed, { maxOutputLength: this.#maxBytes });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(this.#maxBytes);
      throw new Reject('NOT_RECORDED', `the body kept in ${this.#dir} cannot be read: ${reasonOf(error)}`);
    }
    if (hash('sha256', body) !== name) throw new Reject('NOT_RECORDED', `the body kept in ${this.#dir} is damaged`);
    return body;
  }

  #read(start: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    readSync(this.#index, bytes, 0, length, start);
    return bytes;
  }

  #readIndex(): void {
    let start = 0;
    for (const line of this.#lines()) {
      const entry = entryOf(line);
      // A 304 has nothing to give to who does not know the body; what was recorded with a body before it stays.
      if (entry && (entry.status !== 304 || !this.#places.has(entry.key))) this.#places.set(entry.key, [start, line.length]);
      start += line.length + 1;
    }
  }

  *#lines(): Generator<Buffer> {
    const block = Buffer.allocUnsafe(256 * 1024);
    let rest: Buffer = Buffer.alloc(0);
    for (let length = readSync(this.#index, block); length > 0; length = readSync(this.#index, block)) {
      rest = Buffer.concat([rest, block.subarray(0, length)]);
      let start = 0;
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, start)) {
        yield rest.subarray(start, end);
        start = end + 1;
      }
      rest = rest.subarray(start);
    }
  }
}

/** The entry that a line of the index holds; nothing where it is none, as where a run was killed in the middle of a line. */
function entryOf(line: Buffer): Entry | undefined {
  try {
    const entry = JSON.parse(line.toString('utf8')) as Entry;
    return isEntry(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is Entry {
  if (!isObject(value)) return false;
  const { key, at, elapsed, attempts, status: code, url, redirects, headers, body, error } = value;
  const isKnown = typeof key === 'string' && isCount(at, LATEST) && isCount(elapsed, LATEST) && isCount(attempts, LATEST);
  if (error !== undefined) {
    const { retryAfter = 0, message, code: reject } = isObject(error) ? error : {};
    return isKnown && typeof message === 'string' && isRejectCode(String(reject)) && isCount(retryAfter, LATEST);
  }
  const isAnswer = isCount(code, 304) && typeof url === 'string' && isArray(headers, isHeader) && isArray(redirects, isHop);
  return isKnown && isAnswer && (body === undefined || (typeof body === 'string' && /^[0-9a-f]{64}$/.test(body)));
}

/** The last moment of JavaScript's Date. */
const LATEST = 8.64e15;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown, max: number): boolean {
  return typeof value === 'number' && value >= 0 && value <= max;
}

function isArray(value: unknown, isMember: (member: unknown) => boolean): boolean {
  return value === undefined || (Array.isArray(value) && value.every(isMember));
}

function isHeader(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every((text) => typeof text === 'string');
}

function isHop(value: unknown): boolean {
  return isObject(value) && isCount(value.status, 999) && typeof value.url === 'string';
}

/** The path itself, where it leads to a file in the folder, through links too. @throws Error where it does not */
function inside(dir: string, path: string): string {
  if (!realpathSync(path).startsWith(`${dir}${sep}`)) throw new Error(`${path} leads out of the archive`);
  return path;
}

function isSame(validators: Validators, headers: Map<string, string>): boolean {
  if (validators.etag !== undefined) return validators.etag === headers.get('etag');
  return validators.lastModified === headers.get('last-modified');
}

function guard<T>(dir: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw cannot(dir, error);
  }
}

function cannot(dir: string, error: unknown): Halt {
  return new Halt(status.failed, `archive ${dir} cannot be used: ${reasonOf(error)}`);
}
