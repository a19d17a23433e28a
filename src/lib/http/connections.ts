import { Reject } from '../errors/index.ts';
import { blockedAddress } from './blocked.ts';
import { type AddressRule, type Connected, Connecting, type ConnectOptions, Connector } from './connect.ts';
import { Countdown } from './countdown.ts';
import { failureOf } from './failure.ts';
import { Http1Connection, type ResponseHandler, type Transfer, type WireRequest } from './http1.ts';
import { Http2Session } from './http2.ts';

export type ConnectionOptions = ConnectOptions;

/** Idle connections that are kept, over all origins, at most. */
const IDLE_AT_MOST = 1024;

/** Connections to every origin, kept open for a moment after each use; HTTP/2 where a server offers it. */
export class Connections {
  readonly #connector: Connector;
  /** Idle connections of each origin, and for how long each is kept; the longest idle first. */
  readonly #idle = new Map<string, Set<Http1Connection>>();
  readonly #keptFor = new Map<Http1Connection, Countdown>();
  readonly #open = new Set<Http1Connection>();
  readonly #sessions = new Map<string, Http2Session>();
  /** Origins that offer HTTP/2 and refuse to speak it. */
  readonly #http1Only = new Set<string>();
  readonly #connecting = new Set<Connecting>();
  #isClosed = false;

  private constructor(connector: Connector) {
    this.#connector = connector;
  }

  /** Loads what makes TLS connections. @throws Halt 2 for proxies and name servers that cannot be used */
  static async open(options: ConnectionOptions): Promise<Connections> {
    const { default: build } = await import('undici/lib/core/connect.js');
    return new Connections(new Connector(options, build));
  }

  /** Sends a request over a connection that is kept, or a new one. What goes wrong is told to `handler`. */
  send(request: WireRequest, rule: AddressRule, handler: ResponseHandler): Transfer {
    return new Sending(this, request, rule, handler);
  }

  /** A kept connection to an origin. */
  take(origin: string): Http2Session | Http1Connection | undefined {
    const session = this.#sessions.get(origin);
    if (session) return session;
    const idle = this.#idle.get(origin);
    const [connection] = [...(idle ?? [])].slice(-1);
    if (connection) this.#unkeep(origin, connection);
    return connection;
  }

  /** A new connection. @throws Reject */
  async connect(url: URL, rule: AddressRule, connecting: Connecting): Promise<Http2Session | Http1Connection> {
    if (this.#isClosed) throw new Reject('STOPPED', 'all connections are closed');
    this.#connecting.add(connecting);
    try {
      const { origin } = url;
      const connected = await this.#connector.connect(url, rule, !this.#http1Only.has(origin), connecting);
      if (this.#isClosed || connecting.isCancelled) {
        connected.socket.destroy();
        throw new Reject('STOPPED', 'all connections are closed');
      }
      return connected.isHttp2 ? this.#adopt(origin, connected) : this.#wrap(origin, connected);
    } finally {
      this.#connecting.delete(connecting);
    }
  }

  /** The origin gets HTTP/1.1 from now on. */
  speakHttp1(origin: string): void {
    this.#http1Only.add(origin);
    this.#sessions.delete(origin);
  }

  /** Closes all connections at once, those in use and those not yet made. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#connector.close();
    for (const connecting of this.#connecting) connecting.cancel();
    for (const connection of this.#open) connection.close();
    for (const session of this.#sessions.values()) session.close();
    for (const countdown of this.#keptFor.values()) countdown.stop();
  }

  #adopt(origin: string, connected: Connected): Http2Session {
    const known = this.#sessions.get(origin);
    if (known) {
      connected.socket.destroy();
      return known;
    }
    const session = new Http2Session(origin, connected, (closed) => {
      if (this.#sessions.get(origin) === closed) this.#sessions.delete(origin);
    });
    this.#sessions.set(origin, session);
    return session;
  }

  #wrap(origin: string, connected: Connected): Http1Connection {
    const connection = new Http1Connection(connected, {
      keep: (idle, ms) => this.#keep(origin, idle, ms),
      forget: (closed) => {
        this.#unkeep(origin, closed);
        this.#open.delete(closed);
      },
    });
    this.#open.add(connection);
    return connection;
  }

  #keep(origin: string, connection: Http1Connection, ms: number): void {
    const idle = this.#idle.get(origin);
    if (idle) idle.add(connection);
    else this.#idle.set(origin, new Set([connection]));
    this.#keptFor.set(connection, new Countdown(ms, () => connection.close()));
    if (this.#keptFor.size > IDLE_AT_MOST) this.#keptFor.keys().next().value?.close();
  }

  #unkeep(origin: string, connection: Http1Connection): void {
    this.#keptFor.get(connection)?.stop();
    this.#keptFor.delete(connection);
    const idle = this.#idle.get(origin);
    if (idle?.delete(connection) && idle.size === 0) this.#idle.delete(origin);
  }
}

/** One request on its way: while a connection is made for it, and while it goes over that. */
class Sending implements Transfer {
  readonly #connections: Connections;
  readonly #request: WireRequest;
  readonly #rule: AddressRule;
  readonly #handler: ResponseHandler;
  #connecting: Connecting | undefined;
  #transfer: Transfer | undefined;
  #isAborted = false;

  constructor(connections: Connections, request: WireRequest, rule: AddressRule, handler: ResponseHandler) {
    this.#connections = connections;
    this.#request = request;
    this.#rule = rule;
    this.#handler = handler;
    const kept = connections.take(request.url.origin);
    if (kept) this.#sendOver(kept);
    else this.#sendFresh();
  }

  pause(): void {
    this.#transfer?.pause();
  }

  resume(): void {
    this.#transfer?.resume();
  }

  abort(): void {
    this.#isAborted = true;
    this.#connecting?.cancel();
    this.#transfer?.abort();
  }

  #sendFresh(): void {
    if (this.#isAborted) return;
    this.#connecting = new Connecting();
    this.#connections
      .connect(this.#request.url, this.#rule, this.#connecting)
      .then((connection) => {
        if (!this.#isAborted) this.#sendOver(connection);
      })
      .catch((error) => {
        if (!this.#isAborted) this.#handler.onError(failureOf(error, false));
      });
  }

  #sendOver(connection: Http2Session | Http1Connection): void {
    const { hostname, origin } = this.#request.url;
    const { privateAddress } = connection;
    if (privateAddress !== undefined && this.#rule !== 'any') {
      // It was made for a request that may go there.
      if (connection instanceof Http1Connection) connection.close();
      const reject = blockedAddress(hostname, privateAddress, this.#rule === 'named');
      queueMicrotask(() => this.#handler.onError(reject));
      return;
    }
    this.#transfer = connection.send(this.#request, this.#handler, (why?: 'http1' | 'dead') => {
      if (why === 'http1') this.#connections.speakHttp1(origin);
      this.#sendFresh();
    });
  }
}
