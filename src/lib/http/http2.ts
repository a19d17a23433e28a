import type http2 from 'node:http2';
import type { Connected } from './connect.ts';
import { failureOf } from './failure.ts';
import { headersOf } from './headers.ts';
import type { ResponseHandler, Transfer, WireRequest } from './http1.ts';

/** Milliseconds that a session without requests is kept. */
const KEPT_FOR = 4_000;

/** Error codes of RFC 9113, 7. */
const NO_ERROR = 0;
const REFUSED_STREAM = 7;
const CANCEL = 8;
const HTTP_1_1_REQUIRED = 13;

/** Why a request has to be sent again: HTTP/1.1 is wanted, or the session had ended before the request came. */
export type ResendReason = 'http1' | 'dead';

/** A session of HTTP/2 with one origin. */
export class Http2Session {
  /** The private address that it leads to, if any. */
  readonly privateAddress: string | undefined;
  readonly #session: http2.ClientHttp2Session;
  #goAwayCode = NO_ERROR;
  #isUsed = false;

  /** `onClosed` is called when it takes no more requests. */
  constructor(origin: string, { socket, privateAddress }: Connected, onClosed: (session: Http2Session) => void) {
    this.privateAddress = privateAddress;
    // Loaded with the first server that speaks it: it takes as long as all the rest of the client.
    this.#session = process
      .getBuiltinModule('node:http2')
      .connect(origin, { createConnection: () => socket, settings: { enablePush: false } });
    const closed = () => onClosed(this);
    this.#session
      .on('error', closed)
      .on('close', closed)
      .on('goaway', (code) => {
        this.#goAwayCode = code;
        closed();
      })
      .setTimeout(KEPT_FOR, () => {
        closed();
        this.#session.close();
      });
  }

  /** Sends a request; `resend` is called where it has to go another way. */
  send(request: WireRequest, handler: ResponseHandler, resend: (why: ResendReason) => void): Transfer {
    const isReused = this.#isUsed;
    this.#isUsed = true;
    let stream: http2.ClientHttp2Stream;
    try {
      stream = this.#session.request(headersFor(request), { endStream: true });
    } catch (error) {
      queueMicrotask(() => (isReused ? resend('dead') : handler.onError(failureOf(error, false))));
      return { pause: () => {}, resume: () => {}, abort: () => {} };
    }
    handler.onSent(this.privateAddress !== undefined);
    this.#hear(stream, handler, isReused, resend);
    return {
      pause: () => void stream.pause(),
      resume: () => void stream.resume(),
      abort: () => {
        stream.removeAllListeners('data').removeAllListeners('response').removeAllListeners('close');
        stream.close(CANCEL);
        stream.destroy();
      },
    };
  }

  close(): void {
    this.#session.destroy();
  }

  #hear(stream: http2.ClientHttp2Stream, handler: ResponseHandler, isReused: boolean, resend: (why: ResendReason) => void): void {
    let isAnswered = false;
    let hasEnded = false;
    let failure: Error | undefined;
    stream.on('response', (response) => {
      isAnswered = true;
      const pairs = Object.entries(response).flatMap(([name, value]) => (name.startsWith(':') ? [] : [name, String(value)]));
      handler.onHead(Number(response[':status']), headersOf(pairs));
    });
    stream.on('data', (chunk: Buffer) => handler.onData(chunk));
    stream.on('end', () => {
      hasEnded = true;
    });
    stream.on('error', (error) => {
      failure = error;
    });
    stream.on('close', () => {
      const { rstCode } = stream;
      // A stream that is reset ends as well: it is whole only when nothing went wrong by the time it closes.
      if (isAnswered && hasEnded && !failure && !stream.aborted && rstCode === NO_ERROR) handler.onEnd();
      else if (!isAnswered && (rstCode === HTTP_1_1_REQUIRED || this.#goAwayCode === HTTP_1_1_REQUIRED)) resend('http1');
      else if (!isAnswered && isReused && (rstCode === REFUSED_STREAM || this.#session.closed || this.#session.destroyed))
        resend('dead');
      else handler.onError(failureOf(failure ?? streamError(), isAnswered));
    });
  }
}

function streamError(): Error {
  return Object.assign(new Error('the stream was reset'), { code: 'ERR_HTTP2_STREAM_ERROR' });
}

function headersFor({ url, headers }: WireRequest): http2.OutgoingHttpHeaders {
  const all: http2.OutgoingHttpHeaders = { ':path': `${url.pathname}${url.search}`, ':method': 'GET' };
  for (let at = 0; at + 1 < headers.length; at += 2) all[headers[at] ?? ''] = headers[at + 1];
  return all;
}
