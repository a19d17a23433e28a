import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';

/** What one way to answer does, and what must become of a record that asks for it. */
export interface Scenario {
  /** Reads after "a server that ": `never answers`. */
  name: string;
  /** The code of the reject that is right, or `ok` for a response. */
  expect: string;
  /** Further members that `fetch` of the response, or `error` of the reject, must have. */
  with?: Record<string, unknown>;
  /** The body of the response, where that matters. */
  body?: string;
  /** Answers a request, over HTTP as it should be; */
  request?(request: http.IncomingMessage, response: http.ServerResponse): void;
  /** or a connection, byte by byte. */
  connection?(socket: net.Socket): void;
  /** Speaks TLS with this certificate. */
  secure?: { key: string; cert: string };
  /** The URL to ask for, where that is not the origin of the server. */
  url?(origin: string): string;
}

/** A server that runs until it is closed. */
export interface Running {
  /** `http://NAME.localhost:PORT`: a host name of its own, as far as the queues of `fetch` are concerned. */
  origin: string;
  close(): Promise<void>;
}

/** Starts an HTTP server on a free port of the loopback. */
export function serve(answer: http.RequestListener, name = 'feeds'): Promise<Running> {
  return listening(http.createServer({ keepAliveTimeout: 30_000 }, answer), name);
}

/** Starts the server of one scenario, under the name of its file. */
export async function play({ connection, request, secure }: Scenario, name: string): Promise<Running> {
  if (connection) return listening(secure ? tls.createServer(secure, connection) : net.createServer(connection), name);
  return serve((asked, response) => request!(asked, response), name);
}

/** Runs `answer` with the path asked for, each time the head of a request has come. */
export function afterRequest(socket: net.Socket, answer: (path: string) => void): void {
  let head = '';
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    head += chunk.toString('latin1');
    if (!head.includes('\r\n\r\n')) return;
    const path = head.split(' ', 2)[1]!;
    head = '';
    answer(path);
  });
}

async function listening(server: net.Server, name: string): Promise<Running> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const protocol = server instanceof tls.Server ? 'https' : 'http';
  return {
    origin: `${protocol}://${name}.localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
