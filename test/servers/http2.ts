import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { certificate } from './certificate.ts';

const prefaceBytes = 24;
const frame = (type: number, flags: number, stream: number, payload: Buffer) => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
};

/** Frames of HTTP/2 (RFC 9113, 6), as bytes. */
export const frames = {
  data: (stream: number, text: string, end = false) => frame(0, end ? 1 : 0, stream, Buffer.from(text)),
  /** `:status: 200`, which is one byte of HPACK. */
  ok: (stream: number) => frame(1, 4, stream, Buffer.of(0x88)),
  reset: (stream: number, code: number) => frame(3, 0, stream, Buffer.of(0, 0, 0, code)),
  settings: () => frame(4, 0, 0, Buffer.alloc(0)),
  goAway: (last: number, code = 0) => frame(7, 0, 0, Buffer.of(0, 0, 0, last, 0, 0, 0, code)),
};

/**
 * A server of HTTP/2 that answers each request, told by the number of its stream, with these bytes; clients that do not offer HTTP/2
 * get `http1`, if given. Gives its URL.
 */
export async function serveFrames(
  answer: (stream: number) => Buffer[],
  http1?: string,
): Promise<{ origin: string; close(): void }> {
  const sockets = new Set<tls.TLSSocket>();
  const server = tls.createServer(
    { ...certificate, ALPNProtocols: http1 === undefined ? ['h2'] : ['h2', 'http/1.1'] },
    (socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      if (http1 !== undefined && socket.alpnProtocol !== 'h2') {
        socket.on('data', () => socket.write(http1));
        return;
      }
      socket.write(frames.settings());
      let bytes = Buffer.alloc(0);
      let at = prefaceBytes;
      socket.on('data', (chunk) => {
        bytes = Buffer.concat([bytes, chunk]);
        while (bytes.length >= at + 9 && bytes.length >= at + 9 + bytes.readUIntBE(at, 3)) {
          const start = at;
          at += 9 + bytes.readUIntBE(at, 3);
          // Writing may hand on what has come in meanwhile, before it returns.
          if (bytes[start + 3] === 1) socket.write(Buffer.concat(answer(bytes.readUInt32BE(start + 5))));
        }
      });
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
