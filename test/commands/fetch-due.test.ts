import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import { serve } from '../servers/server.ts';
import { runFetch, temporary } from './fetch-run.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that remembers the paths it was asked for. */
async function server(t: TestContext, answer: Answer) {
  const asked: string[] = [];
  const { origin, close } = await serve((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  t.after(close);
  return { origin, asked };
}

const feed = '<rss><channel><title>A</title></channel></rss>';
const NINES = '9'.repeat(310);
const hostileHeaders: Record<string, string>[] = [
  { 'cache-control': `max-age=${NINES}` },
  { 'retry-after': NINES },
  { 'retry-after': `${NINES}.5`, age: NINES, expires: NINES },
  { expires: `Fri, 31 Dec ${'9'.repeat(60)} 23:59:59 GMT` },
];

test('fetch outlives headers with numbers that no clock holds, on answers and failures, and remembers their feeds', async (t) => {
  const { origin } = await server(t, (request, response) => {
    const [, status = '200', n = '0'] = request.url?.split('/') ?? [];
    response.writeHead(Number(status), hostileHeaders[Number(n)]).end(feed);
  });
  const state = temporary(t);
  const paths = ['200', '404'].flatMap((status) => hostileHeaders.map((_, n) => `${origin}/${status}/${n}`));
  const { records, rejects } = await runFetch(['--state', state], paths);
  assert.deepEqual([records.length, rejects.length], [4, 4]);
  const dumped = await runFetch(['--state', state, '--dump'], []);
  assert.deepEqual(dumped.records.map(({ url }) => url).sort(), paths.sort());
});

test('fetch follows a Location in UTF-8', async (t) => {
  const { origin, asked } = await server(t, (request, response) => {
    if (request.url === '/') response.writeHead(301, { location: Buffer.from('/né/日本?ü').toString('latin1') }).end();
    else response.end(feed);
  });
  await runFetch([], [`${origin}/`]);
  assert.deepEqual(asked, ['/', '/n%C3%A9/%E6%97%A5%E6%9C%AC?%C3%BC']);
});

const strangers: [name: string, body: string, type: string][] = [
  ['a page for sale', '<!doctype html><title>For sale</title>', 'text/html'],
  ['a page that says it is a feed', '<html><body>log in</body></html>', 'application/rss+xml'],
  ['an empty body', '', 'text/xml'],
];

for (const [name, body, type] of strangers) {
  test(`fetch does not believe permanent redirects to ${name}`, async (t) => {
    const { origin, asked } = await server(t, (request, response) => {
      if (request.url === '/feed') response.writeHead(301, { location: '/park' }).end();
      else response.writeHead(200, { 'content-type': type }).end(body);
    });
    const state = temporary(t);
    for (let run = 0; run < 4; run++) await runFetch(['--state', state, '--min-interval', '0'], [`${origin}/feed`]);
    assert.equal(asked.filter((path) => path === '/feed').length, 4);
  });
}

test('fetch gives each feed of a host that allows three requests a run its turn', async (t) => {
  let allowed = 0;
  const { origin, asked } = await server(t, (_, response) => {
    if (allowed-- > 0) response.end(feed);
    else response.writeHead(429).end();
  });
  const state = temporary(t);
  const feeds = Array.from({ length: 12 }, (_, n) => `${origin}/${n}`);
  const runs: Set<string>[] = [];
  for (let run = 0; run < 6; run++) {
    allowed = 3;
    const before = asked.length;
    const { records, rejects } = await runFetch(['--state', state, '--refetch', '--retry-delay', '0.01'], feeds);
    assert.equal(records.length + rejects.length, 12);
    runs.push(new Set(asked.slice(before)));
  }
  const times = feeds.map((url) => runs.filter((paths) => paths.has(new URL(url).pathname)).length);
  assert.ok(Math.min(...times) >= 2 && Math.max(...times) <= 4, `runs that asked for each feed: ${times.join(' ')}`);
  assert.ok(asked.length <= 6 * (3 + 3 * 3), `${asked.length} requests`);
});

test('fetch leaves a host alone that answers 429 to all attempts', async (t) => {
  const { origin, asked } = await server(t, (_, response) => response.writeHead(429).end());
  const feeds = Array.from({ length: 10 }, (_, n) => `${origin}/${n}`);
  const { rejects } = await runFetch(['--retry-delay', '0.01'], feeds);
  assert.equal(rejects.length, 10);
  assert.ok(asked.length <= 6, `${asked.length} requests`);
  assert.ok(rejects.some(({ error }) => error.code === 'HTTP_429') && rejects.some(({ error }) => error.code === 'BACKING_OFF'));
});

test('fetch does not count a host that is left alone as a new failure of its feeds before --report-after', async (t) => {
  const { origin } = await server(t, (_, response) => response.writeHead(429, { 'retry-after': '3600' }).end());
  const state = temporary(t);
  const feeds = Array.from({ length: 6 }, (_, n) => `${origin}/${n}`);
  const codes: (number | null)[] = [];
  for (let run = 0; run < 2; run++) codes.push((await runFetch(['--state', state, '--report-after', '2'], feeds)).code);
  assert.deepEqual(codes, [0, 1]);
});
