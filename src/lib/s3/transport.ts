import type { Agent, Dispatcher } from 'undici';
import { encode } from './address.ts';
import type { Keys } from './credentials.ts';
import { target } from './endpoint.ts';
import type { Settings } from './settings.ts';
import { sign } from './sign.ts';

/** The options of an S3Client; times in ms. */
export interface ClientOptions {
  /** Requests at once. */
  readonly concurrency: number;
  /** Connections to one server; as many as requests at once without it. Bodies that are read slowly keep theirs. */
  readonly connections?: number;
  /** For one request with its retries and waits, until the headers of the answer. */
  readonly timeout: number;
  /** Without a byte in the middle of a body. */
  readonly idleTimeout: number;
  /** Further attempts after the first. */
  readonly retries: number;
  /** The wait before the first retry; it doubles with each. */
  readonly retryDelay: number;
  /**
   * Send a single request until the first has an answer, and none any more once an answer says that all would fail: the keys are wrong, or
   * the bucket does not exist.
   */
  readonly failFast?: boolean;
  /** Once it is set, no request begins that has not begun: `send` throws NotBegun. */
  readonly stopping?: AbortSignal;
}

/** One request. */
export interface S3Request {
  readonly method: 'HEAD' | 'GET';
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  /** Take the body into memory; a connection that breaks in the middle of it is another attempt. */
  readonly whole?: boolean;
}

/** Who asks, from where and when: what an answer may say is wrong. */
export interface Signing {
  readonly region: string;
  /** Absent where requests go without a signature. */
  readonly keys: Keys | undefined;
  /** What the server's clock is ahead of ours, in ms. */
  readonly clock: number;
}

/** The answer to one request. */
export type Answer = Dispatcher.ResponseData;

/** Kept connections to the servers of S3. The HTTP client loads with the first request. */
export class Transport {
  readonly #settings: Settings;
  readonly #options: ClientOptions;
  #agent: Promise<Agent> | undefined;

  constructor(settings: Settings, options: ClientOptions) {
    this.#settings = settings;
    this.#options = options;
  }

  /** Signs one request, sends it, and gives the answer once its headers are there. */
  async send(request: S3Request, signing: Signing, signal: AbortSignal): Promise<Answer> {
    this.#agent ??= this.#open();
    const agent = await this.#agent;
    const to = target(this.#settings, signing.region, request.bucket, request.key);
    const query = Object.entries(request.query ?? {}).map(([name, value]) => `${encode(name)}=${encode(value)}`);
    const path = query.length > 0 ? `${to.path}?${query.join('&')}` : to.path;
    const amz: Record<string, string> = this.#settings.requesterPays ? { 'x-amz-request-payer': 'requester' } : {};
    const { method } = request;
    const signed = signing.keys
      ? await sign({ ...to, path }, method, amz, signing.region, signing.keys, new Date(Date.now() + signing.clock))
      : { ...amz, host: to.host };
    // undici.request would take the path through a URL, which folds `a/../b`; a dispatcher sends it as it is. And without `reset: false` it
    // closes the connection after each HEAD (https://github.com/nodejs/undici/issues/258).
    return agent.request({ origin: to.origin, path, method, headers: { ...request.headers, ...signed }, reset: false, signal });
  }

  /** Closes the connections; what is under way fails. */
  async close(): Promise<void> {
    await (await this.#agent)?.destroy();
  }

  async #open(): Promise<Agent> {
    // As a CommonJS package it has but a default export once it is bundled.
    const [{ default: undici }, { rootCertificates }] = await Promise.all([import('undici'), import('node:tls')]);
    const { ca, insecure } = this.#settings;
    return new undici.Agent({
      connections: this.#options.connections ?? this.#options.concurrency,
      pipelining: 1,
      // The time until the headers is the caller's to keep.
      headersTimeout: 0,
      bodyTimeout: this.#options.idleTimeout,
      connect: { timeout: this.#options.timeout, rejectUnauthorized: !insecure, ...(ca && { ca: [...rootCertificates, ca] }) },
    });
  }
}
