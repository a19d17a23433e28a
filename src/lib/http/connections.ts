import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
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
const MAX_HEADER_SIZE = 64 * 1024;

/** Connections to every origin, kept open for a moment after each use; HTTP/2 where a server offers it. */
export class Connections {
  /** Each has one connection an origin, without the pool of them that undici would make for each: the n-th request at once goes to the n-th. */
  readonly #agents: Agent[] = [];
  readonly #newAgent: () => Agent;
  /** By origin, which agents have a request under way; origins without any are not there. */
  readonly #busy = new Map<string, boolean[]>();
  readonly #http2 = new Http2Sessions();
  readonly #connecting = new Set<Socket>();
  #closed = false;

  private constructor(UndiciAgent: typeof Agent, build: typeof buildConnector, options: ConnectionOptions) {
    const resolver = new Resolver(options.blockPrivate);
    const connect = build({
      allowH2: true,
      timeout: options.connectTimeout,
      rejectUnauthorized: !options.insecure,
      lookup: resolver.lookup,
      ...(options.ca === undefined ? {} : { ca: [...process.getBuiltinModule('node:tls').rootCertificates, options.ca] }),
    });
    const agentOptions: Agent.Options = {
      connections: 1,
      connect: (target, done) => this.#connect(connect, resolver, target, done),
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: MAX_HEADER_SIZE,
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 15_000,
    };
    this.#newAgent = () => new UndiciAgent(agentOptions);
  }

  /** Loads the HTTP client, which costs a third of the time a command takes to start. */
  static async open(options: ConnectionOptions): Promise<Connections> {
    const [agent, connect] = await Promise.all([import('undici/lib/dispatcher/agent.js'), import('undici/lib/core/connect.js')]);
    return new Connections(agent.default, connect.default, options);
  }

  /** Sends a request, over HTTP/2 to an origin that is known to speak it. */
  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    const origin = String(options.origin);
    const session = this.#http2.get(origin);
    if (session) {
      requestOver(session, options, handler);
      return;
    }
    if (this.#closed) throw new Error('all connections are closed');
    let busy = this.#busy.get(origin);
    if (!busy) this.#busy.set(origin, (busy = []));
    const free = busy.indexOf(false);
    const at = free < 0 ? busy.length : free;
    busy[at] = true;
    const leave = () => this.#leave(origin, busy, at);
    this.#agents[at] ??= this.#newAgent();
    this.#agents[at].dispatch(options, new Dispatched(options, handler, leave));
  }

  #leave(origin: string, busy: boolean[], at: number): void {
    busy[at] = false;
    if (!busy.includes(true) && this.#busy.get(origin) === busy) this.#busy.delete(origin);
  }

  /** Closes all connections at once, those in use and those not yet made. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const socket of this.#connecting) socket.destroy();
    this.#http2.close();
    await Promise.all(this.#agents.map((agent) => agent.destroy()));
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
      const connected = result[1] as TLSSocket | null;
      if (connected?.alpnProtocol === 'h2') done(new OfferedHttp2(this.#http2.adopt(originOf(target), connected)), null);
      else done(...result);
    }) as unknown as Socket;
    this.#connecting.add(socket);
  }
}

function originOf({ protocol, host }: buildConnector.Options): string {
  return `${protocol}//${host}`;
}

/** Hands on what undici tells of a request, and sends it over HTTP/2 when that is what its connection turns out to speak. */
class Dispatched implements Dispatcher.DispatchHandler {
  readonly #options: Dispatcher.DispatchOptions;
  readonly #handler: Dispatcher.DispatchHandler;
  /** Gives the connection back. */
  readonly #leave: () => void;

  constructor(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler, leave: () => void) {
    this.#options = options;
    this.#handler = handler;
    this.#leave = leave;
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
    this.#leave();
    this.#handler.onResponseEnd?.(controller, trailers);
  }

  onResponseError(controller: Dispatcher.DispatchController, error: Error): void {
    this.#leave();
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
