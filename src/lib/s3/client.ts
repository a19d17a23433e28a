import { setTimeout as sleep } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import { Halt, Reject } from '../errors/index.ts';
import { BucketRate } from './bucket-rate.ts';
import {
  brokenConnection,
  type Failure,
  isExpired,
  isMissingBucket,
  isOfTheCaller,
  isPassing,
  nameless,
  readFailure,
  refusal,
} from './failure.ts';
import type { Settings } from './settings.ts';
import { type Answer, type ClientOptions, type S3Request, type Signing, Transport } from './transport.ts';

/** What came of a request in the end. */
export interface Response {
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
  readonly pace: BucketRate;
  readonly meanings: Map<number, Promise<Failure>>;
  /** An answer has shown that it exists. */
  exists: boolean;
  /** Why no request for it can succeed. */
  hopeless?: Reject;
}

const passing = new Set([429, 500, 502, 503, 504]);
// S3 takes a clock that is up to 15 minutes off; a difference below this is not why it refused.
const TOLERANCE = 5 * 60_000;
const LONGEST_FAILURE = 64 * 1024;

/**
 * Asks S3, and deals with all that is not about the object: another region (followed once, remembered for the bucket), a clock that is
 * off (corrected once), keys that ended, SlowDown (the bucket is left alone for a while), broken connections.
 */
export class S3Client {
  readonly counts: Counts = { heads: 0, lists: 0, gets: 0, retries: 0 };
  readonly #settings: Settings;
  readonly #options: ClientOptions;
  readonly #transport: Transport;
  readonly #slots: LimitFunction;
  readonly #buckets = new Map<string, Bucket>();
  #clock: number | undefined;
  /** Why no request at all can succeed. */
  #hopeless: Reject | undefined;
  /** The first request, while it has no answer. */
  #first: Promise<unknown> | undefined;

  constructor(settings: Settings, options: ClientOptions) {
    this.#settings = settings;
    this.#options = options;
    this.#transport = new Transport(settings, options);
    this.#slots = pLimit(options.concurrency);
  }

  /** Requests at once. */
  get concurrency(): number {
    return this.#options.concurrency;
  }

  /**
   * Sends a request until an answer means something.
   * @throws Reject where none does in the time and the attempts allowed, and the reason of `given` once that is set: a body that is still to
   *   be read breaks off then
   */
  async send(request: S3Request, given?: AbortSignal): Promise<Response> {
    if (this.#options.failFast && this.#first) await this.#first.catch(() => {});
    const late = new AbortController();
    const { timeout } = this.#options;
    const timer = setTimeout(() => late.abort(new Reject('TIMEOUT', `no answer within ${timeout / 1000} s`)), timeout);
    const signal = given ? AbortSignal.any([late.signal, given]) : late.signal;
    try {
      const answer = this.#persist(request, signal);
      this.#first ??= answer;
      return await answer;
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Further attempts after the first. */
  get retries(): number {
    return this.#options.retries;
  }

  /** Waits as long as is meet after so many failures. */
  async pause(failures: number, signal?: AbortSignal): Promise<void> {
    await sleep(this.#options.retryDelay * 2 ** (failures - 1) * (0.5 + Math.random()), undefined, signal && { signal });
  }

  /** Closes the connections; what is under way fails. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  async #persist(request: S3Request, signal: AbortSignal): Promise<Response> {
    const bucket = this.#bucket(request.bucket);
    const hopeless = this.#hopeless ?? bucket.hopeless;
    if (hopeless) throw hopeless;
    const corrected = new Set<string>();
    let failures = 0;
    for (let attempts = 1; ; attempts++) {
      const signing = { region: bucket.region, keys: await this.#settings.credentials?.(), clock: this.#clock ?? 0 };
      const answer = await this.#attempt(request, bucket, signing, signal).catch((error: unknown) =>
        broken(error, attempts, signal),
      );
      if (answer instanceof Reject || passing.has(answer.statusCode)) {
        const problem = answer instanceof Reject ? answer : refusal(answer.statusCode, await failureOf(answer), attempts);
        if ((answer instanceof Reject && !isPassing(answer)) || ++failures > this.#options.retries) throw problem;
        this.counts.retries++;
        await this.pause(failures, signal);
        continue;
      }
      const { statusCode: status, headers, body, text } = answer;
      if (status < 300 || status === 304) {
        bucket.exists = true;
        return { status, headers, body, text, attempts };
      }
      let failure = await failureOf(answer);
      let change = await this.#correct(bucket, answer, failure, signing);
      // That a key is missing is the usual case; that its bucket is has to be ruled out once.
      if (!change && request.method === 'HEAD' && !(status === 404 && bucket.exists)) {
        failure = await this.#meaning(request, bucket, status, signing, signal);
        change = await this.#correct(bucket, answer, failure, signing);
      }
      if (!change || corrected.has(change)) {
        if (this.#options.failFast) this.#remember(bucket, status, failure, attempts);
        return { status, headers, body, text, failure, attempts };
      }
      corrected.add(change);
    }
  }

  /** Keeps what makes further requests pointless. */
  #remember(bucket: Bucket, status: number, failure: Failure, attempts: number): void {
    if (isOfTheCaller(failure)) this.#hopeless ??= refusal(status, failure, attempts);
    else if (isMissingBucket(failure)) bucket.hopeless ??= refusal(status, failure, attempts);
    else if (status === 404) bucket.exists = true;
  }

  async #attempt(request: S3Request, bucket: Bucket, signing: Signing, signal: AbortSignal): Promise<Answer & { text: string }> {
    const leave = await bucket.pace.enter(signal);
    let slowDown = false;
    let wait = 0;
    try {
      const answer = await this.#slots(() => {
        if (this.#options.stopping?.aborted) throw new NotBegun();
        this.counts[request.method === 'HEAD' ? 'heads' : request.query ? 'lists' : 'gets']++;
        return this.#transport.send(request, signing, signal);
      });
      slowDown = answer.statusCode === 503 || answer.statusCode === 429;
      wait = Number(answer.headers['retry-after'] ?? 0) * 1000 || 0;
      return { ...answer, text: request.whole && answer.statusCode < 300 ? await answer.body.text() : '' };
    } finally {
      leave(slowDown, wait);
    }
  }

  // Names what is to be done otherwise, having remembered it; undefined where the answer stands.
  async #correct(
    bucket: Bucket,
    answer: Answer,
    failure: Failure,
    signing: Signing,
  ): Promise<'region' | 'clock' | 'keys' | undefined> {
    if (![301, 307, 400, 403].includes(answer.statusCode)) return undefined;
    const region = String(answer.headers['x-amz-bucket-region'] ?? failure.region);
    if (/^[a-z0-9-]{1,40}$/.test(region) && region !== signing.region) bucket.region = region;
    // It may also be that another request has learned it in the meantime.
    if (bucket.region !== signing.region) return 'region';
    const ahead = Date.parse(String(answer.headers.date)) - Date.now();
    if (Math.abs(ahead - signing.clock) > (failure.code === 'RequestTimeTooSkewed' ? 0 : TOLERANCE)) this.#clock ??= ahead;
    if ((this.#clock ?? 0) !== signing.clock) return 'clock';
    if (!signing.keys || !isExpired(failure)) return undefined;
    const keys = await this.#settings.credentials?.(signing.keys);
    return keys?.secretAccessKey === signing.keys.secretAccessKey && keys.sessionToken === signing.keys.sessionToken
      ? undefined
      : 'keys';
  }

  // An answer to HEAD has no body to say why; a GET of one byte learns it, once for the bucket and the status.
  #meaning(request: S3Request, bucket: Bucket, status: number, signing: Signing, signal: AbortSignal): Promise<Failure> {
    const known = bucket.meanings.get(status);
    if (known) return known;
    const probe = { method: 'GET' as const, bucket: request.bucket, key: request.key, headers: { range: 'bytes=0-0' } };
    const meaning = this.#attempt(probe, bucket, signing, signal).then(
      async (answer) => {
        const failure = await failureOf(answer);
        return answer.statusCode === status ? failure : nameless;
      },
      () => {
        // The one who asked had no time left; the next one asks again.
        bucket.meanings.delete(status);
        return nameless;
      },
    );
    bucket.meanings.set(status, meaning);
    return meaning;
  }

  #bucket(name: string): Bucket {
    let bucket = this.#buckets.get(name);
    if (!bucket) {
      const { concurrency, retryDelay } = this.#options;
      bucket = {
        region: this.#settings.region,
        pace: new BucketRate(concurrency, retryDelay),
        meanings: new Map(),
        exists: false,
      };
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
