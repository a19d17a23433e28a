import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { buildConnector } from 'undici';
import { Reject } from '../errors/index.ts';
import { checkPublic, isPrivateAddress } from './blocked.ts';
import { Countdown } from './countdown.ts';
import { failureOf } from './failure.ts';
import type { Address } from './hosts-file.ts';
import { type HttpProxy, Proxies } from './proxy.ts';
import { Resolver, type ResolverOptions } from './resolve.ts';
import { ResponseReader } from './response-reader.ts';
import { connectToFirst } from './tcp.ts';

/** Which addresses a request may go to: any, or public ones only, because the user asked for that or because not the user named the URL. */
export type AddressRule = 'any' | 'public' | 'named';

export interface ConnectOptions extends ResolverOptions {
  /** Milliseconds from the look-up of a name until its connection is ready, TLS included. */
  connectTimeout: number;
  /** Accept any certificate. */
  insecure: boolean;
  /** Further certificates to trust, in PEM. */
  ca?: string | undefined;
}

/** A connection that is ready for requests. */
export interface Connected {
  socket: Socket;
  isHttp2: boolean;
  /** The private address that it leads to, if any. */
  privateAddress: string | undefined;
  /** The proxy that takes requests for other hosts over it: it wants whole URLs. */
  proxy: HttpProxy | undefined;
}

/** A connection that is being made. */
export class Connecting {
  readonly #sockets = new Set<Socket>();
  #isCancelled = false;
  /** Called when it is cancelled. */
  onCancel: () => void = () => {};

  readonly track = (socket: Socket): void => {
    if (this.#isCancelled) socket.destroy();
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  };

  cancel(): void {
    this.#isCancelled = true;
    for (const socket of this.#sockets) socket.destroy();
    this.onCancel();
  }

  get isCancelled(): boolean {
    return this.#isCancelled;
  }
}

/** Makes connections: names, addresses, proxies, TLS. */
export class Connector {
  readonly #options: ConnectOptions;
  readonly #resolver: Resolver;
  readonly #proxies: Proxies;
  readonly #tls: buildConnector.connector;
  readonly #tlsWithoutHttp2: buildConnector.connector;

  /** `build` is undici's maker of TLS connections, which keeps their sessions. @throws Halt 2 for proxies that cannot be used */
  constructor(options: ConnectOptions, build: typeof buildConnector) {
    this.#options = options;
    this.#resolver = new Resolver(options);
    this.#proxies = new Proxies(process.env);
    const tls: buildConnector.BuildOptions = {
      timeout: 0,
      rejectUnauthorized: !options.insecure,
      ...(options.ca === undefined ? {} : { ca: [...process.getBuiltinModule('node:tls').rootCertificates, options.ca] }),
    };
    this.#tls = build({ ...tls, allowH2: true });
    this.#tlsWithoutHttp2 = build({ ...tls, allowH2: false });
  }

  /** Connects to the origin of a URL. @throws Reject DNS, TIMEOUT, REFUSED, RESET, TLS, BLOCKED_ADDRESS */
  async connect(url: URL, rule: AddressRule, allowHttp2: boolean, connecting: Connecting): Promise<Connected> {
    const proxy = this.#proxies.proxyFor(url);
    const { addresses, behindProxy } = await this.#addresses(url, rule, proxy);
    const { connectTimeout } = this.#options;
    return new Promise((resolve, reject) => {
      const countdown = new Countdown(connectTimeout, () => {
        reject(new Reject('TIMEOUT', `no connection within ${connectTimeout / 1000} s`));
        connecting.cancel();
      });
      connecting.onCancel = () => {
        countdown.stop();
        reject(new Reject('TIMEOUT', 'given up'));
      };
      this.#open(url, addresses, proxy, allowHttp2, connecting)
        .then(
          (opened) => {
            const reached = proxy ? behindProxy : [{ address: opened.socket.remoteAddress ?? '' }];
            const privateAddress = reached.find(({ address }) => isPrivateAddress(address))?.address;
            resolve({ ...opened, privateAddress });
          },
          (error) => reject(failureOf(error, false)),
        )
        .finally(() => countdown.stop());
    });
  }

  close(): void {
    this.#resolver.close();
  }

  /** The addresses to connect to, and those of the host that a proxy asks in our place, as far as they are known here. */
  async #addresses(
    url: URL,
    rule: AddressRule,
    proxy: HttpProxy | undefined,
  ): Promise<Record<'addresses' | 'behindProxy', Address[]>> {
    const resolved = this.#resolver.addresses(url.hostname);
    // Behind a proxy a name may be known to the proxy alone.
    const found = await (proxy ? resolved.catch(() => []) : resolved);
    const plain = found.map(({ address }) => address);
    if (rule !== 'any') checkPublic(url.hostname, plain, rule === 'named');
    if (!proxy) return { addresses: found, behindProxy: [] };
    return { addresses: await this.#resolver.addresses(proxy.host), behindProxy: found };
  }

  async #open(
    url: URL,
    addresses: Address[],
    proxy: HttpProxy | undefined,
    allowHttp2: boolean,
    connecting: Connecting,
  ): Promise<Omit<Connected, 'privateAddress'>> {
    const isSecure = url.protocol === 'https:';
    const port = proxy ? proxy.port : Number(url.port) || (isSecure ? 443 : 80);
    let socket = await connectToFirst(addresses, port, connecting.track);
    if (proxy?.secure) socket = await this.#secure(new URL(`https://${bracketed(proxy.host)}:${port}`), socket, false);
    if (!isSecure) return { socket, isHttp2: false, proxy };
    if (proxy) await openTunnel(socket, url, proxy);
    socket = await this.#secure(url, socket, allowHttp2);
    return { socket, isHttp2: (socket as TLSSocket).alpnProtocol === 'h2', proxy: undefined };
  }

  #secure(url: URL, socket: Socket, allowHttp2: boolean): Promise<TLSSocket> {
    const connect = allowHttp2 ? this.#tls : this.#tlsWithoutHttp2;
    const { hostname, host, port, protocol } = url;
    const plain = hostname.replace(/^\[(.*)\]$/, '$1');
    return new Promise((resolve, reject) => {
      connect({ hostname: plain, host, port, protocol, httpSocket: socket }, (error, secured) => {
        if (error) reject(error);
        else resolve(secured as TLSSocket);
      });
      socket.once('close', () => reject(Object.assign(new Error('closed during the handshake'), { code: 'ECONNRESET' })));
    });
  }
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Has a proxy connect to the host of an https URL. @throws Reject REFUSED where it does not */
function openTunnel(socket: Socket, url: URL, proxy: HttpProxy): Promise<void> {
  const to = `${url.hostname}:${url.port || 443}`;
  const authorization = proxy.authorization === undefined ? '' : `proxy-authorization: ${proxy.authorization}\r\n`;
  return new Promise((resolve, reject) => {
    const leave = () => socket.off('data', read).off('close', closed);
    const reader = new ResponseReader({
      onHead(status) {
        leave();
        if (status >= 200 && status <= 299) resolve();
        else reject(new Reject('REFUSED', `the proxy does not connect to ${url.host}: HTTP ${status}`));
      },
      onData: () => {},
      onEnd: () => {},
    });
    const read = (chunk: Buffer) => {
      try {
        reader.read(chunk);
      } catch (error) {
        leave();
        reject(error);
      }
    };
    const closed = () => reject(new Reject('RESET', 'the proxy closed the connection'));
    socket.on('data', read).on('close', closed);
    socket.write(`CONNECT ${to} HTTP/1.1\r\nhost: ${to}\r\n${authorization}\r\n`);
  });
}
