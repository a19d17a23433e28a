import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { records, shell } from '../support/executables.ts';

const NINES = '9'.repeat(310);
const item = (id: string) => `<rss version="2.0"><channel><item><guid>${id}</guid><title>A</title></item></channel></rss>`;

/** One hostile feed of each kind. */
const hostile: Record<string, (response: http.ServerResponse, socket: Socket) => void> = {
  'endless max-age': (response) => response.writeHead(200, { 'cache-control': `max-age=${NINES}` }).end(item('bad')),
  'endless Retry-After': (response) => response.writeHead(404, { 'retry-after': NINES }).end(),
  'three encodings of empty members': (response) => {
    const members = Buffer.concat(Array<Buffer>(20_000).fill(gzipSync('')));
    response.writeHead(200, { 'content-encoding': 'gzip, gzip, gzip' }).end(gzipSync(gzipSync(members)));
  },
  'end tags without an end': (response) => response.end(`<rss><channel>${'</a b'.repeat(200_000)}`),
  'CDATA in each title': (response) => response.end(`${'<item><title><![CDATA[a</title></item>'.repeat(50_000)}]]>`),
  "JavaScript's own names": (response) =>
    response.end('<constructor><item><itunes:toString>a</itunes:toString><__proto__>b</__proto__></item></constructor>'),
  '__proto__ in JSON': (response) =>
    response.end('{"version":"https://jsonfeed.org/version/1","items":[{"__proto__":{"id":1}}]}'),
  'a long id': (response) => response.end(item('z'.repeat(5_000_000))),
  'a status of 000': (_, socket) => socket.end('HTTP/1.1 000 A\r\n\r\n'),
  'half an answer': (_, socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss>'),
  'no answer': (_, socket) => socket.destroy(),
  'a redirect to itself': (response) => response.writeHead(301, { location: '/' }).end(),
  'a redirect to a key': (response) => response.writeHead(302, { location: 's3://bucket/key' }).end(),
  'nested elements': (response) => response.end(`<rss>${'<a>'.repeat(100_000)}`),
  entities: (response) => response.end(`<!DOCTYPE rss [<!ENTITY a "${'&b;'.repeat(1000)}"><!ENTITY b "&a;">]><rss>&a;</rss>`),
};

/**
 * Runs `feedmill run 'fetch | parse | keywords'` over feeds of which one is hostile in each way, beside busy processes, and asserts that all
 * the healthy feeds come through.
 */
export async function assertHealthyComeThrough(count: number, busy: number): Promise<void> {
  const attacks = Object.values(hostile);
  const server = http.createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    const feed = Number(/^f(\d+)\./.exec(request.headers.host ?? '')?.[1]);
    const attack = attacks[feed % Math.floor(count / attacks.length) === 0 ? feed / Math.floor(count / attacks.length) : -1];
    if (attack) attack(response, request.socket);
    else response.end(item(`good-${feed}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const load: ChildProcess[] = [];
  // A busy process ends by itself, too.
  const loop = 'const end = Date.now() + 60000; while (Date.now() < end);';
  for (let index = 0; index < busy; index++) load.push(spawn(process.execPath, ['-e', loop], { stdio: 'ignore' }));
  try {
    const input = Array.from({ length: count }, (_, feed) => `http://f${feed}.localhost:${port}/\n`).join('');
    const command = "feedmill run 'fetch --retries 0 | parse | keywords'";
    const { stdout, stderr, status } = await shell(command, { input, more: 60_000 });
    const ids = records(stdout).map(({ id }) => String(id));
    const good = new Set(ids.filter((id) => id.startsWith('good-')));
    assert.equal(good.size, count - attacks.length, stderr.slice(0, 2000));
    assert.equal(status, 1, stderr.slice(0, 2000));
    assert.ok(stderr.length < 50_000, `${stderr.length} bytes of messages`);
  } finally {
    for (const child of load) child.kill('SIGKILL');
    server.closeAllConnections();
    server.close();
  }
}
