import type { Socket } from 'node:net';
import { Reject } from '../errors/index.ts';
import type { Connected } from './connect.ts';
import { failureOf } from './failure.ts';
import type { Headers } from './headers.ts';
import { ResponseReader } from './response-reader.ts';

/** A GET to one URL. */
export interface WireRequest {
  url: URL;
  /** Names and values in turn. */
  headers: string[];
}

/** What can be done to a response that is coming. */
export interface Transfer {
  pause(): void;
  resume(): void;
  /** Gives it up; nothing more is told of it. */
  abort(): void;
}

/** Told what becomes of a request. */
export interface ResponseHandler {
  /** The request goes out over a connection, to a private address or not. It may go out again where a kept connection turns out dead. */
  onSent(isPrivate: boolean): void;
  onHead(status: number, headers: Headers): void;
  onData(chunk: Buffer): void;
  onEnd(): void;
  onError(reject: Reject): void;
}

/** What a connection is for at the moment. */
interface UnderWay {
  handler: ResponseHandler;
  reader: ResponseReader;
  /** Sends the request again over another connection: this one was dead before a byte of a response came. */
  resend: (() => void) | undefined;
  hasBytes: boolean;
}

/** Who keeps connections. */
export interface Keeper {
  /** The connection may be used again, for so many milliseconds. */
  keep(connection: Http1Connection, ms: number): void;
  forget(connection: Http1Connection): void;
}

/** Milliseconds that an idle connection is kept, where the server does not say; and at most. */
const KEPT_FOR = 4_000;
const KEPT_AT_MOST = 15_000;
/** A server's own time ends earlier here, so that the two do not meet. */
const KEPT_MARGIN = 1_000;

/** A connection that speaks HTTP/1.1: one request after another. */
export class Http1Connection {
  /** The private address that it leads to, if any. */
  readonly privateAddress: string | undefined;
  readonly #socket: Socket;
  readonly #proxy: Connected['proxy'];
  readonly #keeper: Keeper;
  #underWay: UnderWay | undefined;
  #isUsed = false;

  constructor({ socket, privateAddress, proxy }: Connected, keeper: Keeper) {
    this.privateAddress = privateAddress;
    this.#socket = socket;
    this.#proxy = proxy;
    this.#keeper = keeper;
    socket
      .on('data', (chunk: Buffer) => this.#read(chunk))
      .on('end', () => this.#ended())
      .on('error', (error) => this.#fail(error))
      .on('close', () => {
        this.#ended();
        keeper.forget(this);
      });
  }

  /** Sends a request; `resend` is called where this connection was kept from an earlier one and is dead by now. */
  send(request: WireRequest, handler: ResponseHandler, resend: () => void): Transfer {
    const reader = new ResponseReader({
      onHead: (status, headers) => handler.onHead(status, headers),
      onData: (chunk) => handler.onData(chunk),
      onEnd: () => handler.onEnd(),
    });
    const underWay: UnderWay = { handler, reader, resend: this.#isUsed ? resend : undefined, hasBytes: false };
    this.#underWay = underWay;
    this.#isUsed = true;
    handler.onSent(this.privateAddress !== undefined);
    this.#socket.write(this.#headOf(request), 'latin1');
    return {
      pause: () => this.#socket.pause(),
      resume: () => this.#socket.resume(),
      abort: () => {
        if (this.#underWay !== underWay) return;
        this.#underWay = undefined;
        this.#socket.destroy();
      },
    };
  }

  close(): void {
    this.#underWay = undefined;
    this.#socket.destroy();
  }

  #headOf({ url, headers }: WireRequest): string {
    const target = this.#proxy ? `${url.origin}${url.pathname}${url.search}` : `${url.pathname}${url.search}`;
    let head = `GET ${target} HTTP/1.1\r\nhost: ${url.host}\r\nconnection: keep-alive\r\n`;
    if (this.#proxy?.authorization !== undefined) head += `proxy-authorization: ${this.#proxy.authorization}\r\n`;
    for (let at = 0; at + 1 < headers.length; at += 2) head += `${headers[at]}: ${headers[at + 1]}\r\n`;
    return `${head}\r\n`;
  }

  #read(chunk: Buffer): void {
    const underWay = this.#underWay;
    if (!underWay) {
      // What comes unasked belongs to no request.
      this.#socket.destroy();
      return;
    }
    underWay.hasBytes = true;
    try {
      underWay.reader.read(chunk);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (underWay.reader.isDone && this.#underWay === underWay) this.#release(underWay.reader);
  }

  #release(reader: ResponseReader): void {
    this.#underWay = undefined;
    const { keepAliveFor = KEPT_FOR + KEPT_MARGIN } = reader;
    const ms = Math.min(keepAliveFor - KEPT_MARGIN, KEPT_AT_MOST);
    if (!reader.isReusable || ms <= 0 || this.#socket.destroyed) this.#socket.destroy();
    else {
      this.#socket.resume();
      this.#keeper.keep(this, ms);
    }
  }

  #ended(): void {
    const underWay = this.#underWay;
    if (!underWay) {
      this.#socket.destroy();
      return;
    }
    try {
      underWay.reader.end();
      this.#underWay = undefined;
      this.#socket.destroy();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const underWay = this.#underWay;
    this.#underWay = undefined;
    this.#socket.destroy();
    if (!underWay) return;
    const { handler, reader, resend, hasBytes } = underWay;
    if (resend && !hasBytes) resend();
    else handler.onError(error instanceof Reject ? error : failureOf(error, reader.hasHead));
  }
}
