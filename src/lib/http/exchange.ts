import { Reject } from '../errors/index.ts';
import type { Budget } from './budget.ts';
import type { AddressRule } from './connect.ts';
import type { Connections } from './connections.ts';
import { Countdown } from './countdown.ts';
import type { Deadline } from './deadline.ts';
import { checkSize, codingsOf, tooLarge } from './encoding.ts';
import type { Headers } from './headers.ts';
import type { ResponseHandler, Transfer, WireRequest } from './http1.ts';

/** One request, to one URL, over one connection. */
export interface Request extends WireRequest {
  /** Which addresses it may go to. */
  rule: AddressRule;
  deadline: Deadline;
  /** Called when the head of an answer is there. */
  onAnswer(): void;
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
  /** Whether it came from a private address. */
  isPrivate: boolean;
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
    const exchanging = new Exchanging(request, limits, resolve, reject);
    exchanging.begin(connections, request);
  });
}

class Exchanging implements ResponseHandler {
  readonly #limits: ExchangeLimits;
  readonly #resolve: (exchange: Exchange) => void;
  readonly #reject: (error: Reject) => void;
  readonly #leaveDeadline: () => void;
  readonly #onAnswer: () => void;
  #transfer: Transfer | undefined;
  #countdown: Countdown | undefined;
  #answer: Exchange | undefined;
  #isPrivate = false;
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
    this.#onAnswer = request.onAnswer;
    this.#leaveDeadline = request.deadline.onPassed((error) => this.#fail(error));
  }

  begin(connections: Connections, request: Request): void {
    this.#transfer = connections.send(request, request.rule, this);
  }

  onSent(isPrivate: boolean): void {
    this.#isPrivate = isPrivate;
    this.#expect(this.#limits.firstByteTimeout, 'no answer');
  }

  onHead(status: number, headers: Headers): void {
    if (this.#settled) return;
    this.#onAnswer();
    this.#answer = { status, headers, codings: [], body: nothing, isPrivate: this.#isPrivate };
    if (status > 299 || status === 204 || status === 205) this.#settleEarly(this.#answer);
    else this.#expectBody(this.#answer);
  }

  onData(chunk: Buffer): void {
    this.#received += chunk.length;
    if (this.#settled) {
      if (this.#received > DRAINED_BYTES) this.#abort();
      return;
    }
    this.#countdown?.restart();
    this.#chunks.push(chunk);
    if (this.#limits.budget.add(this, chunk.length, () => this.#resume())) this.#pause();
    if (this.#received > this.#limits.maxBytes) this.#fail(tooLarge(this.#limits.maxBytes));
    else if (this.#answer && this.#answer.codings.length > 0 && this.#received >= this.#checkAt) this.#check(this.#answer);
  }

  onEnd(): void {
    this.#stopTimer();
    if (this.#settled || !this.#answer) return;
    const [only = nothing, ...others] = this.#chunks;
    this.#answer.body = others.length === 0 ? only : Buffer.concat(this.#chunks, this.#received);
    this.#settle(this.#answer);
  }

  onError(reject: Reject): void {
    this.#stopTimer();
    this.#fail(reject);
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
  #check({ codings }: Exchange): void {
    this.#checkAt = this.#received * 4;
    this.#pause();
    checkSize(Buffer.concat(this.#chunks), codings, this.#limits.maxBytes).then(
      () => this.#resume(),
      (error: Reject) => this.#fail(error),
    );
  }

  /** Waits for something of our own; the server is not to blame for the time. */
  #pause(): void {
    this.#pauses++;
    this.#stopTimer();
    this.#transfer?.pause();
  }

  #resume(): void {
    if (--this.#pauses > 0 || this.#settled) return;
    this.#expectMore();
    this.#transfer?.resume();
  }

  #expectMore(): void {
    this.#expect(this.#limits.idleTimeout, 'nothing more of the body');
  }

  #expect(ms: number, what: string): void {
    this.#stopTimer();
    this.#countdown = new Countdown(ms, () => this.#fail(new Reject('TIMEOUT', `${what} for ${ms / 1000} s`)));
  }

  /** The answer is known; what else comes is read for a moment, so that the connection stays usable. */
  #settleEarly(answer: Exchange): void {
    this.#settle(answer);
    this.#countdown = new Countdown(DRAINED_MS, () => this.#abort());
  }

  #settle(answer: Exchange): void {
    this.#resolve(answer);
    this.#end(answer.body.length);
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
    this.#transfer?.abort();
  }

  #stopTimer(): void {
    this.#countdown?.stop();
  }
}
