import { Halt, Reject, reasonOf } from '../errors/index.ts';
import { gunzip } from '../gzip/index.ts';
import {
  type Answer,
  Deadline,
  Failed,
  type GetOptions,
  type Getter,
  type Headers,
  type HostQueues,
  type Target,
  tooLarge,
  type Validators,
} from '../http/index.ts';
import type { Opened, S3Client, S3Options } from '../s3/index.ts';

/** What an ObjectGetter is told beside what all getters are; times in milliseconds. */
export interface ObjectOptions extends GetOptions {
  concurrency: number;
  /** Whether what is read waits for what was asked for before it. */
  ordered: boolean;
  idleTimeout: number;
  /** Without it, `s3://` is a BAD_URL: what a stranger's list names must not be read with the user's keys. */
  s3?: S3Options | undefined;
}

interface S3 {
  room: typeof import('../s3/index.ts');
  client: S3Client;
}

/** GETs `s3://bucket/key` from S3, and all else by another getter. What knows S3 loads with the first such target. */
export class ObjectGetter implements Getter {
  readonly #inner: Getter;
  readonly #queues: HostQueues;
  readonly #options: ObjectOptions;
  #s3: Promise<S3> | undefined;

  constructor(inner: Getter, queues: HostQueues, options: ObjectOptions) {
    this.#inner = inner;
    this.#queues = queues;
    this.#options = options;
  }

  /** As `NetworkGetter.get`. An object is unpacked where it begins as gzip does, whatever its name and its headers say. */
  get(target: Target, validators?: Validators): Promise<Answer> {
    if (target.object === undefined) return this.#inner.get(target, validators);
    const { s3 } = this.#options;
    if (!s3) return Promise.reject(new Reject('BAD_URL', 's3:// is read only with --s3'));
    return this.#getObject(target, target.object, s3, validators);
  }

  async #getObject(target: Target, object: string, s3: S3Options, validators?: Validators): Promise<Answer> {
    // Each object has a queue of its own: there is no host to be gentle with, but a service that says itself when it is asked too much.
    const leave = await this.#queues.acquire(object);
    const deadline = new Deadline(this.#options.timeout);
    const late = new AbortController();
    deadline.onPassed((reject) => late.abort(reject));
    const started = performance.now();
    const end = () => {
      deadline.end();
      leave();
    };
    let streams = false;
    try {
      const { room, client } = await this.#open(s3);
      const opened = await room.openObject(client, room.parseAddress(object), conditions(validators), late.signal);
      if (opened.failure) throw refused(opened);
      const { status, attempts } = opened;
      const answer = { status, url: object, redirects: [], headers: headersOf(opened), attempts };
      const stream = unpacked(opened.bytes);
      streams = target.stream === true && status !== 304;
      const body = streams ? Buffer.alloc(0) : await this.#whole(stream);
      const at = { at: Date.now(), elapsed: Math.round(performance.now() - started) };
      if (!streams) return { ...answer, ...at, body, release: () => this.#options.budget.release(body.length) };
      // What takes the lines may be slow: from here on only an object that stalls is given up.
      deadline.end();
      // A place that waited for its turn could be the one that what comes before it needs.
      if (this.#options.ordered) leave();
      const release = () => {
        late.abort();
        leave();
      };
      return { ...answer, ...at, body, stream, release };
    } catch (error) {
      throw asFailed(error);
    } finally {
      if (!streams) end();
    }
  }

  async close(): Promise<void> {
    await this.#inner.close();
    await (await this.#s3)?.client.close();
  }

  #open(wishes: S3Options): Promise<S3> {
    this.#s3 ??= import('../s3/index.ts').then((room) => {
      const settings = room.settle(wishes, process.env);
      return { room, client: new room.S3Client(settings, { ...this.#options, connections: 2 * this.#options.concurrency + 1 }) };
    });
    return this.#s3;
  }

  async #whole(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
    const { budget, maxBytes } = this.#options;
    const parts: Buffer[] = [];
    let length = 0;
    try {
      for await (const part of bytes) {
        budget.hold(part.length);
        length += part.length;
        if (length > maxBytes) throw tooLarge(maxBytes);
        parts.push(part);
      }
    } catch (error) {
      budget.release(length);
      throw error;
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }
}

/** The bytes of an object, unpacked where they begin as gzip does. @throws Reject BAD_ENCODING */
async function* unpacked(bytes: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* gunzip(bytes);
  } catch (error) {
    if (error instanceof Reject || error instanceof Halt) throw error;
    throw new Reject('BAD_ENCODING', `the body is not proper gzip: ${reasonOf(error)}`);
  }
}

function conditions(validators: Validators | undefined): Record<string, string> {
  return {
    ...(validators?.etag !== undefined && { 'if-none-match': validators.etag }),
    ...(validators?.lastModified !== undefined && { 'if-modified-since': validators.lastModified }),
  };
}

function headersOf(opened: Opened): Headers {
  const headers: Headers = new Map();
  for (const [name, value] of Object.entries(opened.headers)) if (value !== undefined) headers.set(name, String(value));
  // It would be that of the packed body.
  if (/gzip/i.test(headers.get('content-type') ?? '')) headers.delete('content-type');
  return headers;
}

function refused({ status, failure, attempts }: Opened): Failed {
  const said = failure?.code ? ` (${failure.code})` : '';
  return new Failed(
    `HTTP_${status}`,
    `HTTP ${status}${said} after ${attempts} attempt${attempts === 1 ? '' : 's'}`,
    undefined,
    attempts,
  );
}

// What failed on the way is remembered of a feed; what its address is not, or where keys are missing, is not.
function asFailed(error: unknown): unknown {
  // Nothing else in the run needs those keys.
  if (error instanceof Halt) return new Reject('ACCESS_DENIED', error.message);
  if (!(error instanceof Reject) || error instanceof Failed) return error;
  if (error.code === 'BAD_ADDRESS') return new Reject('BAD_URL', error.message);
  const { attempts } = error.details.more ?? {};
  return new Failed(error.code, error.message, undefined, typeof attempts === 'number' ? attempts : 1);
}
