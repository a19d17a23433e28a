import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import { serve } from '../servers/server.ts';
import { runFetch, temporary } from './fetch-run.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that answers the n-th request with the n-th answer (the last one from then on) and remembers what it was sent. */
async function server(t: TestContext, ...answers: Answer[]) {
  const seen: { url: string; headers: Record<string, string | undefined> }[] = [];
  const { origin, close } = await serve((request, response) => {
    seen.push({ url: request.url!, headers: request.headers as Record<string, string | undefined> });
    answers[Math.min(seen.length, answers.length) - 1]!(request, response);
  });
  t.after(close);
  return { origin, seen };
}

const ok =
  (body: string, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(200, headers).end(body);
const answer =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(status, headers).end();
const always = ['--min-interval', '0'];

for (const etag of ['"abc"', 'W/"weak"', 'no quotes at all', '"with "quotes" inside"', '"caf\xe9"']) {
  test(`fetch sends the ETag ${etag} back to the letter`, async (t) => {
    const { origin, seen } = await server(t, ok('a', { etag }), answer(304));
    const state = temporary(t);
    await runFetch(['--state', state, ...always], [origin]);
    const { records, code } = await runFetch(['--state', state, ...always], [origin]);
    assert.equal(seen[1]!.headers['if-none-match'], etag);
    assert.equal(seen[1]!.headers['if-modified-since'], undefined);
    assert.deepEqual([code, records[0]!.fetch.status, records[0]!.fetch.changed, records[0]!.body], [0, 304, false, undefined]);
  });
}

test('fetch keeps, replaces and drops validators as the server does', async (t) => {
  const date = 'Thu, 1 Jan 2026 00:00:00 +0000';
  const { origin, seen } = await server(
    t,
    ok('a', { etag: '"1"', 'last-modified': date }),
    answer(304, { etag: '"2"' }),
    answer(304),
    ok('b'),
    ok('b'),
    ok('c'),
  );
  const state = temporary(t);
  const runs = [];
  for (let n = 0; n < 6; n++) runs.push(await runFetch(['--state', state, ...always], [{ url: origin, n }]));
  const sent = seen.map(({ headers }) => [headers['if-none-match'], headers['if-modified-since']]);
  const none = [undefined, undefined];
  assert.deepEqual(sent, [none, ['"1"', date], ['"2"', date], ['"2"', date], none, none]);
  assert.deepEqual(
    runs.map(({ records }) => [records[0]!.fetch.status, records[0]!.fetch.changed, records[0]!.body]),
    [
      [200, true, 'a'],
      [304, false, undefined],
      [304, false, undefined],
      [200, true, 'b'],
      [200, false, undefined],
      [200, true, 'c'],
    ],
  );
});

test('fetch asks for everything, without conditions, with --refetch', async (t) => {
  const { origin, seen } = await server(t, ok('a', { etag: '"1"' }));
  const state = temporary(t);
  await runFetch(['--state', state], [origin]);
  const { records } = await runFetch(['--state', state, '--refetch'], [origin]);
  assert.equal(seen[1]!.headers['if-none-match'], undefined);
  assert.deepEqual([records[0]!.fetch.changed, records[0]!.body], [true, 'a']);
});

test('fetch sends the validators of a redirected feed to the URL they came from, and not elsewhere', async (t) => {
  const { origin, seen } = await server(
    t,
    answer(302, { location: '/new' }),
    ok('a', { etag: '"1"' }),
    answer(302, { location: '/new' }),
    answer(304),
    answer(302, { location: '/newer' }),
    ok('b'),
  );
  const state = temporary(t);
  for (let n = 0; n < 3; n++) await runFetch(['--state', state, ...always], [`${origin}/old`]);
  assert.deepEqual(
    seen.map(({ url, headers }) => [url, headers['if-none-match']]),
    [
      ['/old', undefined],
      ['/new', undefined],
      ['/old', '"1"'],
      ['/new', '"1"'],
      ['/old', '"1"'],
      ['/newer', undefined],
    ],
  );
});

/** Whether a time in minutes is an interval less its tolerance: a tenth of it at most, and five minutes at most. */
const isAbout = (got: number, interval: number) => got <= interval + 0.1 && got >= interval - Math.min(interval / 10, 5) - 0.1;
const inMinutes = (next: unknown) => (Date.parse(String(next)) - Date.now()) / 60_000;
const minutes = (next: unknown, { fetched_at }: Record<string, unknown>) =>
  (Date.parse(String(next)) - Date.parse(String(fetched_at))) / 60_000;

const intervals: { name: string; headers?: Record<string, string>; body?: string; args?: string[]; minutes: number }[] = [
  { name: 'half an hour', minutes: 30 },
  { name: '--min-interval', args: ['--min-interval', '90m'], minutes: 90 },
  { name: 'Cache-Control: max-age', headers: { 'cache-control': 'public, max-age=7200' }, minutes: 120 },
  { name: 'no longer than a day for max-age', headers: { 'cache-control': 'max-age=31536000' }, minutes: 24 * 60 },
  { name: '--max-interval', headers: { 'cache-control': 'max-age=31536000' }, args: ['--max-interval', '3h'], minutes: 180 },
  { name: 'Expires', headers: { date: new Date(0).toUTCString(), expires: new Date(3_600_000).toUTCString() }, minutes: 60 },
  { name: 'Retry-After on a 200', headers: { 'retry-after': '172800' }, minutes: 48 * 60 },
  { name: 'no longer than a week for Retry-After', headers: { 'retry-after': '99999999' }, minutes: 7 * 24 * 60 },
  { name: 'ttl of RSS', body: '<rss><channel><ttl>120</ttl><item><ttl>999</ttl></item>', minutes: 120 },
  {
    name: 'sy:updatePeriod',
    body: '<rss><channel><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>',
    minutes: 6 * 60,
  },
];

for (const { name, headers = {}, body = 'a', args = [], minutes: expected } of intervals) {
  test(`fetch leaves a feed alone for ${name}`, async (t) => {
    const { origin, seen } = await server(t, ok(body, headers));
    const state = temporary(t);
    const first = await runFetch(['--state', state, ...args], [origin]);
    const second = await runFetch(['--state', state, ...args], [origin]);
    const { skipped, next_at } = second.records[0]!.fetch;
    assert.deepEqual([second.code, skipped, second.records[0]!.body, seen.length], [0, 'not-due', undefined, 1]);
    assert.ok(isAbout(minutes(next_at, first.records[0]!.fetch), expected), String(next_at));
    const asks = !name.includes('Retry-After');
    const third = await runFetch(['--state', state, ...always], [origin]);
    assert.deepEqual(
      [third.records[0]!.fetch.status, third.records[0]!.fetch.skipped],
      asks ? [200, undefined] : [undefined, 'not-due'],
    );
  });
}

test('fetch backs off from a feed that fails, and a success clears it', async (t) => {
  const { origin, seen } = await server(t, answer(404), answer(404), ok('a'), answer(404));
  const state = temporary(t);
  const run = async (...args: string[]) => {
    const { rejects, records } = await runFetch(['--state', state, ...args], [origin]);
    return rejects[0]?.error ?? records[0]!.fetch;
  };
  assert.equal((await run()).code, 'HTTP_404');
  const backing = await run();
  assert.equal(backing.code, 'BACKING_OFF');
  assert.equal(backing.attempts, 0);
  assert.ok(isAbout(inMinutes(backing.next_at), 30));
  assert.equal((await run(...always)).code, 'BACKING_OFF');
  assert.equal((await run('--refetch')).code, 'HTTP_404');
  const longer = await run();
  assert.ok(isAbout(inMinutes(longer.next_at), 60));
  assert.equal((await run('--refetch')).status, 200);
  assert.equal((await run()).skipped, 'not-due');
  assert.equal(seen.length, 3);
});

test('fetch asks for what is gone once a week', async (t) => {
  const { origin, seen } = await server(t, answer(410));
  const state = temporary(t);
  await runFetch(['--state', state], [origin]);
  const { rejects } = await runFetch(['--state', state], [origin]);
  const { code, next_at } = rejects[0]!.error;
  assert.deepEqual([code, seen.length], ['GONE', 1]);
  assert.ok(isAbout(inMinutes(next_at), 7 * 24 * 60));
  await runFetch(['--state', state, ...always], [origin]);
  assert.equal(seen.length, 1);
  await runFetch(['--state', state, '--refetch'], [origin]);
  assert.equal(seen.length, 2);
});

test('fetch remembers the Retry-After of a feed that fails', async (t) => {
  const { origin } = await server(t, answer(503, { 'retry-after': '86400' }));
  const state = temporary(t);
  await runFetch(['--state', state], [origin]);
  const { rejects } = await runFetch(['--state', state], [origin]);
  assert.equal(rejects[0]!.error.code, 'BACKING_OFF');
  assert.ok(Math.abs(Date.parse(String(rejects[0]!.error.next_at)) - Date.now() - 86_400_000) < 5_000);
});

test('fetch exits 1 only for failures that lasted --report-after runs', async (t) => {
  const { origin } = await server(t, answer(500));
  const state = temporary(t);
  const codes = [];
  for (let n = 0; n < 3; n++)
    codes.push((await runFetch(['--state', state, '--retries', '0', '--report-after', '3'], [origin])).code);
  assert.deepEqual(codes, [0, 0, 1]);
});

test('fetch believes a permanent redirect that it has seen three times', async (t) => {
  const { origin, seen } = await server(t, (request, response) => {
    if (request.url === '/new') response.end('<rss><channel><title>A</title></channel></rss>');
    else response.writeHead(request.url === '/old' ? 301 : 308, { location: request.url === '/old' ? '/middle' : '/new' }).end();
  });
  const state = temporary(t);
  const moved = [];
  for (let n = 0; n < 4; n++) {
    const { records } = await runFetch(['--state', state, ...always], [`${origin}/old`]);
    moved.push(records[0]!.fetch.permanent_url);
  }
  assert.deepEqual(moved, [undefined, undefined, `${origin}/new`, `${origin}/new`]);
  assert.deepEqual(
    seen.slice(9).map(({ url }) => url),
    ['/new'],
  );
});

test('fetch asks once for a feed that its input names twice', async (t) => {
  const { origin, seen } = await server(t, ok('a'));
  const { records } = await runFetch(['--state', temporary(t)], [origin, origin]);
  assert.deepEqual(
    records.map(({ fetch }) => fetch.status ?? fetch.skipped),
    [200, 'not-due'],
  );
  assert.equal(seen.length, 1);
});

test('a second run over the same state exits 3 and names the first', async (t) => {
  let pending: ServerResponse | undefined;
  const state = temporary(t);
  let arrived = () => {};
  const arrival = new Promise<void>((resolve) => (arrived = resolve));
  const { origin } = await server(t, (_, response) => {
    pending = response;
    arrived();
  });
  const first = runFetch(['--state', state], [origin]);
  await arrival;
  const second = await runFetch(['--state', state], [origin]);
  assert.equal(second.code, 3);
  assert.match(second.errors, /another run.*fetch.*\d+/);
  pending!.end('a');
  assert.equal((await first).code, 0);
});

test('fetch --dump shows what is remembered, and --forget strikes a feed from it', async (t) => {
  const { origin } = await server(t, ok('a', { etag: '"1"' }));
  const state = temporary(t);
  await runFetch(['--state', state], [`${origin}/a`, `${origin}/b`]);
  const dumped = await runFetch(['--state', state, '--dump'], []);
  assert.deepEqual(
    dumped.records.map(({ url, etag }) => [url, etag]),
    [
      [`${origin}/a`, '"1"'],
      [`${origin}/b`, '"1"'],
    ],
  );
  const forgotten = await runFetch(['--state', state, '--forget', `${origin}/a`, '--dump'], []);
  assert.deepEqual(
    forgotten.records.map(({ url }) => url),
    [`${origin}/b`],
  );
  const unknown = await runFetch(['--state', state, '--forget', 'https://example.org/'], []);
  assert.deepEqual([unknown.code, unknown.rejects[0]!.error.code], [1, 'UNKNOWN_FEED']);
  assert.equal((await runFetch(['--dump'], [])).code, 2);
});

test('fetch --replay gives what --record kept, byte for byte, without the network', async (t) => {
  const { origin, seen } = await server(t, (request, response) => {
    if (request.url === '/feed')
      response
        .writeHead(200, { etag: '"1"', 'content-type': 'text/xml; charset=iso-8859-1' })
        .end(Buffer.from('caf\xe9', 'latin1'));
    else response.writeHead(request.url === '/moved' ? 302 : 404, { location: '/feed' }).end();
  });
  const archive = temporary(t);
  const input = ['/feed', '/moved', '/nothing'].map((path) => origin + path);
  const recorded = await runFetch(['--record', archive, '--ordered'], input);
  const asked = seen.length;
  const replayed = await runFetch(['--replay', archive, '--ordered'], [...input, `${origin}/unknown`]);
  assert.equal(recorded.records.length, 2);
  assert.deepEqual(replayed.records, recorded.records);
  assert.deepEqual(
    replayed.rejects.map(({ error }) => error.code),
    ['HTTP_404', 'NOT_RECORDED'],
  );
  assert.equal(replayed.rejects[0]!.error.message, recorded.rejects[0]!.error.message);
  assert.equal(seen.length, asked);
  const state = temporary(t);
  await runFetch(['--replay', archive, '--state', state], [input[0]!]);
  const again = await runFetch(['--replay', archive, '--state', state, ...always], [input[0]!]);
  assert.equal(again.records[0]!.fetch.status, 304);
});

test('fetch remembers nothing whose record was not written out', async (t) => {
  const { origin } = await server(t, ok('a', { etag: '"1"' }));
  const state = temporary(t);
  const full = await runFetch(['--state', state, '-o', '/dev/full'], [origin]);
  assert.equal(full.code, 4);
  assert.deepEqual((await runFetch(['--state', state, '--dump'], [])).records, []);
});
