import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { finished, ndjson, records, run, scratch, shell, start } from '../support/executables.ts';
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
    const stats = async () => records((await run('queue', ['stats', '--queue', queue], { env })).stdout)[0];
    assert.deepEqual(
      { ...(await stats()), waiting_by_priority: 0, waiting_seconds: 0, working_seconds: 0 },
      {
        queue,
        waiting: 0,
        waiting_by_priority: 0,
        under_way: 0,
        delayed: 0,
        dead: 0,
        oldest_waiting_seconds: null,
        oldest_seconds: null,
        workers: 0,
        added_per_second: 0,
        done_per_second: 0,
        dead_per_second: 0,
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
    const { code, command, source, line } = dump[0].error as Record<string, unknown>;
    assert.deepEqual({ code, command, source, line }, { code: 'NO_BODY', command: 'parse', source: queue, line: 1 });
    assert.deepEqual(dump[0].record, { id: 1 });
    assert.equal(dump[1].line_text, '2');
    assert.deepEqual(records((await run('queue', ['requeue', '--queue', queue], { env })).stdout), [{ queue, requeued: 2 }]);
    assert.equal(Number(await redis.client.call('XLEN', `${queue}:high`)), 2);
    await run('work', ['--queue', queue, '--until-empty', '-q', '--', 'parse'], { env });
    assert.equal(records((await run('queue', ['drain', '--dead', '--queue', queue], { env })).stdout).length, 2);
    assert.equal(Number(await redis.client.call('XLEN', `${queue}:dead`)), 0);
  });
});

describe('a Redis that cannot be used', () => {
  const cases: [what: string, args: string[], command: string[][], expected: RegExp][] = [
    ['is full', ['--maxmemory', '1'], [], /redis 127\.0\.0\.1:\d+ is full/],
    ['evicts', ['--maxmemory-policy', 'allkeys-lru'], [], /maxmemory-policy is allkeys-lru, .* has to be noeviction/],
    ['is read-only', [], [['REPLICAOF', '127.0.0.1', '1']], /is read-only/],
    ['wants a password', ['--requirepass', 's3cret'], [], /does not accept the password/],
  ];
  for (const [what, args, commands, expected] of cases) {
    it(`${what}: status 4 and a line that says so`, async (t) => {
      const server = await startServer(t, ...args);
      if (!server) return t.skip('redis-server is not installed');
      const { Client, redisAddress } = await import('../../src/lib/redis/index.ts');
      for (const [name, ...rest] of commands) {
        const client = await Client.connect(redisAddress(server.url));
        await client.call(name, ...rest);
        client.close();
      }
      const { stderr, status } = await run('enqueue', ['--queue', 'q', '--redis', server.url], { input: '1\n' });
      assert.equal(status, 4);
      assert.match(stderr, expected);
      assert.equal(stderr.split('\n').length, 2, stderr);
    });
  }

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
});
