import type http2 from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { Dispatcher } from 'undici';

/** How long a session without requests is kept, in ms. */
const KEPT_FOR = 4_000;

/** Error codes of RFC 9113, 7. */
const NO_ERROR = 0;
const CANCEL = 8;

/** Tells that the other side of a new connection speaks HTTP/2. */
export class OfferedHttp2 extends Error {
  readonly session: http2.ClientHttp2Session;

  constructor(session: http2.ClientHttp2Session) {
    super('HTTP/2 was offered');
    this.session = session;
  }
}

/**
 * Sessions of HTTP/2, one an origin. undici speaks HTTP/2 as well, but takes a body for whole when its stream is reset in the middle
 * of it: only Node's own stream tells.
 */
export class Http2Sessions {
  readonly #sessions = new Map<string, http2.ClientHttp2Session>();

  get(origin: string): http2.ClientHttp2Session | undefined {
    return this.#sessions.get(origin);
  }

  /** The session of an origin: the one there is, or one over this connection. */
  adopt(origin: string, socket: TLSSocket): http2.ClientHttp2Session {
    const known = this.#sessions.get(origin);
    if (known) {
      socket.destroy();
      return known;
    }
    // Loaded with the first server that speaks it: it takes as long as all the rest of the client.
    const session = process
      .getBuiltinModule('node:http2')
      .connect(origin, { createConnection: () => socket, settings: { enablePush: false } });
    const forget = () => {
      if (this.#sessions.get(origin) === session) this.#sessions.delete(origin);
    };
    session.on('error', forget).on('goaway', forget).on('close', forget);
    session.setTimeout(KEPT_FOR, () => {
      forget();
      session.close();
    });
    this.#sessions.set(origin, session);
    return session;
  }

  close(): void {
    for (const session of this.#sessions.values()) session.destroy();
  }
}

/** Sends a request over a session, and tells `handler` as undici would. */
export function requestOver(
  session: http2.ClientHttp2Session,
  options: Dispatcher.DispatchOptions,
  handler: Dispatcher.DispatchHandler,
): void {
  const headers: http2.OutgoingHttpHeaders = { ':path': options.path, ':method': options.method };
  const pairs = options.headers as string[];
  for (let at = 0; at < pairs.length; at += 2) headers[pairs[at]!] = pairs[at + 1];
  const stream = session.request(headers, { endStream: true });
  const controller = new StreamController(stream);
  let ended = false;
  let failure: Error | undefined;
  stream.on('response', (answer) => {
    controller.rawHeaders = Object.entries(answer).flatMap(([name, value]) => [name, String(value)]);
    handler.onResponseStart?.(controller, Number(answer[':status']), {});
  });
  stream.on('data', (chunk: Buffer) => handler.onResponseData?.(controller, chunk));
  stream.on('end', () => {
    ended = true;
  });
  stream.on('error', (error) => {
    failure = error;
  });
  stream.on('close', () => {
    // A stream that is reset ends as well: it is whole only when nothing went wrong by the time it closes.
    if (ended && !failure && !stream.aborted && stream.rstCode === NO_ERROR) handler.onResponseEnd?.(controller, {});
    else
      handler.onResponseError?.(
        controller,
        failure ?? Object.assign(new Error('the stream was reset'), { code: 'ERR_HTTP2_STREAM_ERROR' }),
      );
  });
  handler.onRequestStart?.(controller, {});
}

class StreamController implements Dispatcher.DispatchController {
  readonly #stream: http2.ClientHttp2Stream;
  rawHeaders: string[] = [];
  aborted = false;
  paused = false;
  reason: Error | null = null;

  constructor(stream: http2.ClientHttp2Stream) {
    this.#stream = stream;
  }

  abort(reason: Error): void {
    this.aborted = true;
    this.reason = reason;
    this.#stream.close(CANCEL);
    this.#stream.destroy();
  }

  pause(): void {
    this.paused = true;
    this.#stream.pause();
  }

  resume(): void {
    this.paused = false;
    this.#stream.resume();
  }
}
