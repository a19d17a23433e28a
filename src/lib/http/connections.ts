import type { Socket } from 'node:net';
import tls, { TLSSocket } from 'node:tls';
import type { Agent, buildConnector, Dispatcher } from 'undici';
import { Http2Sessions, OfferedHttp2, requestOver } from './http2.ts';
import { Resolver } from './resolve.ts';

export interface ConnectionOptions {
  /** Milliseconds a connection may take to come about, TLS included. */
  connectTimeout: number;
  /** Refuse addresses that no public host has. */
  blockPrivate: boolean;
  /** Accept any certificate. */
  insecure: boolean;
  /** Further certificates to trust, in PEM. */
  ca?: string | undefined;
}

/** Response headers may be this large; more is not HTTP anybody means well with. */
const maxHeaderSize = 64 * 1024;

/** Connections to every origin, kept open for a moment after each use; HTTP/2 where a server offers it. */
export class Connections {
  readonly #agent: Agent;
  readonly #http2 = new Http2Sessions();
  readonly #connecting = new Set<Socket>();

  private constructor(UndiciAgent: typeof Agent, build: typeof buildConnector, options: ConnectionOptions) {
    const resolver = new Resolver(options.blockPrivate);
    const connect = build({
      allowH2: true,
      timeout: options.connectTimeout,
      rejectUnauthorized: !options.insecure,
      lookup: resolver.lookup,
      ...(options.ca === undefined ? {} : { ca: [...tls.rootCertificates, options.ca] }),
    });
    this.#agent = new UndiciAgent({
      connect: (target, done) => this.#connect(connect, resolver, target, done),
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize,
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 15_000,
    });
  }

  /** Loads the HTTP client, which costs a third of the time a command takes to start. */
  static async open(options: ConnectionOptions): Promise<Connections> {
    const [agent, connect] = await Promise.all([import('undici/lib/dispatcher/agent.js'), import('undici/lib/core/connect.js')]);
    return new Connections(agent.default, connect.default, options);
  }

  /** Sends a request, over HTTP/2 to an origin that is known to speak it. */
  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    const session = this.#http2.get(String(options.origin));
    if (session) requestOver(session, options, handler);
    else this.#agent.dispatch(options, new MayOfferHttp2(options, handler));
  }

  /** Closes all connections at once, those in use and those not yet made. */
  async close(): Promise<void> {
    for (const socket of this.#connecting) socket.destroy();
    this.#http2.close();
    await this.#agent.destroy();
  }

  #connect(
    connect: buildConnector.connector,
    resolver: Resolver,
    target: buildConnector.Options,
    done: buildConnector.Callback,
  ): void {
    try {
      resolver.checkLiteral(target.hostname);
    } catch (error) {
      queueMicrotask(() => done(error as Error, null));
      return;
    }
    // The connector gives the socket back, which its type does not tell.
    const socket = connect(target, (...result) => {
      this.#connecting.delete(socket);
      const [, connected] = result;
      if (connected instanceof TLSSocket && connected.alpnProtocol === 'h2')
        done(new OfferedHttp2(this.#http2.adopt(originOf(target), connected)), null);
      else done(...result);
    }) as unknown as Socket;
    this.#connecting.add(socket);
  }
}

function originOf({ protocol, host }: buildConnector.Options): string {
  return `${protocol}//${host}`;
}

/** Hands on what undici tells of a request, and sends it over HTTP/2 when that is what its connection turns out to speak. */
class MayOfferHttp2 implements Dispatcher.DispatchHandler {
  readonly #options: Dispatcher.DispatchOptions;
  readonly #handler: Dispatcher.DispatchHandler;

  constructor(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler) {
    this.#options = options;
    this.#handler = handler;
  }

  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.#handler.onRequestStart?.(controller, context);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: Record<string, string | string[]>): void {
    this.#handler.onResponseStart?.(controller, status, headers);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#handler.onResponseData?.(controller, chunk);
  }

  onResponseEnd(controller: Dispatcher.DispatchController, trailers: Record<string, string | string[]>): void {
    this.#handler.onResponseEnd?.(controller, trailers);
  }

  onResponseError(controller: Dispatcher.DispatchController, error: Error): void {
    if (!(error instanceof OfferedHttp2)) {
      this.#handler.onResponseError?.(controller, error);
      return;
    }
    try {
      requestOver(error.session, this.#options, this.#handler);
    } catch (failure) {
      this.#handler.onResponseError?.(controller, failure as Error);
    }
  }
}
