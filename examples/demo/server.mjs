// The web as far as the demo needs it: the sample feeds with their validators, and a bucket as S3 shows one, on the loopback interface.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const feeds = fileURLToPath(new URL('../feeds/', import.meta.url));
const types = { xml: 'application/xml', rdf: 'application/rdf+xml', json: 'application/feed+json', html: 'text/html' };

/** The first part of a path may say how what follows it is served. */
const manners = {
  slow: async (name, request, response) => {
    await sleep(1000);
    serveFile(name, request, response);
  },
  gzip: (name, request, response) => serveFile(name, request, response, true),
  moved: (name, _request, response) => response.writeHead(301, { Location: `/${name}` }).end(),
  's3-archive': (key, _request, response) => serveObject(key, response),
};

/** What the bucket `s3-archive` holds: key and bytes. One episode is there whole, one was cut off, one is missing. */
const objects = { 'episodes/10.mp3': 26_214_400, 'episodes/11.mp3': 9_437_184 };

/** Starts the server. A port that is in use rejects with EADDRINUSE; 0 takes any. */
export async function startServer(port) {
  const server = createServer((request, response) => {
    const [, first, rest] = /^\/([^/]*)\/?(.*)$/.exec(request.url);
    if (Object.hasOwn(manners, first)) manners[first](rest, request, response);
    else serveFile(first, request, response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function serveFile(name, request, response, compress = false) {
  const path = /^[\w-]+(\.[a-z]+)$/.test(name) ? feeds + name : undefined;
  const modified = path && statSync(path, { throwIfNoEntry: false })?.mtime;
  if (!modified) return void response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is no such feed.\n');

  const content = readFileSync(path);
  const etag = `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"`;
  const validators = { ETag: etag, 'Last-Modified': modified.toUTCString() };
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304, validators).end();

  const headers = { 'Content-Type': types[name.split('.').pop()] ?? 'text/plain', ...validators };
  if (compress) headers['Content-Encoding'] = 'gzip';
  response.writeHead(200, headers).end(compress ? gzipSync(content) : content);
}

function serveObject(key, response) {
  const size = objects[key];
  if (size === undefined) return void response.writeHead(404).end();
  const etag = `"${createHash('md5').update(key).digest('hex')}"`;
  response.writeHead(200, { 'Content-Length': size, ETag: etag, 'Last-Modified': 'Sun, 01 Nov 2026 06:00:00 GMT' }).end();
}
