// Serves a folder on all loopback addresses, each answer after some milliseconds: fetch-server.mjs FOLDER LATENCY [internal]
// With `internal` it answers for nginx: it waits, and names the file that nginx is to send.
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const [folder, latency, internal] = process.argv.slice(2);
const files = new Map(readdirSync(folder).map((name) => [`/${name}`, readFileSync(join(folder, name))]));

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  const body = internal ? '' : files.get(pathname);
  const headers = internal
    ? { 'x-accel-redirect': `/files${pathname}` }
    : { 'content-type': 'application/xml', 'content-length': body?.length ?? 0 };
  const answer = () => response.writeHead(body === undefined ? 404 : 200, headers).end(body);
  if (Number(latency) > 0) setTimeout(answer, Number(latency));
  else answer();
});
server.listen(0, '0.0.0.0', () => process.send?.(server.address().port));
process.on('disconnect', () => process.exit());
