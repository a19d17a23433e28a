import { Reject, type RejectCode } from '../errors/index.ts';
import type { ExchangeLimits } from './exchange.ts';
import type { Headers } from './headers.ts';
import type { Target } from './target.ts';

export interface GetOptions extends ExchangeLimits {
  /** Milliseconds for a whole GET, from its first request on: connecting, redirects, retries, waits. */
  timeout: number;
  /** Further attempts after the first. */
  retries: number;
  /** Milliseconds before the first retry, about; each further one waits twice as long. */
  retryDelay: number;
  maxRedirects: number;
  /** Called before the target of a redirect is asked for. @throws Reject where that must not be */
  mayFollow?: ((target: Target) => Promise<void>) | undefined;
  /** Refuse private addresses, whoever names them. */
  blockPrivate: boolean;
  /** Allow them all; overrides what else would refuse them. */
  allowPrivate: boolean;
  userAgent: string;
  /** For the From header: an address of whoever runs this. */
  from?: string | undefined;
}

/** What a server gave with a body, for asking whether that changed, letter by letter as received; and the URL it came from. */
export interface Validators {
  etag?: string | undefined;
  lastModified?: string | undefined;
  url: string;
}

export interface Hop {
  status: number;
  /** The URL that answered so. */
  url: string;
}

/** The end of a GET that went well: 2xx, or the 304 that was asked for. */
export interface Answer {
  status: number;
  url: string;
  redirects: Hop[];
  headers: Headers;
  /** After Content-Encoding, before charset; empty where there is a stream. */
  body: Buffer;
  /** The body as it comes, where the target asked for that and the getter can; `release` is then to be called when it has been read. */
  stream?: AsyncGenerator<Buffer>;
  attempts: number;
  /** When the answer had come, and how long the whole took, in milliseconds. */
  at: number;
  elapsed: number;
  /** To be called when the body is no longer held. */
  release(): void;
}

/** A GET that did not go well. `details.more.attempts` tells how many were made. */
export class Failed extends Reject {
  /** Milliseconds the server asked to wait. */
  readonly retryAfter: number | undefined;
  readonly attempts: number;

  constructor(code: RejectCode, message: string, retryAfter?: number, attempts = 1) {
    super(code, message, { more: { attempts } });
    this.retryAfter = retryAfter;
    this.attempts = attempts;
  }
}

/** Whatever GETs: the network, or an archive of what it said. */
export interface Getter {
  get(target: Target, validators?: Validators): Promise<Answer>;
  close(): Promise<void>;
}
