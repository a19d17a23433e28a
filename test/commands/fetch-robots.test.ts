import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import { serve } from '../servers/server.ts';
import { runFetch, temporary } from './fetch-run.ts';

const feed = '<rss><channel><title>A</title></channel></rss>';
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server with this robots.txt, which has a feed at every other path; and what it was asked for. */
async function server(t: TestContext, robots: Answer, other: Answer = (_, response) => response.end(feed)) {
  const asked: IncomingMessage[] = [];
  const { origin, close } = await serve((request, response) => {
    asked.push(request);
    (request.url === '/robots.txt' ? robots : other)(request, response);
  });
  t.after(close);
  return { origin, asked, paths: () => asked.map(({ url }) => url) };
}

const says =
  (text: string, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(200, headers).end(text);
const codes = ({ rejects }: Awaited<ReturnType<typeof runFetch>>) => rejects.map(({ error }) => error.code);
const quick = ['--robots', '--retries', '0'];

test('fetch --robots keeps to paths in any form of their escapes', async (t) => {
  const { origin, paths } = await server(t, says('User-agent: *\nDisallow: /né\nDisallow: /a%7eb\n'));
  const ran = await runFetch(quick, [`${origin}/n%c3%a9/x`, `${origin}/a~b`, `${origin}/ok`]);
  assert.deepEqual(
    [codes(ran), paths().sort()],
    [
      ['ROBOTS', 'ROBOTS'],
      ['/ok', '/robots.txt'],
    ],
  );
});

test('fetch --robots asks for no target of a redirect that is disallowed', async (t) => {
  const { origin, paths } = await server(t, says('User-agent: *\nDisallow: /private\n'), (request, response) => {
    if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
    else if (request.url === '/b') response.writeHead(301, { location: '/private' }).end();
    else response.end(feed);
  });
  const ran = await runFetch(quick, [`${origin}/a`]);
  assert.deepEqual([codes(ran), paths()], [['ROBOTS'], ['/robots.txt', '/a', '/b']]);
  assert.match(String(ran.rejects[0]?.error.message), /\/private/);
});

test('fetch --robots asks the robots.txt of the host that a redirect leads to', async (t) => {
  const other = await server(t, says('User-agent: *\nDisallow: /\n'));
  const { origin } = await server(
    t,
    (_, response) => response.writeHead(404).end(),
    (_, response) => response.writeHead(302, { location: `${other.origin}/a` }).end(),
  );
  assert.deepEqual([codes(await runFetch(quick, [`${origin}/a`])), other.paths()], [['ROBOTS'], ['/robots.txt']]);
});

test('fetch --robots tells a failure to read robots.txt as what it is', async (t) => {
  const broken = await server(t, (_, response) => response.writeHead(503).end());
  const gone = await server(t, (_, response) => response.writeHead(404).end());
  const closed = await serve((_, response) => response.end());
  await closed.close();
  const urls = [`${broken.origin}/a`, `${closed.origin}/a`, 'http://nobody.invalid/a', `${gone.origin}/a`];
  const ran = await runFetch([...quick, '--ordered'], urls);
  assert.deepEqual(codes(ran), ['HTTP_503', 'REFUSED', 'DNS']);
  for (const { error } of ran.rejects) assert.match(error.message, /robots\.txt/);
  assert.deepEqual([ran.records.length, broken.paths()], [1, ['/robots.txt']]);
});

test('fetch --robots keeps robots.txt in the state for a day', async (t) => {
  const { origin, asked, paths } = await server(t, says('User-agent: *\nDisallow: /private\n', { etag: '"r"' }));
  const state = temporary(t);
  const args = [...quick, '--state', state, '--min-interval', '0'];
  for (let run = 0; run < 2; run++) await runFetch(args, [`${origin}/a`, `${origin}/private`]);
  assert.deepEqual(paths().filter((path) => path === '/robots.txt').length, 1);
  const dumped = await runFetch(['--state', state, '--dump'], []);
  assert.deepEqual(
    dumped.records.map(({ url }) => url),
    [`${origin}/a`],
  );
  assert.ok(asked.length >= 3);
});

test('fetch --robots reads forty robots.txt files of forty thousand lines', async (t) => {
  const rules = `User-agent: *\n${'Disallow: /x\nAllow: /y\n'.repeat(20_000)}`;
  const { origin } = await server(t, says(rules));
  const urls = Array.from({ length: 40 }, (_, n) => `${origin.replace('feeds.', `feeds${n}.`)}/a`);
  const ran = await runFetch(quick, urls);
  assert.equal(ran.records.length, 40);
});
