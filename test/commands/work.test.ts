import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { finished, ndjson, only, records, run, scratch, shell, start } from '../support/executables.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';

const items = (count: number) =>
  ndjson(...Array.from({ length: count }, (_, id) => ({ id, content_text: `the old mill ${id}` })));

async function fill(redis: TestRedis, input: string, ...args: string[]): Promise<Record<string, string>> {
  const env = { REDIS_URL: redis.url };
  const { status, stderr } = await run('enqueue', ['--queue', redis.prefix, ...args], { input, env });
  assert.equal(status, 0, stderr);
  return env;
}

const length = async (redis: TestRedis, key: string) => Number(await redis.client.call('XLEN', `${redis.prefix}${key}`));

describe('work', () => {
  it('gives what the command gives in a pipe, through a queue or to standard output', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const piped = await run('keywords', [], { input: items(50) });
    const env = await fill(redis, items(50), '--priority', 'high');
    const out = `${redis.prefix}-out`;
    const worked = await run('work', ['--queue', redis.prefix, '--to', out, '--until-empty', '--', 'keywords'], { env });
    assert.deepEqual(worked, { stdout: '', stderr: '', status: 0 });
    assert.equal(await length(redis, '-out:high'), 50, 'with the priority they had');
    assert.equal((await run('dequeue', ['--queue', out], { env })).stdout, piped.stdout);
    await fill(redis, items(50));
    const direct = await run('work', ['--queue', redis.prefix, '--until-empty', '--', 'feedmill', 'keywords'], { env });
    assert.equal(direct.stdout, piped.stdout);
    assert.equal(await length(redis, ':normal'), 0);
  });

  it('has other commands work on batches, and finds the record that one fails on', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const input = Array.from({ length: 40 }, (_, id) => `{"id":${id}}\n`).join('');
    const env = await fill(redis, input.replace('{"id":17}', '{"id":17,"bad":true}'));
    const command = 'input=$(cat); case "$input" in *bad*) echo "met a bad one" >&2; exit 3;; esac; echo "$input"';
    const worked = await run('work', ['--queue', redis.prefix, '--until-empty', '--', 'sh', '-c', command], { env });
    assert.equal(worked.status, 1);
    assert.equal(worked.stdout, input.replace('{"id":17}\n', ''));
    const { error, record } = only(records((await run('queue', ['dump', '--dead', '--queue', redis.prefix], { env })).stdout));
    assert.deepEqual(record, { id: 17, bad: true });
    assert.deepEqual(error, {
      code: 'COMMAND_FAILED',
      message: 'exit status 3: met a bad one',
      command: 'sh',
      source: redis.prefix,
      line: 18,
    });
  });

  it('ends what is under way on SIGTERM, and gives the rest back at once', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const input = Array.from({ length: 30 }, (_, id) => `{"id":${id}}\n`).join('');
    const env = await fill(redis, input);
    const out = `${redis.prefix}-out`;
    const args = ['--queue', redis.prefix, '--to', out, '--batch', '10', '--lease', '60s', '-v'];
    const begun = `${scratch(t)}/begun`;
    const worker = start('work', [...args, '--', 'sh', '-c', `cat; echo >> ${begun}; sleep 0.5`], { env });
    const end = finished(worker);
    while (!existsSync(begun)) await turn();
    worker.kill('SIGTERM');
    assert.equal((await end).status, 143);
    assert.equal((await length(redis, '-out:normal')) % 10, 0);
    const rest = await run('work', ['--queue', redis.prefix, '--to', out, '--until-empty', '--', 'dedupe'], { env });
    assert.equal(rest.status, 0, rest.stderr);
    const all = await run('dequeue', ['--queue', out], { env });
    assert.deepEqual(all.stdout.split('\n').sort(), input.split('\n').sort(), 'each once');
  });

  it('ends once its command has enough, and leaves the rest in the queue', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    for (const command of [
      'work -q --until-empty --queue "$Q" -- peek -q --limit 3',
      'feedmill run \'dequeue --queue "$Q" | peek -q --limit 3\'',
    ]) {
      const env = { ...(await fill(redis, items(50))), Q: redis.prefix };
      const { stdout, stderr, status } = await shell(
        command.replace('"$Q"', command.startsWith('feedmill') ? redis.prefix : '"$Q"'),
        { env },
      );
      assert.deepEqual([stdout, stderr, status], [items(3), '', 0], command);
      const rest = await run('dequeue', ['--queue', redis.prefix], { env });
      assert.equal(stdout + rest.stdout, items(50), command);
    }
  });

  it('takes over what a dead worker held, and in the end gives up a record that kills its workers, and it alone', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const input = Array.from({ length: 60 }, (_, id) => `{"id":${id}${id === 30 ? ',"deadly":true' : ''}}\n`).join('');
    const env = await fill(redis, input);
    const out = `${redis.prefix}-out`;
    const kill = `input=$(cat); case "$input" in *deadly*) kill -9 $PPID;; esac; echo "$input"`;
    const args = ['--queue', redis.prefix, '--to', out, '--batch', '20', '--lease', '1s', '--until-empty', '--max-tries', '4'];
    let deaths = 0;
    for (;;) {
      const worker = start('work', [...args, '--', 'sh', '-c', kill], { env });
      const [, signal] = await once(worker, 'exit');
      if (signal !== 'SIGKILL') break;
      deaths++;
    }
    assert.equal(deaths, 4);
    assert.equal(await length(redis, '-out:normal'), 59);
    const dead = records((await run('queue', ['dump', '--dead', '--queue', redis.prefix], { env })).stdout);
    assert.deepEqual(
      dead.map(({ record }) => record),
      [{ id: 30, deadly: true }],
    );
    assert.equal((only(dead).error as { code: string }).code, 'TRIED_TOO_OFTEN');
  });

  it('lets go of records that a filter keeps to the end only with what comes of them', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const env = await fill(redis, ndjson({ id: 'a', n: 1 }, { id: 'b', n: 2 }, { id: 'a', n: 3 }));
    const command = ['--', 'dedupe', '--by', 'id', '--last', '--count'];
    const worked = await run('work', ['--queue', redis.prefix, '--until-empty', ...command], { env });
    assert.deepEqual(worked.stderr, '');
    assert.deepEqual(records(worked.stdout), [
      { id: 'b', n: 2, count: 1 },
      { id: 'a', n: 3, count: 2 },
    ]);
    assert.equal(await length(redis, ':normal'), 0);
  });

  it('asks no host from several workers beyond --per-host, and shares what is remembered', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    let active = 0;
    let most = 0;
    let asked = 0;
    const server = http.createServer((_, response) => {
      asked++;
      most = Math.max(most, ++active);
      setTimeout(() => {
        active--;
        response.end('<rss version="2.0"><channel><title>t</title></channel></rss>');
      }, 30);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    const input = Array.from({ length: 30 }, (_, id) => `http://127.0.0.1:${port}/${id}\n`).join('');
    const env = await fill(redis, input);
    const state = `${redis.url}/${redis.prefix}`;
    const args = ['--queue', redis.prefix, '-c', '5', '--until-empty', '--', 'fetch', '--state', state, '--per-host', '2'];
    const results = await Promise.all([1, 2, 3].map(() => run('work', args, { env })));
    assert.deepEqual(
      results.map(({ status }) => status),
      [0, 0, 0],
      results.map(({ stderr }) => stderr).join(''),
    );
    assert.equal(asked, 30);
    assert.ok(most <= 2, `${most} at once`);
    await fill(redis, input);
    const again = await run('work', args, { env });
    assert.equal(asked, 30, 'none is due');
    assert.equal(records(again.stdout).filter(({ fetch }) => (fetch as { skipped?: string }).skipped === 'not-due').length, 30);
  });

  const misuses: [what: string, args: string[], expected: RegExp][] = [
    ['no queue', ['--', 'parse'], /--queue is missing/],
    ['no command', ['--queue', 'q'], /no command given/],
    ['a file for the command', ['--queue', 'q', '--', 'parse', 'feeds.xml'], /not feeds.xml/],
    ['an output of the command', ['--queue', 'q', '--', 'parse', '-o', 'x'], /--output has no meaning/],
    ['a bad option of the command', ['--queue', 'q', '--', 'parse', '--sumary', '3'], /--sumary/],
    ['a command that reads nothing', ['--queue', 'q', '--', 'queue', 'stats', '--queue', 'q'], /reads no records/],
  ];
  for (const [what, args, expected] of misuses) {
    it(`is told of ${what} with status 2`, async () => {
      const { stderr, status } = await run('work', args);
      assert.match(stderr, expected);
      assert.equal(status, 2);
    });
  }
});
