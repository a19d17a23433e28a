import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Said, serveNames } from '../servers/dns.ts';
import { frames, serveFrames } from '../servers/http2.ts';
import { afterRequest, serve } from '../servers/server.ts';
import { runFetch, temporary } from './fetch-run.ts';

/** A server for any host name; gives its port. */
async function feedServer(t: TestContext, answer: http.RequestListener = (_, response) => response.end('feed')): Promise<string> {
  const { origin, close } = await serve(answer);
  t.after(close);
  return new URL(origin).port;
}

async function nameServer(t: TestContext, say: (name: string) => Said, latency = 0) {
  const names = await serveNames(say, latency);
  t.after(() => names.close());
  return names;
}

const codesOf = (rejects: { error: { code: string } }[]) => [...new Set(rejects.map(({ error }) => error.code))];

test('fetch gets all healthy feeds beside names that never answer', async (t) => {
  const port = await feedServer(t);
  const names = await nameServer(t, (name) => (name.startsWith('dead') ? 'silent' : ['127.0.0.1']));
  const urls = Array.from({ length: 110 }, (_, n) => `http://${n % 11 === 0 ? 'dead' : 'host'}${n}.example:${port}/`);
  const args = ['--dns-servers', names.address, '--dns-timeout', '1', '--connect-timeout', '1'];
  const { records, rejects } = await runFetch(args, urls);
  assert.deepEqual([records.length, rejects.length, codesOf(rejects)], [100, 10, ['DNS']]);
  assert.match(rejects[0]?.error.message ?? '', /no name server answered within 1 s after 1 attempt/);
});

test('fetch waits for a slow name server without counting that as time to connect', async (t) => {
  const port = await feedServer(t);
  const names = await nameServer(t, () => ['127.0.0.1'], 700);
  const { records } = await runFetch(
    ['--dns-servers', names.address, '--connect-timeout', '0.5'],
    [`http://slow.example:${port}/`],
  );
  assert.equal(records.length, 1);
});

test('fetch asks for a name once a run, and goes to the next of its addresses where one is dead', async (t) => {
  const port = await feedServer(t);
  const names = await nameServer(t, (name) => (name.startsWith('gone') ? 'unknown' : ['127.0.0.9', '127.0.0.1']), 20);
  const urls = Array.from({ length: 20 }, (_, n) => `http://${n % 2 ? 'gone' : 'one'}.example:${port}/${n}`);
  const { records, rejects } = await runFetch(['--dns-servers', names.address, '--per-host', '8'], urls);
  assert.deepEqual([records.length, rejects.length, codesOf(rejects)], [10, 10, ['DNS']]);
  assert.deepEqual(
    [...names.asked],
    [
      ['one.example', 1],
      ['gone.example', 1],
    ].sort(([, a], [, b]) => Number(a) - Number(b)),
  );
});

test('fetch tells what a name server says: no such name, no address, a failure', async (t) => {
  const said: Record<string, Said> = { 'a.example': 'unknown', 'b.example': 'none', 'c.example': 'fails' };
  const names = await nameServer(t, (name) => said[name] ?? 'fails');
  const { rejects } = await runFetch(
    ['--dns-servers', names.address],
    Object.keys(said).map((name) => `http://${name}/`),
  );
  assert.deepEqual(rejects.map(({ error }) => `${error.code}: ${error.message}`).sort(), [
    'DNS: no address is known for the host after 1 attempt',
    'DNS: no address is known for the host after 1 attempt',
    'DNS: the name server failed (ESERVFAIL) after 1 attempt',
  ]);
});

const dead: [name: string, close: (socket: net.Socket) => void, isResent: boolean][] = [
  ['closes it when the next request comes', (socket) => socket.end(), true],
  ['resets it when the next request comes', (socket) => socket.resetAndDestroy(), true],
  ['ends it in the middle of the next head', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le'), false],
];

for (const [name, close, isResent] of dead) {
  test(`fetch ${isResent ? 'sends a request again at once' : 'fails'} where a server keeps a connection and ${name}`, async (t) => {
    let connections = 0;
    const server = net.createServer((socket) => {
      connections++;
      let requests = 0;
      afterRequest(socket, () => {
        if (requests++ === 0) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc');
        else close(socket);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const urls = Array.from({ length: 20 }, (_, n) => `${origin}/${n}`);
    const { records, rejects } = await runFetch(['--retries', '0', '--per-host', '1'], urls);
    assert.equal(records.length + rejects.length, 20);
    if (isResent) {
      assert.deepEqual([records.length, connections], [20, 20]);
      assert.ok(records.every(({ fetch }) => fetch.attempts === 1));
    } else assert.deepEqual([records.length, codesOf(rejects)], [10, ['RESET']]);
  });
}

for (const [name, answer] of [
  ['of a stream', (stream: number) => [frames.reset(stream, 13)]],
  ['of the session', () => [frames.goAway(0, 13)]],
] as const) {
  test(`fetch speaks HTTP/1.1 to a server that wants it by the error ${name} of HTTP/2`, async (t) => {
    const { origin, close } = await serveFrames(answer, 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc');
    t.after(close);
    const { records, errors } = await runFetch(
      ['--insecure', '--retries', '0', '--per-host', '1'],
      [`${origin}/1`, `${origin}/2`],
    );
    assert.deepEqual(
      records.map(({ body }) => body),
      ['abc', 'abc'],
      errors,
    );
  });
}

/** A proxy that answers for every host itself, and connects to nowhere but `tunnelTo`. Notes what it is asked. */
async function proxyServer(t: TestContext, answer: http.RequestListener, tunnelTo?: number) {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    answer(request, response);
  });
  server.on('connect', (request, client: net.Socket) => {
    asked.push(`CONNECT ${request.url}`);
    if (tunnelTo === undefined) {
      client.end('HTTP/1.1 403 No\r\n\r\n');
      return;
    }
    const there = net.connect(tunnelTo, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connected\r\n\r\n');
      there.pipe(client).pipe(there);
    });
    for (const socket of [client, there]) socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('fetch asks the proxy of the environment, but not for the hosts of NO_PROXY', async (t) => {
  const port = await feedServer(t);
  const proxy = await proxyServer(t, (_, response) => response.end('by proxy'));
  const env = { http_proxy: proxy.url.replace('//', '//me:p%40ss%@'), NO_PROXY: 'other.example, .localhost 10.0.0.0/8' };
  const urls = ['http://a.example:8080/x?y', `http://feeds.localhost:${port}/`];
  const { records } = await runFetch(['--ordered'], urls, env);
  assert.deepEqual(
    records.map(({ body }) => body),
    ['by proxy', 'feed'],
  );
  assert.deepEqual(proxy.asked, [`GET http://a.example:8080/x?y Basic ${Buffer.from('me:p@ss%').toString('base64')}`]);
});

test('fetch reaches https through a tunnel of the proxy, and tells when the proxy makes none', async (t) => {
  const secure = await serveFrames((stream) => [frames.ok(stream), frames.data(stream, 'abc', true)]);
  t.after(secure.close);
  const open = await proxyServer(t, () => {}, Number(new URL(secure.origin).port));
  const tunnelled = await runFetch(['--insecure'], ['https://a.example/'], { HTTPS_PROXY: open.url });
  assert.deepEqual([tunnelled.records[0]?.body, open.asked], ['abc', ['CONNECT a.example:443']]);
  const shut = await proxyServer(t, () => {});
  const refused = await runFetch(['--retries', '0'], ['https://a.example/'], { https_proxy: shut.url });
  assert.match(refused.rejects[0]?.error.message ?? '', /the proxy does not connect to a\.example: HTTP 403/);
});

test('fetch ends with 2 for a proxy that it cannot use', async () => {
  for (const proxy of ['socks5://127.0.0.1:1', 'http://a b']) {
    const { code, errors } = await runFetch([], ['http://a.example/'], { http_proxy: proxy });
    assert.equal(code, 2, errors);
  }
});

test('a public host may not lead to a private one, by redirect or link, without --allow-private', async (t) => {
  const port = await feedServer(t);
  const names = await nameServer(t, (name) => (name.startsWith('private') ? ['10.0.0.1'] : ['203.0.114.1']));
  const proxy = await proxyServer(t, (request, response) => {
    const { hostname, pathname } = new URL(request.url ?? '');
    const there = pathname === '/literal' ? `http://127.0.0.1:${port}/` : 'http://private.example/';
    if (hostname === 'private.example') response.end('secret');
    else if (pathname === '/page')
      response.setHeader('content-type', 'text/html').end(`<html><link rel=alternate type=text/xml href=${there}>`);
    else response.writeHead(302, { location: there }).end();
  });
  const env = { http_proxy: proxy.url };
  const args = ['--dns-servers', names.address, '--discover', '--retries', '0'];
  const urls = ['literal', 'name', 'page'].map((path) => `http://public.example/${path}`);
  const strict = await runFetch(args, urls, env);
  assert.deepEqual([strict.records.length, strict.rejects.length, codesOf(strict.rejects)], [0, 3, ['BLOCKED_ADDRESS']]);
  assert.ok(strict.rejects.every(({ error }) => error.message.includes('--allow-private')));
  const open = await runFetch([...args, '--allow-private'], urls, env);
  assert.equal(open.rejects.length, 0, JSON.stringify(open.rejects));
  const own = await runFetch(args, ['http://private.example/'], env);
  assert.equal(own.records[0]?.body, 'secret');
});

test('what --url-field names must be public, what the own list names need not, unless --block-private', async (t) => {
  const origin = `http://localhost:${await feedServer(t)}`;
  const outcome = async (args: string[]) => {
    const { records, rejects } = await runFetch(args, [{ url: origin }]);
    return records.length > 0 ? 'ok' : `${rejects[0]?.error.code} ${/--\S+/.exec(rejects[0]?.error.message ?? '')}`;
  };
  assert.equal(await outcome([]), 'ok');
  assert.equal(await outcome(['--block-private']), 'BLOCKED_ADDRESS --block-private');
  assert.equal(await outcome(['--url-field', 'url']), 'BLOCKED_ADDRESS --allow-private');
  assert.equal(await outcome(['--url-field', 'url', '--block-private', '--allow-private']), 'ok');
});

test('fetch loses no feed to a timeout while something else keeps the process busy', async (t) => {
  const port = await feedServer(t, (_, response) => {
    response.write('<rss>');
    setTimeout(() => response.end('</rss>'), 150);
  });
  const busy = join(temporary(t), 'busy.mjs');
  // From the first connection on: three times a second and a half.
  writeFileSync(
    busy,
    `import { subscribe } from 'node:diagnostics_channel';
    let times = 0;
    const block = () => { const end = Date.now() + 1500; while (Date.now() < end); if (times++ < 3) setTimeout(block, 20); };
    subscribe('net.client.socket', () => times++ || setTimeout(block, 1));`,
  );
  const times = ['--connect-timeout', '--first-byte-timeout', '--idle-timeout', '--timeout'].flatMap((name) => [name, '0.5']);
  const urls = Array.from({ length: 20 }, (_, n) => `http://127.0.0.${n + 1}:${port}/`).map((url) =>
    url.replace(/127.0.0.\d+/, 'localhost'),
  );
  const { records, rejects } = await runFetch([...times, '--per-host', '20', '--retries', '0'], urls, {
    NODE_OPTIONS: `--import ${pathToFileURL(busy)}`,
    no_proxy: '*',
  });
  assert.deepEqual([records.length, rejects.map(({ error }) => error.message)], [20, []]);
});

for (const agent of ['a\nb', 'a\u0000', 'a😀']) {
  test(`fetch ends with 2 for the user agent ${JSON.stringify(agent)}`, async () => {
    const { code } = await runFetch(agent.includes('\0') ? ['--user-agent', 'a\u0001'] : ['--user-agent', agent], []);
    assert.equal(code, 2);
  });
}

/** A server that takes connections and never answers; counts them, and those that are closed. */
async function silentServer(t: TestContext) {
  const seen = { opened: 0, closed: 0, port: 0 };
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    seen.opened++;
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => seen.closed++);
    socket.resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  seen.port = (server.address() as AddressInfo).port;
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return seen;
}

test('one dead host with more records than the window holds up no others, and its records are HOST_DOWN after two', async (t) => {
  const silent = await silentServer(t);
  let served = 0;
  let closedBefore = 0;
  const port = await feedServer(t, (_, response) => {
    served++;
    closedBefore = silent.closed;
    response.end('feed');
  });
  const dead = Array.from({ length: 2000 }, (_, n) => `http://dead.localhost:${silent.port}/${n}`);
  const healthy = Array.from({ length: 50 }, (_, n) => `http://h${n % 10}.localhost:${port}/${n}`);
  const args = ['--timeout', '3', '--retries', '0', '-q', '--state', join(temporary(t), 'state')];
  const { records, rejects } = await runFetch(args, [...dead, ...healthy]);
  assert.deepEqual([records.length, served, closedBefore], [50, 50, 0]);
  const count = (code: string) => rejects.filter(({ error }) => error.code === code).length;
  assert.equal(count('TIMEOUT') + count('HOST_DOWN'), 2000);
  assert.ok(silent.opened <= 2, `${silent.opened} requests`);
  assert.equal(count('TIMEOUT'), silent.opened);
});

for (const order of ['grouped', 'mixed']) {
  test(`five dead hosts of a hundred cost the others nothing, ${order}`, async (t) => {
    const silent = await silentServer(t);
    const asked = new Map<string, number>();
    const port = await feedServer(t, (request, response) => {
      const host = String(request.headers.host);
      asked.set(host, (asked.get(host) ?? 0) + 1);
      response.end('feed');
    });
    const urls = Array.from({ length: 2000 }, (_, n) => {
      const host = order === 'grouped' ? Math.floor(n / 20) : n % 100;
      return host < 5 ? `http://dead${host}.localhost:${silent.port}/${n}` : `http://h${host}.localhost:${port}/${n}`;
    });
    const { records, rejects } = await runFetch(['--timeout', '1.5', '--retries', '0', '-q'], urls);
    assert.deepEqual([records.length, rejects.length, codesOf(rejects).sort()], [1900, 100, ['HOST_DOWN', 'TIMEOUT']]);
    assert.ok([...asked.values()].every((count) => count === 20));
    assert.ok(silent.opened <= 10, `${silent.opened} requests`);
  });
}
