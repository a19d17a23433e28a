import type { Dispatcher } from 'undici';
import { Reject } from '../errors/index.ts';
import type { Budget } from './budget.ts';
import type { Connections } from './connections.ts';
import type { Deadline } from './deadline.ts';
import { checkSize, codingsOf, tooLarge } from './encoding.ts';
import { failureOf } from './failure.ts';
import { type Headers, headersOf } from './headers.ts';

/** One request, to one URL, over one connection. */
export interface Request {
  url: URL;
  /** Names and values in turn. */
  headers: string[];
  deadline: Deadline;
}

export interface ExchangeLimits {
  /** Milliseconds from the request to the first byte of an answer. */
  firstByteTimeout: number;
  /** Milliseconds without a byte in the middle of a body. */
  idleTimeout: number;
  /** Bytes a body may have, as sent and decoded. */
  maxBytes: number;
  /** Where bodies in memory are counted: an answer's body is, until whoever has it releases it. */
  budget: Budget;
}

/** An answer; `body` is as sent, not yet decoded, and empty unless the status is 2xx. */
export interface Exchange {
  status: number;
  headers: Headers;
  codings: string[];
  body: Buffer;
}

/** What is read of a body that nobody wants, so that the connection can be used again. */
const DRAINED_BYTES = 64 * 1024;
const DRAINED_MS = 1_000;

/** When so much of an encoded body has come, what it decodes to is checked; again at each fourfold. */
const FIRST_CHECK = 64 * 1024;

const nothing = Buffer.alloc(0);

/** Sends one GET and reads the answer. Throws rejects: TIMEOUT, DNS, REFUSED, RESET, TRUNCATED, TLS, TOO_LARGE, BAD_RESPONSE, … */
export function exchange(connections: Connections, request: Request, limits: ExchangeLimits): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const { url } = request;
    const handler = new Exchanging(request, limits, resolve, reject);
    try {
      connections.dispatch({ origin: url.origin, path: pathOf(url), method: 'GET', headers: request.headers }, handler);
    } catch (error) {
      handler.onResponseError(undefined, error as Error);
    }
  });
}

function pathOf(url: URL): string {
  return url.pathname + url.search;
}

class Exchanging implements Dispatcher.DispatchHandler {
  readonly #limits: ExchangeLimits;
  readonly #resolve: (exchange: Exchange) => void;
  readonly #reject: (error: Reject) => void;
  readonly #leaveDeadline: () => void;
  #controller: Dispatcher.DispatchController | undefined;
  #phase: NodeJS.Timeout | undefined;
  #answer: Exchange | undefined;
  #chunks: Buffer[] = [];
  #received = 0;
  #declared: number | undefined;
  #checkAt = FIRST_CHECK;
  #pauses = 0;
  #settled = false;

  constructor(request: Request, limits: ExchangeLimits, resolve: (exchange: Exchange) => void, reject: (error: Reject) => void) {
    this.#limits = limits;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#leaveDeadline = request.deadline.onPassed((error) => this.#fail(error));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) controller.abort(new Error('given up'));
    else this.#expect(this.#limits.firstByteTimeout, 'no answer');
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200 || this.#settled) return;
    const headers = headersOf(controller.rawHeaders as Buffer[]);
    this.#answer = { status, headers, codings: [], body: nothing };
    if (status > 299 || status === 204 || status === 205) this.#settleEarly();
    else this.#expectBody(this.#answer);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#received += chunk.length;
    if (this.#settled) {
      if (this.#received > DRAINED_BYTES) this.#abort();
      return;
    }
    this.#phase?.refresh();
    this.#chunks.push(chunk);
    if (this.#limits.budget.add(this, chunk.length, () => this.#resume())) this.#pause(controller);
    if (this.#received > this.#limits.maxBytes) this.#fail(tooLarge(this.#limits.maxBytes));
    else if (this.#answer!.codings.length > 0 && this.#received >= this.#checkAt) this.#check(controller);
  }

  onResponseEnd(): void {
    this.#stopTimer();
    if (this.#settled) return;
    if (this.#declared !== undefined && this.#received < this.#declared) {
      this.#fail(new Reject('TRUNCATED', `the body ended after ${this.#received} of ${this.#declared} bytes`));
    } else {
      this.#answer!.body = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks, this.#received);
      this.#settle();
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    this.#stopTimer();
    this.#fail(failureOf(error, this.#answer !== undefined));
  }

  #expectBody(answer: Exchange): void {
    const { maxBytes } = this.#limits;
    const length = answer.headers.get('content-length');
    const isKnown = length !== undefined && /^\d+$/.test(length) && !answer.headers.has('transfer-encoding');
    this.#declared = isKnown ? Number(length) : undefined;
    try {
      answer.codings = codingsOf(answer.headers.get('content-encoding'));
      if (this.#declared !== undefined && this.#declared > maxBytes) throw tooLarge(maxBytes);
      this.#expectMore();
    } catch (error) {
      this.#fail(error as Reject);
    }
  }

  /** An encoded body that is long in coming may already be too large decoded. */
  #check(controller: Dispatcher.DispatchController): void {
    this.#checkAt = this.#received * 4;
    this.#pause(controller);
    checkSize(Buffer.concat(this.#chunks), this.#answer!.codings, this.#limits.maxBytes).then(
      () => this.#resume(),
      (error: Reject) => this.#fail(error),
    );
  }

  /** Waits for something of our own; the server is not to blame for the time. */
  #pause(controller: Dispatcher.DispatchController): void {
    this.#pauses++;
    this.#stopTimer();
    controller.pause();
  }

  #resume(): void {
    if (--this.#pauses > 0 || this.#settled) return;
    this.#expectMore();
    this.#controller!.resume();
  }

  #expectMore(): void {
    this.#expect(this.#limits.idleTimeout, 'nothing more of the body');
  }

  #expect(ms: number, what: string): void {
    this.#stopTimer();
    this.#phase = setTimeout(() => this.#fail(new Reject('TIMEOUT', `${what} for ${ms / 1000} s`)), ms);
  }

  /** The answer is known; what else comes is read for a moment, so that the connection stays usable. */
  #settleEarly(): void {
    this.#settle();
    this.#phase = setTimeout(() => this.#abort(), DRAINED_MS);
  }

  #settle(): void {
    this.#resolve(this.#answer!);
    this.#end(this.#answer!.body.length);
  }

  #fail(error: Reject): void {
    if (this.#settled) return;
    this.#reject(error);
    this.#end(0);
    this.#abort();
  }

  #end(kept: number): void {
    this.#settled = true;
    this.#leaveDeadline();
    this.#stopTimer();
    this.#chunks = [];
    this.#limits.budget.finish(this, this.#received, kept);
  }

  #abort(): void {
    this.#stopTimer();
    this.#controller?.abort(new Error('given up'));
  }

  #stopTimer(): void {
    clearTimeout(this.#phase);
  }
}
