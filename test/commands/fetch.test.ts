import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { certificate } from '../servers/certificate.ts';
import { frames, serveFrames } from '../servers/http2.ts';
import { serve } from '../servers/server.ts';
import { runFetch, temporary } from './fetch-run.ts';

async function server(t: TestContext, answer: (request: IncomingMessage, response: ServerResponse) => void, name?: string) {
  const { origin, close } = await serve(answer, name);
  t.after(close);
  return origin;
}

const quick = ['--retries', '0'];

test('fetch sends what a polite reader sends, and nothing else', async (t) => {
  let sent: string[] = [];
  let headers: IncomingMessage['headers'] = {};
  const origin = await server(t, (request, response) => {
    sent = request.rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
    headers = request.headers;
    response.setHeader('set-cookie', 'a=b').end('a');
  });
  await runFetch(['--from', 'me@example.org'], [origin, origin]);
  assert.deepEqual(sent.sort(), ['accept', 'accept-encoding', 'connection', 'from', 'host', 'user-agent']);
  assert.match(headers['user-agent']!, /^feedmill\/\d+\.\d+\.\d+ \(\+https?:\/\/\S+\)$/);
  assert.match(headers['accept-encoding']!, /^gzip, deflate, br/);
  assert.match(headers.accept!, /application\/atom\+xml.*application\/rss\+xml/);
  assert.equal(headers.from, 'me@example.org');
  await runFetch(['--user-agent', 'mine/1'], [origin]);
  assert.equal(headers['user-agent'], 'mine/1');
});

test('fetch adds what came to the record, after the fields it had', async (t) => {
  const origin = await server(t, (request, response) => {
    if (request.url === '/moved') response.writeHead(301, { location: '/feed' }).end();
    else response.writeHead(200, { etag: '"1"', 'last-modified': 'then', 'content-type': 'text/xml' }).end('<a>é</a>');
  });
  const { records, code } = await runFetch([], [`{"title":"A","url":"${origin}/moved","n":1.0,"body":"old"}`]);
  const { fetched_at, elapsed_ms, ...fetch } = records[0]!.fetch;
  assert.deepEqual([code, Object.keys(records[0]!)], [0, ['title', 'url', 'n', 'body', 'fetch']]);
  assert.match(String(fetched_at), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.equal(typeof elapsed_ms, 'number');
  assert.equal(records[0]!.body, '<a>é</a>');
  assert.deepEqual(fetch, {
    status: 200,
    url: `${origin}/feed`,
    redirects: [{ status: 301, url: `${origin}/moved` }],
    attempts: 1,
    bytes: 9,
    content_type: 'text/xml',
    charset: 'utf-8',
    etag: '"1"',
    last_modified: 'then',
    sha256: '3a0d5a1835974562f6ca583727efc6e9e6fb64a02b4f465c4c97d43e2f73a2e3',
    changed: true,
  });
});

const urls: [name: string, write: (origin: string) => string, path: string][] = [
  ['white space around a URL', (origin) => `  ${origin}/a \t`, '/a'],
  ['feed: before https:', (origin) => `feed:${origin}/a`, '/a'],
  ['feed:// in place of http://', (origin) => origin.replace('http:', 'feed:'), '/'],
  ['spaces in a path', (origin) => `${origin}/a b`, '/a%20b'],
  ['letters beyond ASCII', (origin) => `${origin}/ä?ö=ü`, '/%C3%A4?%C3%B6=%C3%BC'],
  ['a fragment, which is not sent', (origin) => `${origin}/a#b`, '/a'],
  ['a host in capitals', (origin) => `${origin.replace('feeds.localhost', 'FEEDS.LOCALHOST')}/a`, '/a'],
];

for (const [name, write, path] of urls) {
  test(`fetch understands ${name}`, async (t) => {
    const origin = await server(t, (request, response) => response.end(request.url));
    const { records } = await runFetch([], [{ url: write(origin) }]);
    assert.equal(records[0]?.body, path);
  });
}

for (const url of [
  undefined,
  5,
  null,
  '',
  'ftp://example.org/',
  'file:///etc/passwd',
  'example.org',
  'http://',
  'javascript:alert(1)',
]) {
  test(`fetch rejects ${JSON.stringify(url)} as BAD_URL`, async () => {
    const { rejects, code } = await runFetch([], [url === undefined ? {} : { url }]);
    assert.deepEqual([code, rejects.map(({ error }) => error.code)], [1, ['BAD_URL']]);
  });
}

test('fetch takes the URL from --url-field', async (t) => {
  const origin = await server(t, (_, response) => response.end('page'));
  const args = ['--url-field', 'link', '--allow-private'];
  const { records, rejects } = await runFetch(args, [{ url: 'x', link: origin }, { url: origin }]);
  assert.deepEqual(
    records.map(({ url, body }) => [url, body]),
    [['x', 'page']],
  );
  assert.equal(rejects[0]!.error.code, 'BAD_URL');
});

test('fetch sends user and password to their own host alone and shows them nowhere', async (t) => {
  const seen: string[] = [];
  const note = (request: IncomingMessage) => seen.push(`${request.headers.host} ${request.headers.authorization ?? '-'}`);
  const other = await server(t, (request, response) => {
    note(request);
    response.writeHead(404).end();
  });
  const origin = await server(t, (request, response) => {
    note(request);
    if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
    else if (request.url === '/b') response.writeHead(302, { location: `${other}/c` }).end();
    else response.end('ok');
  });
  const withUser = (path: string) => `${origin.replace('//', '//me:s%20cret@')}${path}`;
  const state = temporary(t);
  const ran = await runFetch(
    ['--state', state, '--stats', '-v'],
    [withUser('/'), { url: withUser('/a') }, withUser('/').replace('http:', 'ftp:')],
  );
  const basic = `Basic ${Buffer.from('me:s cret').toString('base64')}`;
  const [host, otherHost] = [new URL(origin).host, new URL(other).host];
  assert.deepEqual(seen.sort(), [`${host} ${basic}`, `${host} ${basic}`, `${host} ${basic}`, `${otherHost} -`].sort());
  assert.deepEqual(ran.rejects.map(({ error }) => error.code).sort(), ['BAD_URL', 'HTTP_404']);
  assert.equal(ran.records[0]!.url, `${origin}/`);
  const dumped = await runFetch(['--state', state, '--dump'], []);
  const errors = ran.rejects.map(({ error }) => error);
  assert.doesNotMatch(JSON.stringify([{ ...ran, rejects: errors }, dumped]), /cret|bWU6/);
  // A rejected record can be fed in again as it came.
  assert.deepEqual(
    ran.rejects.map(({ record }) => record?.url).sort(),
    [withUser('/').replace('http:', 'ftp:'), withUser('/a')].sort(),
  );
});

for (const host of [
  '127.0.0.1',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '169.254.169.254',
  '10.1.2.3',
  'localhost',
  'feeds.localhost',
  '2130706433',
  '0',
]) {
  test(`fetch --block-private refuses ${host}`, async () => {
    const { rejects } = await runFetch(['--block-private', ...quick], [`http://${host}:1/`]);
    assert.deepEqual(
      rejects.map(({ error }) => error.code),
      ['BLOCKED_ADDRESS'],
    );
  });
}

test('fetch --allow-private wins over --block-private', async (t) => {
  const origin = await server(t, (_, response) => response.end('a'));
  const { records } = await runFetch(['--block-private', '--allow-private'], [origin]);
  assert.equal(records[0]!.body, 'a');
});

const bodies: [name: string, type: string | undefined, body: Buffer, charset: string | undefined, text: string | undefined][] = [
  ['a charset in the Content-Type', 'text/xml; charset=iso-8859-1', Buffer.from('caf\xe9', 'latin1'), 'windows-1252', 'café'],
  [
    'an XML declaration',
    undefined,
    Buffer.from('<?xml version="1.0" encoding="koi8-r"?>\xc1', 'latin1'),
    'koi8-r',
    '<?xml version="1.0" encoding="koi8-r"?>а',
  ],
  ['a byte-order mark', 'text/xml', Buffer.from('\ufeff<a/>', 'utf16le'), 'utf-16le', '<a/>'],
  ['nothing that tells', 'text/plain', Buffer.from('\x93a\x94', 'latin1'), 'windows-1252', '“a”'],
  ['what is no text', 'image/png', Buffer.from('89504e470d0a1a0a', 'hex'), undefined, undefined],
  ['no Content-Type and no text', undefined, Buffer.from([0, 1, 2, 255]), undefined, undefined],
];

for (const [name, type, body, charset, text] of bodies) {
  test(`fetch reads a body with ${name}`, async (t) => {
    const origin = await server(t, (_, response) => response.writeHead(200, type ? { 'content-type': type } : {}).end(body));
    const { records } = await runFetch([], [origin]);
    const [record] = records;
    assert.deepEqual([record!.fetch.charset, record!.body], [charset, text]);
    assert.equal(record!.body_base64, text === undefined ? body.toString('base64') : undefined);
  });
}

test('fetch tells of bytes that do not fit their charset', async (t) => {
  const body = Buffer.from('<?xml version="1.0" encoding="utf-8"?>\xff \xfe', 'latin1');
  const origin = await server(t, (_, response) => response.end(body));
  const { records } = await runFetch([], [origin]);
  assert.deepEqual([records[0]!.fetch.charset, records[0]!.fetch.charset_errors], ['utf-8', 2]);
  assert.ok(records[0]!.body!.endsWith('\ufffd \ufffd'));
});

test('fetch keeps to --per-host by host name, redirect targets included', async (t) => {
  let [now, most] = [0, 0];
  const slow = (_: IncomingMessage, response: ServerResponse) => {
    most = Math.max(most, ++now);
    response.on('close', () => now--);
    setTimeout(() => response.end('a'), 40);
  };
  const [one, two] = [await server(t, slow), await server(t, slow)];
  const redirecting = await server(t, (_, response) => response.writeHead(302, { location: one }).end(), 'elsewhere');
  const input = Array.from({ length: 30 }, (_, n) => [one, two, redirecting][n % 3]!).map((origin, n) => `${origin}/${n}`);
  const { records } = await runFetch(['--per-host', '3'], input);
  assert.deepEqual([records.length, most], [30, 3]);
});

test('fetch opens no more connections than it has requests under way, and uses them again', async (t) => {
  const sockets = new Set<unknown>();
  const origin = await server(t, (request, response) => {
    sockets.add(request.socket);
    setTimeout(() => response.end('a'), 5);
  });
  const { records } = await runFetch(
    ['--per-host', '3'],
    Array.from({ length: 30 }, (_, n) => `${origin}/${n}`),
  );
  assert.deepEqual([records.length, sockets.size], [30, 3]);
});

test('fetch asks a host again at once although the page of a 404 has no end', async (t) => {
  const origin = await server(t, (request, response) => {
    if (request.url === '/endless') response.writeHead(404).write('a');
    else response.end('a');
  });
  const { records } = await runFetch(['--per-host', '1'], [`${origin}/endless`, `${origin}/1`, `${origin}/2`]);
  assert.equal(records.length, 2);
  for (const { fetch } of records) assert.ok(Number(fetch.elapsed_ms) < 800, `${fetch.url} took ${fetch.elapsed_ms} ms`);
});

test('fetch lets no slow host hold up the others', async (t) => {
  const waiting: ServerResponse[] = [];
  let others = 0;
  const release = () => {
    for (const response of waiting.splice(0)) response.end('slow');
  };
  const slow = await server(
    t,
    (_, response) => {
      waiting.push(response);
      if (others === 50) release();
    },
    'slow',
  );
  // Only when all of the others are through does the slow host answer.
  const quickHost = await server(t, (_, response) => {
    response.end('quick');
    if (++others === 50) release();
  });
  const input = [
    ...Array.from({ length: 200 }, (_, n) => `${slow}/${n}`),
    ...Array.from({ length: 50 }, (_, n) => `${quickHost}/${n}`),
  ];
  const { records, code } = await runFetch(['-c', '8'], input);
  assert.deepEqual([code, records.length, records.slice(0, 50).every(({ body }) => body === 'quick')], [0, 250, true]);
});

test('fetch --ordered gives results in input order', async (t) => {
  const origin = await server(t, (request, response) => {
    setTimeout(() => response.end(), request.url!.endsWith('0') ? 60 : 0);
  });
  const { records } = await runFetch(
    ['--ordered', '--per-host', '20'],
    Array.from({ length: 30 }, (_, n) => ({ url: `${origin}/${n}`, n })),
  );
  assert.deepEqual(
    records.map(({ n }) => n),
    Array.from({ length: 30 }, (_, n) => n),
  );
});

test('fetch leaves a host alone that asks for it, for all its feeds', async (t) => {
  let asked = 0;
  const origin = await server(t, (_, response) => {
    asked++;
    response.writeHead(429, { 'retry-after': '3600' }).end();
  });
  const { rejects } = await runFetch(['--per-host', '1'], [`${origin}/a`, `${origin}/b`, `${origin}/c`]);
  assert.deepEqual(rejects.map(({ error }) => error.code).sort(), ['BACKING_OFF', 'BACKING_OFF', 'HTTP_429']);
  assert.equal(asked, 1);
});

test('fetch waits as long as Retry-After asks, and doubles its own wait', async (t) => {
  const times = new Map<string, number[]>();
  const origin = await server(t, (request, response) => {
    const seen = times.get(request.url!) ?? [];
    times.set(request.url!, [...seen, performance.now()]);
    if (request.url === '/asks' && seen.length === 0) response.writeHead(503, { 'retry-after': '1' }).end();
    else response.writeHead(seen.length < 2 && request.url === '/fails' ? 500 : 200).end('a');
  });
  const { records } = await runFetch(['--retry-delay', '0.1'], [`${origin}/asks`, `${origin}/fails`]);
  assert.deepEqual(records.map(({ fetch }) => fetch.attempts).sort(), [2, 3]);
  const waits = (path: string) =>
    times
      .get(path)!
      .map((time, n, all) => time - (all[n - 1] ?? time))
      .slice(1);
  assert.ok(waits('/asks')[0]! >= 1000);
  assert.ok(waits('/fails')[0]! >= 50 && waits('/fails')[1]! >= 100);
});

test('fetch --robots keeps to robots.txt', async (t) => {
  const asked: string[] = [];
  const origin = await server(t, (request, response) => {
    asked.push(request.url!);
    response.end(request.url === '/robots.txt' ? 'User-agent: *\nDisallow: /private\n' : 'a');
  });
  const { records, rejects } = await runFetch(['--robots'], [`${origin}/a`, `${origin}/private/b`]);
  assert.deepEqual([records.length, rejects[0]!.error.code, asked], [1, 'ROBOTS', ['/robots.txt', '/a']]);
});

test('fetch --discover gets the feeds that a page links in its place', async (t) => {
  const page =
    '<!doctype html><link rel="alternate" type="application/rss+xml" href="/rss"><link rel=alternate type=application/atom+xml href=atom?a=1&amp;b=2><link rel="alternate" type="application/rss+xml" href="/broken"><link rel="stylesheet" href="/css">';
  const origin = await server(t, (request, response) => {
    if (request.url === '/page/')
      response.writeHead(200, { 'content-type': 'text/html', etag: '"p"' }).end(request.headers['if-none-match'] ? '' : page);
    else if (request.url === '/empty') response.end('<html></html>');
    else if (request.url === '/broken') response.writeHead(404).end();
    else response.end(`<rss>${request.url}</rss>`);
  });
  const state = temporary(t);
  const { records, rejects } = await runFetch(
    ['--discover', '--state', state],
    [{ url: `${origin}/page/`, title: 'A' }, `${origin}/empty`, `${origin}/rss2`],
  );
  assert.deepEqual(records.map(({ url, title, body }) => [url, title, body]).sort(), [
    [`${origin}/page/atom?a=1&b=2`, 'A', '<rss>/page/atom?a=1&b=2</rss>'],
    [`${origin}/rss`, 'A', '<rss>/rss</rss>'],
    [`${origin}/rss2`, undefined, '<rss>/rss2</rss>'],
  ]);
  assert.deepEqual(rejects.map(({ error, record }) => [error.code, record!.url]).sort(), [
    ['HTTP_404', `${origin}/broken`],
    ['NO_FEED', `${origin}/empty`],
  ]);
  const again = await runFetch(['--discover', '--state', state], [`${origin}/page/`]);
  assert.deepEqual(
    again.records.map(({ fetch }) => fetch.skipped),
    ['not-due', 'not-due'],
  );
});

test('fetch speaks HTTP/2 where it is offered, and trusts --ca', async (t) => {
  const secure = http2.createSecureServer({ ...certificate, allowHTTP1: true }, (request, response) =>
    response.end(request.httpVersion),
  );
  secure.listen(0, '127.0.0.1');
  await once(secure, 'listening');
  t.after(() => secure.close());
  const ca = join(temporary(t), 'ca.pem');
  writeFileSync(ca, certificate.cert);
  const url = `https://localhost:${(secure.address() as AddressInfo).port}/`;
  const runs = await Promise.all([['--ca', ca], ['--insecure'], []].map((args) => runFetch([...quick, ...args], [url])));
  assert.deepEqual(
    runs.map(({ records, rejects }) => records[0]?.body ?? rejects[0]!.error.code),
    ['2.0', '2.0', 'TLS'],
  );
});

test('fetch finishes what is under way when it is asked to stop, and begins nothing new', async (t) => {
  const { spawn } = await import('node:child_process');
  const { executable, ndjson } = await import('./fetch-run.ts');
  const pending: ServerResponse[] = [];
  let arrived = () => {};
  const arrival = new Promise<void>((resolve) => (arrived = resolve));
  const origin = await server(t, (_, response) => {
    if (pending.push(response) === 2) arrived();
  });
  const child = spawn(process.execPath, [executable], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.write(Array.from({ length: 10 }, (_, n) => `${origin}/${n}\n`).join(''));
  await arrival;
  child.kill('SIGTERM');
  child.stdin.on('error', () => {});
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  setTimeout(() => {
    for (const response of pending) response.end('a');
  }, 100);
  const [code] = (await once(child, 'close')) as [number];
  assert.deepEqual([code, ndjson(out).length, pending.length], [143, 2, 2]);
});

test('fetch tells what a host did, not that there was no time to ask it again', async (t) => {
  const origin = await server(t, (_, response) => response.writeHead(503).end());
  const input = Array.from({ length: 12 }, (_, n) => `${origin}/${n}`);
  const { rejects } = await runFetch(['--timeout', '5', '--retry-delay', '1', '--per-host', '12'], input);
  assert.deepEqual([...new Set(rejects.map(({ error }) => error.code))], ['HTTP_503']);
  assert.equal(rejects.length, 12);
});

const streams: [name: string, answer: (stream: number) => Buffer[], result: string][] = [
  ['ends', (stream) => [frames.ok(stream), frames.data(stream, 'abc'), frames.data(stream, 'def', true)], 'abcdef'],
  [
    'is cancelled in the middle of the body',
    (stream) => [frames.ok(stream), frames.data(stream, 'abc'), frames.reset(stream, 8)],
    'TRUNCATED',
  ],
  [
    'fails in the middle of the body',
    (stream) => [frames.ok(stream), frames.data(stream, 'abc'), frames.reset(stream, 2)],
    'TRUNCATED',
  ],
  ['is refused', (stream) => [frames.reset(stream, 7)], 'RESET'],
  [
    'is the last before the server goes away',
    (stream) => [frames.goAway(stream), frames.ok(stream), frames.data(stream, 'abc', true)],
    'abc',
  ],
  ['never answers', () => [], 'TIMEOUT'],
];

for (const [name, answer, result] of streams) {
  test(`fetch gives ${result} for a stream of HTTP/2 that ${name}`, async (t) => {
    const { origin, close } = await serveFrames(answer);
    t.after(close);
    const { records, rejects } = await runFetch(['--insecure', '--timeout', '3', ...quick], [origin]);
    assert.deepEqual([...records.map(({ body }) => body), ...rejects.map(({ error }) => error.code)], [result]);
  });
}
