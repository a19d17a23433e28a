import { setTimeout as sleep } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import { Halt, Reject } from '../errors/index.ts';
import { brokenConnection, type Failure, isExpired, isPassing, nameless, readFailure, refusal } from './failure.ts';
import { Pace } from './pace.ts';
import type { Settings } from './settings.ts';
import { type Answer, type Ask, type Limits, type Manner, Transport } from './transport.ts';

/** What came of a request in the end. */
export interface Got {
  readonly status: number;
  readonly headers: Answer['headers'];
  /** Still to be read, where there is no `failure` and `whole` was not asked for. */
  readonly body: Answer['body'];
  /** The body, where `whole` was asked for and there is no `failure`. */
  readonly text: string;
  /** There unless the status is 2xx or 304. */
  readonly failure?: Failure;
  readonly attempts: number;
}

/** Thrown for what had not begun when it was time to stop. */
export class NotBegun extends Error {
  override readonly name = 'NotBegun';
}

/** How many requests went out. */
export interface Counts {
  heads: number;
  lists: number;
  gets: number;
  retries: number;
}

// What is remembered of a bucket: where it is, how fast it may be asked, and what its answers without a body mean.
interface Bucket {
  region: string;
  readonly pace: Pace;
  readonly meanings: Map<number, Promise<Failure>>;
}

const passing = new Set([429, 500, 502, 503, 504]);
// S3 takes a clock that is up to 15 minutes off; a difference below this is not why it refused.
const TOLERANCE = 5 * 60_000;
const LONGEST_FAILURE = 64 * 1024;

/**
 * Asks S3, and deals with all that is not about the object: another region (followed once, remembered for the bucket), a clock that is
 * off (corrected once), keys that ended, SlowDown (the bucket is left alone for a while), broken connections.
 */
export class Client {
  readonly counts: Counts = { heads: 0, lists: 0, gets: 0, retries: 0 };
  readonly #settings: Settings;
  readonly #limits: Limits;
  readonly #transport: Transport;
  readonly #slots: LimitFunction;
  readonly #buckets = new Map<string, Bucket>();
  #clock: number | undefined;

  constructor(settings: Settings, limits: Limits) {
    this.#settings = settings;
    this.#limits = limits;
    this.#transport = new Transport(settings, limits);
    this.#slots = pLimit(limits.concurrency);
  }

  /** Requests at once. */
  get concurrency(): number {
    return this.#limits.concurrency;
  }

  /**
   * Sends a request until an answer means something. Throws Reject where none does in the time and the attempts allowed, and the reason of
   * `given` once that is set; a body that is still to be read breaks off then.
   */
  async send(ask: Ask, given?: AbortSignal): Promise<Got> {
    const late = new AbortController();
    const { timeout } = this.#limits;
    const timer = setTimeout(() => late.abort(new Reject('TIMEOUT', `no answer within ${timeout / 1000} s`)), timeout);
    const signal = given ? AbortSignal.any([late.signal, given]) : late.signal;
    try {
      return await this.#persist(ask, signal);
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Further attempts after the first. */
  get retries(): number {
    return this.#limits.retries;
  }

  /** Waits as long as is meet after so many failures. */
  async pause(failures: number, signal?: AbortSignal): Promise<void> {
    await sleep(this.#limits.retryDelay * 2 ** (failures - 1) * (0.5 + Math.random()), undefined, signal && { signal });
  }

  /** Closes the connections; what is under way fails. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  async #persist(ask: Ask, signal: AbortSignal): Promise<Got> {
    const bucket = this.#bucket(ask.bucket);
    const corrected = new Set<string>();
    let failures = 0;
    for (let attempts = 1; ; attempts++) {
      const manner = { region: bucket.region, keys: await this.#settings.credentials?.(), clock: this.#clock ?? 0 };
      const answer = await this.#attempt(ask, bucket, manner, signal).catch((error: unknown) => broken(error, attempts, signal));
      if (answer instanceof Reject || passing.has(answer.statusCode)) {
        const problem = answer instanceof Reject ? answer : refusal(answer.statusCode, await failureOf(answer), attempts);
        if ((answer instanceof Reject && !isPassing(answer)) || ++failures > this.#limits.retries) throw problem;
        this.counts.retries++;
        await this.pause(failures, signal);
        continue;
      }
      const { statusCode: status, headers, body, text } = answer;
      if (status < 300 || status === 304) return { status, headers, body, text, attempts };
      let failure = await failureOf(answer);
      let change = await this.#correct(bucket, answer, failure, manner);
      if (!change && ask.method === 'HEAD' && status !== 404) {
        failure = await this.#meaning(ask, bucket, status, manner, signal);
        change = await this.#correct(bucket, answer, failure, manner);
      }
      if (!change || corrected.has(change)) return { status, headers, body, text, failure, attempts };
      corrected.add(change);
    }
  }

  async #attempt(ask: Ask, bucket: Bucket, manner: Manner, signal: AbortSignal): Promise<Answer & { text: string }> {
    const leave = await bucket.pace.enter(signal);
    let slowDown = false;
    let wait = 0;
    try {
      const answer = await this.#slots(() => {
        if (this.#limits.stopping?.aborted) throw new NotBegun();
        this.counts[ask.method === 'HEAD' ? 'heads' : ask.query ? 'lists' : 'gets']++;
        return this.#transport.send(ask, manner, signal);
      });
      slowDown = answer.statusCode === 503 || answer.statusCode === 429;
      wait = Number(answer.headers['retry-after'] ?? 0) * 1000 || 0;
      return { ...answer, text: ask.whole && answer.statusCode < 300 ? await answer.body.text() : '' };
    } finally {
      leave(slowDown, wait);
    }
  }

  // Names what is to be done otherwise, having remembered it; undefined where the answer stands.
  async #correct(
    bucket: Bucket,
    answer: Answer,
    failure: Failure,
    manner: Manner,
  ): Promise<'region' | 'clock' | 'keys' | undefined> {
    if (![301, 307, 400, 403].includes(answer.statusCode)) return undefined;
    const region = String(answer.headers['x-amz-bucket-region'] ?? failure.region);
    if (/^[a-z0-9-]{1,40}$/.test(region) && region !== manner.region) bucket.region = region;
    // It may also be that another request has learned it in the meantime.
    if (bucket.region !== manner.region) return 'region';
    const ahead = Date.parse(String(answer.headers.date)) - Date.now();
    if (Math.abs(ahead - manner.clock) > (failure.code === 'RequestTimeTooSkewed' ? 0 : TOLERANCE)) this.#clock ??= ahead;
    if ((this.#clock ?? 0) !== manner.clock) return 'clock';
    if (!manner.keys || !isExpired(failure)) return undefined;
    const keys = await this.#settings.credentials?.(manner.keys);
    return keys?.secretAccessKey === manner.keys.secretAccessKey && keys.sessionToken === manner.keys.sessionToken
      ? undefined
      : 'keys';
  }

  // An answer to HEAD has no body to say why; a GET of one byte learns it, once for the bucket and the status.
  #meaning(ask: Ask, bucket: Bucket, status: number, manner: Manner, signal: AbortSignal): Promise<Failure> {
    const known = bucket.meanings.get(status);
    if (known) return known;
    const probe = { method: 'GET' as const, bucket: ask.bucket, key: ask.key, headers: { range: 'bytes=0-0' } };
    const meaning = this.#attempt(probe, bucket, manner, signal).then(
      async (answer) => {
        const failure = await failureOf(answer);
        return answer.statusCode === status ? failure : nameless;
      },
      () => nameless,
    );
    bucket.meanings.set(status, meaning);
    return meaning;
  }

  #bucket(name: string): Bucket {
    let bucket = this.#buckets.get(name);
    if (!bucket) {
      const { concurrency, retryDelay } = this.#limits;
      bucket = { region: this.#settings.region, pace: new Pace(concurrency, retryDelay), meanings: new Map() };
      this.#buckets.set(name, bucket);
    }
    return bucket;
  }
}

function broken(error: unknown, attempts: number, signal: AbortSignal): Reject {
  if (signal.aborted || error instanceof Halt || error instanceof NotBegun) throw error;
  return brokenConnection(error, attempts);
}

async function failureOf(answer: Answer): Promise<Failure> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of answer.body) {
      parts.push(part);
      size += part.length;
      if (size > LONGEST_FAILURE) break;
    }
  } catch {
    return nameless;
  }
  return answer.statusCode < 300 ? nameless : readFailure(Buffer.concat(parts).toString());
}
