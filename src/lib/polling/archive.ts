import { hash, randomUUID } from 'node:crypto';
import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Halt, Reject, type RejectCode, reasonOf, status } from '../errors/index.ts';
import {
  type Answer,
  type Budget,
  Failed,
  type Getter,
  type Hop,
  type HostQueues,
  type Target,
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
      await writeFile(unfinished, await promisify(gzip)(body));
      await rename(unfinished, path);
    } catch (error) {
      throw cannot(this.#dir, error);
    }
    return name;
  }

  #add(entry: Entry): void {
    guard(this.#dir, () => appendFileSync(join(this.#dir, INDEX_NAME), `${JSON.stringify(entry)}\n`));
  }
}

/** Gives what a `Recorder` has kept, the newest of each URL, as if it came over the network now. */
export class Replayer implements Getter {
  readonly #dir: string;
  readonly #queues: HostQueues;
  readonly #budget: Budget;
  readonly #index: number;
  /** Where the newest entry of each key stands in the index; and the newest with a body, which an unconditional GET needs. */
  readonly #places = new Map<string, [start: number, length: number]>();

  /** @throws Halt 4 when there is no archive */
  constructor(dir: string, queues: HostQueues, budget: Budget) {
    this.#dir = dir;
    this.#queues = queues;
    this.#budget = budget;
    this.#index = guard(dir, () => openSync(join(dir, INDEX_NAME), 'r'));
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
    const { error, at, elapsed, attempts, redirects = [], url = '' } = entry;
    if (error) throw new Failed(error.code, error.message, error.retryAfter, attempts);
    const headers = new Map(entry.headers);
    const same = validators !== undefined && isSame(validators, headers);
    const whole = entry.body !== undefined && !same;
    const body = whole ? await this.#body(entry.body!) : Buffer.alloc(0);
    this.#budget.hold(body.length);
    return {
      status: whole ? entry.status! : 304,
      url,
      redirects,
      headers,
      body,
      attempts,
      at,
      elapsed,
      release: () => this.#budget.release(body.length),
    };
  }

  #entry(key: string): Entry {
    const place = this.#places.get(key);
    if (!place) throw new Reject('NOT_RECORDED', `${this.#dir} has no answer for it`);
    return JSON.parse(this.#read(...place)) as Entry;
  }

  async #body(name: string): Promise<Buffer> {
    try {
      return await promisify(gunzip)(await readFile(pathOf(this.#dir, name)));
    } catch (error) {
      throw cannot(this.#dir, error);
    }
  }

  #read(start: number, length: number): string {
    const bytes = Buffer.allocUnsafe(length);
    readSync(this.#index, bytes, 0, length, start);
    return bytes.toString('utf8');
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

function entryOf(line: Buffer): Entry | undefined {
  try {
    return JSON.parse(line.toString('utf8')) as Entry;
  } catch {
    // Where a run was killed in the middle of a line.
    return undefined;
  }
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
