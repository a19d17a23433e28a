import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { finished, ndjson, only, records, run, scratch, shell, start } from '../support/executables.ts';
import { startServer, testRedis } from '../support/redis.ts';

const seq = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}\n`).join('');

describe('enqueue and dequeue', () => {
  it('give the same bytes in the same order', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const { prefix: queue } = redis;
    const env = { REDIS_URL: redis.url };
    const input = `{"n":1.0,"n":2}\n{ "a" : "\\u0041" }\n{"big":12345678901234567890}\nhttps://example.org/\n17\n{"long":"${'x'.repeat(5000)}"}\n`;
    for (const options of [[], ['--codec', 'msgpack'], ['--compress', 'none']]) {
      const put = await run('enqueue', ['--queue', queue, '--stats', ...options], { input, env });
      assert.equal(put.status, 0, put.stderr);
      assert.equal(JSON.parse(put.stderr).queued, 6);
      const got = await run('dequeue', ['--queue', queue], { env });
      assert.deepEqual(got, { stdout: input, stderr: '', status: 0 });
    }
  });

  it('keep to priorities, ids, delays and counts', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const { prefix: queue } = redis;
    const env = { REDIS_URL: redis.url };
    const put = (input: string, ...args: string[]) => run('enqueue', ['--queue', queue, ...args], { input, env });
    await put('"low"\n', '--priority', 'low');
    await put('"normal"\n');
    await put('"high"\n', '--priority', 'high');
    await put('"later"\n', '--delay', '1h');
    assert.equal((await run('dequeue', ['--queue', queue, '-n', '2'], { env })).stdout, '"high"\n"normal"\n');
    assert.equal((await run('dequeue', ['--queue', queue], { env })).stdout, '"low"\n', 'what comes later is not there yet');
    const ids = ndjson({ url: 'a' }, { url: 'b' }, { url: 'a' }, { other: 1 });
    const { stderr, status } = await put(ids, '--id-field', 'url', '--stats', '-q');
    assert.equal(status, 1);
    assert.match(stderr, /1 rejected: 1 MISSING_ID/);
    assert.match(stderr, /"queued":2,"already_queued":1/);
    assert.equal((await run('dequeue', ['--queue', queue], { env })).stdout, ndjson({ url: 'a' }, { url: 'b' }));
    assert.match((await put(ids, '--id-field', 'url', '--stats')).stderr, /"queued":2,/, 'once done, it may come again');
  });

  it('reject what is no record, and what is too long', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const input = 'not json\n[1]\n{"a":\n{"ok":1}\n{"long":"xxxxxxxxxxxxxxxxxxxxxxxx"}\n';
    const { stderr, status } = await run('enqueue', ['--queue', redis.prefix, '--max-payload', '20', '--log-format', 'json'], {
      input,
      env: { REDIS_URL: redis.url },
    });
    assert.equal(status, 1);
    const codes = records(stderr).map(({ error }) => (error as { code: string }).code);
    assert.deepEqual(codes, ['BAD_JSON', 'NOT_AN_OBJECT', 'BAD_JSON', 'PAYLOAD_TOO_LARGE']);
  });

  it('stop reading at --max-backlog, and go on when there is room', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const env = { REDIS_URL: redis.url };
    const producer = start('bash', ['-c', `seq 100000 | enqueue --queue ${redis.prefix} --max-backlog 300`], { env });
    const length = async () => Number(await redis.client.call('XLEN', `${redis.prefix}:normal`));
    while ((await length()) < 300);
    let taken = '';
    while (taken.length < seq(1000).length) {
      taken += (await run('dequeue', ['--queue', redis.prefix, '-n', '100'], { env })).stdout;
    }
    assert.equal(taken, seq(1000));
    while ((await length()) < 300);
    assert.equal(await length(), 300, 'never more');
    producer.kill('SIGTERM');
    process.kill(-producer.pid!, 'SIGTERM');
    await once(producer, 'close');
  });

  it('lose nothing when the reader goes away, or dequeue is killed', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const env = { REDIS_URL: redis.url };
    await run('enqueue', ['--queue', redis.prefix], { input: seq(5000), env });
    const head = await shell(`dequeue --queue ${redis.prefix} --prefetch 10 | head -n 10`, { env });
    assert.equal(head.stdout, seq(10));
    const before = await run('queue', ['dump', '--queue', redis.prefix], { env });
    const file = `${scratch(t)}/out`;
    const child = start('dequeue', ['--queue', redis.prefix, '-o', file, '--prefetch', '10', '--lease', '1s'], { env });
    while (Number(await redis.client.call('XLEN', `${redis.prefix}:normal`)) > 3000);
    child.kill('SIGKILL');
    await once(child, 'close');
    const rest = await run('dequeue', ['--queue', redis.prefix, '-o', file, '--append', '--lease', '1s'], { env });
    assert.equal(rest.status, 0, rest.stderr);
    const written = new Set(readFileSync(file, 'utf8').split('\n'));
    assert.deepEqual(
      before.stdout.split('\n').filter((line) => !written.has(line)),
      [],
    );
  });
});

describe('queue', () => {
  it('tells how a queue is doing, as JSON and for Prometheus', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const env = { REDIS_URL: redis.url };
    const queue = redis.prefix;
    const stats = async () => only(records((await run('queue', ['stats', '--queue', queue], { env })).stdout));
    assert.deepEqual(
      { ...(await stats()), waiting_by_priority: 0, waiting_seconds: 0, working_seconds: 0, totals: 0 },
      {
        queue,
        waiting: 0,
        waiting_by_priority: 0,
        under_way: 0,
        delayed: 0,
        retrying: 0,
        dead: 0,
        oldest_waiting_seconds: null,
        oldest_seconds: null,
        workers: 0,
        added_per_second: 0,
        done_per_second: 0,
        dead_per_second: 0,
        totals: 0,
        waiting_seconds: 0,
        working_seconds: 0,
      },
    );
    await run('enqueue', ['--queue', queue], { input: seq(20), env });
    await run('enqueue', ['--queue', queue, '--delay', '60'], { input: seq(3), env });
    await run('dequeue', ['--queue', queue, '-n', '5'], { env });
    const now = await stats();
    assert.deepEqual([now.waiting, now.under_way, now.delayed, now.dead], [15, 0, 3, 0]);
    assert.ok(Number(now.oldest_waiting_seconds) > 0 && Number(now.added_per_second) > 0 && Number(now.done_per_second) > 0);
    const text = (await run('queue', ['stats', '--queue', queue, '--format', 'prometheus'], { env })).stdout;
    assert.ok(text.includes(`feedmill_queue_waiting{queue="${queue}",priority="normal"} 15\n`), text);
    assert.equal((await run('queue', ['dump', '--queue', queue], { env })).stdout.split('\n').length - 1, 18);
    const drained = await run('queue', ['drain', '--queue', queue], { env });
    assert.equal(drained.stdout, seq(20).split('\n').slice(5).join('\n') + seq(3));
    assert.equal((await stats()).waiting, 0);
  });

  it('keeps dead letters with their errors, and puts them back', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const env = { REDIS_URL: redis.url };
    const queue = redis.prefix;
    await run('enqueue', ['--queue', queue, '--priority', 'high'], { input: '{"id":1}\n2\n', env });
    const work = await run('work', ['--queue', queue, '--until-empty', '--', 'parse'], { env });
    assert.equal(work.status, 1);
    assert.match(work.stderr, new RegExp(`^work: ${queue}:1: 1?.*neither body nor fetch`, 'm'));
    const dump = records((await run('queue', ['dump', '--dead', '--queue', queue], { env })).stdout);
    const [first, second] = dump;
    const { code, command, source, line } = (first?.error ?? {}) as Record<string, unknown>;
    assert.deepEqual({ code, command, source, line }, { code: 'NO_BODY', command: 'parse', source: queue, line: 1 });
    assert.deepEqual(first?.record, { id: 1 });
    assert.equal(second?.line_text, '2');
    assert.deepEqual(records((await run('queue', ['requeue', '--queue', queue], { env })).stdout), [
      { queue, requeued: 2, kept: 0 },
    ]);
    assert.equal(Number(await redis.client.call('XLEN', `${queue}:high`)), 2);
    await run('work', ['--queue', queue, '--until-empty', '-q', '--', 'parse'], { env });
    assert.equal(records((await run('queue', ['drain', '--dead', '--queue', queue], { env })).stdout).length, 2);
    assert.equal(Number(await redis.client.call('XLEN', `${queue}:dead`)), 0);
  });
});

describe('what others wrote to Redis', () => {
  it('goes to the dead letters by itself, however little memory it asks for, and stops nothing', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const env = { REDIS_URL: redis.url };
    const queue = redis.prefix;
    const array32 = Buffer.from([0xdd, 0x0f, 0xff, 0xff, 0xff]);
    const hostile: [what: string, payload: Buffer][] = [
      ['arrays that claim 268 million values, one in the other', Buffer.concat([Buffer.from('m'), ...Array(40).fill(array32)])],
      ['arrays 100,000 deep', Buffer.concat([Buffer.from('m'), Buffer.alloc(100_000, 0x91), Buffer.of(0xc0)])],
      ['700 MB deflated', Buffer.concat([Buffer.from('J'), deflateRawSync(Buffer.alloc(7e8, 0x20), { level: 1 })])],
      ['several lines', Buffer.from('j{"a":1}\n{"b":2}')],
      ['a list', Buffer.from('j[1,2]')],
      ['half an object', Buffer.from('j{"a":1')],
      ['another format', Buffer.from('{"a":1}')],
      ['nothing', Buffer.alloc(0)],
    ];
    const add = (...fields: (string | Buffer)[]) => redis.client.call('XADD', `${queue}:normal`, '*', ...fields);
    for (const command of [['dequeue'], ['work', '--until-empty', '--', 'cat'], ['work', '--until-empty', '--', 'dedupe']]) {
      const [name = '', ...args] = command;
      await add('p', 'j{"first":1}');
      for (const [, payload] of hostile) await add('p', payload);
      await add('other', 'fields');
      await add('p', 'j{"last":1}');
      const { stdout, stderr, status } = await run(name, ['--queue', queue, ...args], {
        env: { ...env, NODE_OPTIONS: '--max-old-space-size=200' },
      });
      assert.equal(stdout, '{"first":1}\n{"last":1}\n', `${name} ${args}: ${stderr}`);
      assert.equal(status, 1);
      const letters = records((await run('queue', ['drain', '--dead', '--queue', queue], { env })).stdout);
      assert.deepEqual(
        letters.map(({ error }) => (error as { code: string }).code),
        Array(hostile.length + 1).fill('BAD_PAYLOAD'),
      );
    }
  });

  it('among the dead letters stops neither dump nor requeue', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const env = { REDIS_URL: redis.url };
    const queue = redis.prefix;
    const add = (...fields: string[]) => redis.client.call('XADD', `${queue}:dead`, '*', ...fields);
    await add('foreign', 'fields');
    await add('p', 'j{"a":1}', 'e', 'no JSON', 's', '77', 't', '1e999');
    await add('p', 'j{"b":1}', 'e', '{"code":"X"}', 's', '1', 'i', '', 't', '1');
    const letters = records((await run('queue', ['dump', '--dead', '--queue', queue], { env })).stdout);
    assert.deepEqual(
      letters.map(({ record }) => record),
      [undefined, { a: 1 }, { b: 1 }],
    );
    const { stdout } = await run('queue', ['requeue', '--queue', queue], { env });
    assert.deepEqual(records(stdout), [{ queue, requeued: 2, kept: 1 }]);
    assert.equal((await run('dequeue', ['--queue', queue], { env })).stdout, '{"b":1}\n{"a":1}\n');
  });
});

describe('a Redis that cannot be used', () => {
  const cases: [what: string, args: string[], command: string[][], expected: RegExp, database?: string][] = [
    ['is full', ['--maxmemory', '1'], [], /redis 127\.0\.0\.1:\d+ is full/],
    ['evicts', ['--maxmemory-policy', 'allkeys-lru'], [], /maxmemory-policy is allkeys-lru, .* must be noeviction/],
    ['is read-only', [], [['REPLICAOF', '127.0.0.1', '1']], /is read-only/],
    ['wants a password', ['--requirepass', 's3cret'], [], /does not accept the password/],
    ['lacks the database', ['--databases', '1'], [], /has no database with that number/, '/3'],
    ['lacks any such database', [], [], /has no database with that number/, '/99999999999999999999'],
    ['is a Cluster', ['--cluster-enabled', 'yes'], [], /is a Redis Cluster, which is not supported/],
  ];
  for (const [what, args, commands, expected, database = ''] of cases) {
    it(`${what}: status 4 and a line that says so`, async (t) => {
      const server = await startServer(t, ...args);
      if (!server) return t.skip('redis-server is not installed');
      const { Client, redisAddress } = await import('../../src/lib/redis/index.ts');
      for (const [name = '', ...rest] of commands) {
        const client = await Client.connect(redisAddress(server.url));
        await client.call(name, ...rest);
        client.close();
      }
      const { stderr, status } = await run('enqueue', ['--queue', 'q', '--redis', server.url + database], { input: '1\n' });
      assert.equal(status, 4);
      assert.match(stderr, expected);
      assert.equal(stderr.split('\n').length, 2, stderr);
    });
  }

  it('that is full says how far it got, and can be drained', async (t) => {
    const server = await startServer(t);
    if (!server) return t.skip('redis-server is not installed');
    const env = { REDIS_URL: server.url };
    await run('enqueue', ['--queue', 'q'], { input: seq(10), env });
    await run('enqueue', ['--queue', 'q', '--delay', '0.001'], { input: '"later"\n', env });
    const { Client, redisAddress } = await import('../../src/lib/redis/index.ts');
    const client = await Client.connect(redisAddress(server.url));
    await client.call('CONFIG', 'SET', 'maxmemory', '1');
    client.close();
    const { stderr, status } = await run('enqueue', ['--queue', 'q'], { input: seq(10), env });
    assert.equal(status, 4);
    assert.match(stderr, /is full: its memory has reached maxmemory; 0 records were queued/);
    assert.equal((await run('dequeue', ['--queue', 'q'], { env })).stdout, `${seq(10)}"later"\n`);
  });

  it('that has another password after an outage is told of at once', async (t) => {
    const server = await startServer(t);
    if (!server) return t.skip('redis-server is not installed');
    const worker = start('work', ['--queue', 'q', '--redis', server.url, '--', 'dedupe']);
    const { Client, redisAddress } = await import('../../src/lib/redis/index.ts');
    const client = await Client.connect(redisAddress(server.url));
    while (!String(await client.call('CLIENT', 'LIST')).includes('cmd=xreadgroup'));
    client.close();
    await server.kill();
    await server.start('--requirepass', 'changed');
    const { stderr, status } = await finished(worker);
    assert.equal(status, 4);
    assert.match(stderr, /does not accept the password/);
  });

  it('has its password from REDIS_URL or REDIS_PASSWORD, never from an argument', async (t) => {
    const server = await startServer(t, '--requirepass', 's3cret');
    if (!server) return t.skip('redis-server is not installed');
    const withPassword = server.url.replace('//', '//:s3cret@');
    const put = (args: string[], env: Record<string, string>) => run('enqueue', ['--queue', 'q', ...args], { input: '1\n', env });
    assert.deepEqual(await put([], { REDIS_URL: withPassword }), { stdout: '', stderr: '', status: 0 });
    assert.equal((await put(['--redis', server.url], { REDIS_URL: '', REDIS_PASSWORD: 's3cret' })).status, 0);
    const refused = await put(['--redis', withPassword], {});
    assert.equal(refused.status, 2);
    assert.ok(!refused.stderr.includes('s3cret'));
  });
});

describe('--lock redis:', () => {
  it('lets one run of several machines run, and names it to the others', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const args = ['--lock', `${redis.url}/${redis.prefix}`];
    const first = start('dedupe', args);
    const key = `feedmill:lock:${redis.prefix}`;
    while ((await redis.client.call('EXISTS', key)) === 0);
    const second = await run('dedupe', args, { input: '{"id":1}\n' });
    assert.deepEqual([second.stdout, second.status], ['', 3]);
    assert.match(second.stderr, /^dedupe: lock redis .* is held by another run: dedupe \(pid \d+ on .*, since .* UTC\)\n$/);
    first.stdin.end('{"id":1}\n');
    assert.equal((await finished(first)).status, 0);
    assert.equal((await run('dedupe', args, { input: '{"id":1}\n' })).stdout, '{"id":1}\n');
  });

  it('that another run has by now ends the run with 4 before its next write', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const key = `feedmill:lock:${redis.prefix}`;
    const first = start('dedupe', ['--lock', `${redis.url}/${redis.prefix}`]);
    const end = finished(first);
    first.stdin.write('{"id":1}\n');
    await once(first.stdout, 'data');
    await redis.client.call('SET', key, '{"command":"other","pid":1,"host":"h","since":"2026-01-02T03:04:05Z"}');
    // Nobody ends its input: it ends by itself once it hears of it.
    const { stderr, status } = await end;
    assert.match(
      stderr,
      /^dedupe: lock redis .* was lost to another run: other \(pid 1 on h, since 2026-01-02 03:04:05 UTC\)\n$/,
    );
    assert.equal(status, 4);
    assert.match(String(await redis.client.call('GET', key)), /other/, 'the lock of the other stays');
  });
});
