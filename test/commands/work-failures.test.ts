import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { finished, only, records, run, scratch, start } from '../support/executables.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';

interface Letter {
  error: { code: string; message: string; tries?: number };
  record: Record<string, unknown>;
}

/** A queue of a test, with what it is asked most. */
class Fixture {
  readonly env: Record<string, string>;
  readonly name: string;
  readonly #redis: TestRedis;

  constructor(redis: TestRedis) {
    this.#redis = redis;
    this.name = redis.prefix;
    this.env = { REDIS_URL: redis.url };
  }

  async enqueue(values: readonly unknown[], ...args: string[]): Promise<void> {
    const input = values.map((value) => `${JSON.stringify(value)}\n`).join('');
    const { status, stderr } = await run('enqueue', ['--queue', this.name, ...args], { input, env: this.env });
    assert.equal(status, 0, stderr);
  }

  work(...args: string[]) {
    return run('work', ['--queue', this.name, '--until-empty', ...args], { env: this.env });
  }

  async letters(): Promise<Letter[]> {
    const { stdout } = await run('queue', ['dump', '--dead', '--queue', this.name], { env: this.env });
    return records(stdout) as unknown as Letter[];
  }

  async queue(action: string): Promise<Record<string, unknown>> {
    return only(records((await run('queue', [action, '--queue', this.name], { env: this.env })).stdout));
  }

  async length(key: string): Promise<number> {
    return Number(await this.#redis.client.call('XLEN', `${this.name}${key}`));
  }
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `a${index + 1}`, n: index + 1 }));

/** A shell command that fails with status 75 the first `times` times, then passes its input on. */
const failsAtFirst = (file: string, times: number) =>
  `input=$(cat); echo >> ${file}; [ $(wc -l < ${file}) -gt ${times} ] || { echo not yet >&2; exit 75; }; echo "$input"`;

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(5);
}

describe('a job that fails', () => {
  it('goes to the dead letters alone, as itself, and comes back as itself', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const queue = new Fixture(redis);
    const to = `${queue.name}-out`;
    const grow = ['--', 'jq', '-c', 'if .n == 7 then .big = ("x" * 3000) else . end'];
    await queue.enqueue(numbered(20), '--id-field', 'id');
    const first = await queue.work('--to', to, '--max-payload', '2000', ...grow);
    assert.equal(first.status, 1, first.stderr);
    assert.equal(await queue.length('-out:normal'), 19);
    const letter = only(await queue.letters());
    assert.deepEqual([letter.error.code, letter.record], ['PAYLOAD_TOO_LARGE', { id: 'a7', n: 7 }]);
    await queue.enqueue([{ id: 'a7', n: 'again' }], '--id-field', 'id');
    assert.deepEqual(await queue.queue('requeue'), { queue: queue.name, requeued: 0, kept: 1 });
    await queue.work('--to', to, ...grow);
    assert.deepEqual(await queue.queue('requeue'), { queue: queue.name, requeued: 1, kept: 0 });
    const last = await queue.work('--to', to, ...grow);
    assert.equal(last.status, 0, last.stderr);
    assert.deepEqual([await queue.length('-out:normal'), await queue.length(':dead'), await queue.length(':normal')], [21, 0, 0]);
  });

  it('is one letter with all its errors, of a command inside the worker too', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const queue = new Fixture(redis);
    await queue.enqueue([{ id: 1, body: '<rss><channel><item><title>a</title></item><item><title>b' }, { id: 2 }]);
    await queue.work('--to', `${queue.name}-out`, '--', 'parse');
    const letters = await queue.letters();
    assert.deepEqual(letters.map(({ error, record }) => [error.code, record.id]).sort(), [
      ['NO_BODY', 2],
      ['TRUNCATED', 1],
    ]);
    assert.equal(await queue.length('-out:normal'), 1, 'with its whole item written');
  });

  it('is tried again at exit status 75, and only then', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const queue = new Fixture(redis);
    const folder = scratch(t);
    await queue.enqueue(numbered(10));
    const retry = ['--retry-delay', '0.01'];
    const passing = await queue.work(...retry, '--', 'sh', '-c', failsAtFirst(`${folder}/a`, 3));
    assert.equal(passing.status, 0, passing.stderr);
    assert.deepEqual(
      records(passing.stdout)
        .map(({ n }) => n)
        .sort((a, b) => Number(a) - Number(b)),
      numbered(10).map(({ n }) => n),
    );
    assert.match(passing.stderr, /TEMPORARY_FAILURE: exit status 75: not yet; try 1 of 5, the next in \d+ s/);
    await queue.enqueue([{ n: 1 }]);
    const never = await queue.work(...retry, '--max-tries', '3', '--', 'sh', '-c', failsAtFirst(`${folder}/b`, 99));
    assert.equal(never.status, 1);
    assert.equal(readFileSync(`${folder}/b`, 'utf8').length, 3, 'runs');
    const { error } = only(await queue.letters());
    assert.deepEqual([error.code, error.tries], ['TEMPORARY_FAILURE', 3]);
    await queue.enqueue([{ n: 2 }]);
    await queue.work(...retry, '--', 'sh', '-c', `echo >> ${folder}/c; exit 1`);
    assert.equal(readFileSync(`${folder}/c`, 'utf8').length, 1, 'runs');
    const figures = await queue.queue('stats');
    assert.deepEqual(figures.totals, { added: 12, done: 10, dead: 2, retried: 32, requeued: 0 });
  });

  it('is tried again after a reject that may pass, of a command inside the worker', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const asked = new Map<string, number>();
    const server = http.createServer(({ url = '' }, response) => {
      const times = (asked.get(url) ?? 0) + 1;
      asked.set(url, times);
      response.statusCode = url === '/gone' ? 404 : times < 3 ? 503 : 200;
      response.end('<rss/>');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const queue = new Fixture(redis);
    await queue.enqueue([{ url: `${base}/a` }, { url: `${base}/gone` }]);
    const worked = await queue.work('--retry-delay', '0.01', '--', 'fetch', '--retries', '0');
    assert.equal(only(records(worked.stdout)).url, `${base}/a`, worked.stderr);
    assert.deepEqual([asked.get('/a'), asked.get('/gone')], [3, 1]);
    assert.equal(only(await queue.letters()).error.code, 'HTTP_404');
  });

  it('costs the others no tries: during an outage the worker pauses', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const queue = new Fixture(redis);
    const runs = `${scratch(t)}/runs`;
    await queue.enqueue(numbered(50));
    const args = ['--queue', queue.name, '--batch', '1', '--breaker', '3', '--retry-delay', '0.1'];
    const worker = start('work', [...args, '--', 'sh', '-c', `cat > /dev/null; echo >> ${runs}; exit 75`], { env: queue.env });
    let told = '';
    worker.stderr.on('data', (block) => {
      told += block;
    });
    const pauses = () => told.match(/failures in a row; pausing/g)?.length ?? 0;
    await until(() => pauses() >= 4);
    const begun = readFileSync(runs, 'utf8').length;
    assert.ok(begun <= 3 + pauses(), `${begun} runs, ${pauses()} pauses`);
    worker.kill('SIGTERM');
    await finished(worker);
    assert.equal(await queue.length(':dead'), 0);
  });

  it('is ended by --timeout, with all that it has started', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const queue = new Fixture(redis);
    const pid = `${scratch(t)}/pid`;
    await queue.enqueue([{ n: 1 }]);
    const hang = ['--', 'sh', '-c', `sleep 1000 & echo $! > ${pid}; wait`];
    const worked = await queue.work('--timeout', '0.3', '--max-tries', '1', ...hang);
    assert.equal(worked.status, 1, worked.stderr);
    assert.equal(only(await queue.letters()).error.code, 'TIMEOUT');
    await until(() => !isAlive(readFileSync(pid, 'utf8').trim()));
  });
});

describe('a worker', () => {
  it('takes what it has started with it when it is killed', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const queue = new Fixture(redis);
    const pid = `${scratch(t)}/pid`;
    await queue.enqueue([{ n: 1 }]);
    const worker = start(
      'work',
      ['--queue', queue.name, '--', 'sh', '-c', `sleep 1000 & echo $! > ${pid}.new; mv ${pid}.new ${pid}; wait`],
      {
        env: queue.env,
      },
    );
    await until(() => existsSync(pid));
    const ended = once(worker, 'exit');
    worker.kill('SIGKILL');
    await ended;
    await until(() => !isAlive(readFileSync(pid, 'utf8').trim()));
  });

  it('that was frozen for longer than its lease writes nothing of what another has done', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const queue = new Fixture(redis);
    const begun = `${scratch(t)}/begun`;
    await queue.enqueue(numbered(5));
    const args = ['--queue', queue.name, '--lease', '1s', '-q', '--'];
    const frozen = start(
      'work',
      [...args, 'sh', '-c', `cat; echo >> ${begun}; while [ ! -e ${begun}.go ]; do sleep 0.05; done`],
      {
        env: queue.env,
      },
    );
    await until(() => existsSync(begun));
    frozen.kill('SIGSTOP');
    const other = await run('work', [...args.slice(0, -1), '--until-empty', '--', 'cat'], { env: queue.env });
    assert.equal(records(other.stdout).length, 5);
    const end = finished(frozen);
    writeFileSync(`${begun}.go`, '');
    frozen.kill('SIGCONT');
    frozen.kill('SIGTERM');
    assert.equal((await end).stdout, '');
  });

  it('gives an outside command no more than 16 MiB and one record at once', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const queue = new Fixture(redis);
    const text = 'x'.repeat(2 ** 20);
    await queue.enqueue(Array.from({ length: 40 }, (_, n) => ({ n, text })));
    const { stdout, stderr } = await queue.work('--', 'wc', '-c');
    const sizes = stdout.trim().split('\n').map(Number);
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) > 40 * 2 ** 20, stderr);
    assert.ok(Math.max(...sizes) < 18 * 2 ** 20, sizes.join());
  });

  it('does the backlog at full speed after workers died', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const queue = new Fixture(redis);
    await queue.enqueue(numbered(60));
    // Held by workers that died three times.
    const { streams, group } = { streams: `${queue.name}:normal`, group: 'feedmill' };
    await redis.client.call('XGROUP', 'CREATE', streams, group, '0');
    const taken = (await redis.client.call('XREADGROUP', 'GROUP', group, 'dead', 'STREAMS', streams, '>')) as [
      string,
      [string][],
    ][];
    const entries = taken[0]?.[1].map(([entry]) => entry) ?? [];
    await redis.client.call('XCLAIM', streams, group, 'dead', 0, ...entries, 'IDLE', 1e6, 'RETRYCOUNT', 3);
    const began = performance.now();
    const worked = await queue.work('--lease', '5s', '--', 'dedupe');
    assert.equal(records(worked.stdout).length, 60);
    // One a second before.
    assert.ok(performance.now() - began < 30_000);
  });
});

function isAlive(pid: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/\) [ZX] /.test(stat);
  } catch {
    return false;
  }
}
