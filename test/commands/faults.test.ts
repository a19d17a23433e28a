// A fault of the program ends with status 4, one line on standard error and whole lines of output, whichever command it meets.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { commands } from '../../src/commands/index.ts';
import { bin, finished, ndjson, root, run, start } from '../support/executables.ts';
import { testRedis } from '../support/redis.ts';

const broken = (how: string) => ({
  NODE_OPTIONS: `--${how.endsWith('.cjs') ? 'require' : 'import'}=${join(root, 'test/fixtures/faults', how)}`,
});

/** Commands that need a server or more than their name to work on standard input. */
const args: Record<string, (queue: string) => string[]> = {
  select: () => ['--exists', 'id'],
  enrich: () => ['--with', 'hash'],
  enqueue: (queue) => ['--queue', queue],
  work: (queue) => ['--queue', queue, '--', 'peek'],
  dequeue: (queue) => ['--queue', queue, '--follow'],
  run: () => ['peek -q | keywords'],
};
/** Commands that end by themselves before anything can break them. */
const brief = ['queue'];
/** Commands that pass a record on at once. */
const passing = ['select', 'enrich', 'dedupe', 'keywords', 'peek', 'run'];

describe('a fault', () => {
  for (const [index, name] of [...Object.keys(commands), 'run'].filter((name) => !brief.includes(name)).entries()) {
    const [signal, what] = index % 2 ? (['SIGUSR2', 'exception'] as const) : (['SIGWINCH', 'rejection'] as const);
    it(`in ${name}, an uncaught ${what}, ends with status 4 and one line`, async (t) => {
      const redis = ['enqueue', 'work', 'dequeue'].includes(name) ? await testRedis(t) : undefined;
      if (!redis && args[name]?.('').includes('--queue')) return;
      const program = name === 'run' ? ['feedmill', 'run'] : [name];
      const own = args[name]?.(redis?.prefix ?? '') ?? [];
      const env = { ...broken('on-signal.mjs'), ...(redis && { REDIS_URL: redis.url }) };
      const child = start(join(bin, program[0]!), [...program.slice(1), ...own], { env });
      const result = finished(child);
      await once(child.stderr, 'data');
      child.stdin.write(ndjson({ id: 1, title: 'the old mill' }));
      if (passing.includes(name)) await once(child.stdout, 'data');
      child.kill(signal);
      const { stdout, stderr, status } = await result;
      const told = stderr
        .replace('loaded\n', '')
        .split('\n')
        .filter((line) => !/^(?:peek|feeds2opml|fetch|parse|s3exists): (?!internal)/.test(line));
      assert.deepEqual(told, [`${program.at(-1)}: internal error: injected ${what}`, ''], name);
      assert.equal(status, 4);
      assert.match(stdout, /^(?:.*\n)*$/);
    });
  }

  it('in a thread of --jobs ends with status 4 and one line', async () => {
    const input = ndjson(
      ...Array.from({ length: 4000 }, (_, id) => ({ id, content_text: `the ${id} old mills of the river `.repeat(40) })),
    );
    const { stdout, stderr, status } = await run('keywords', ['--lang', 'en', '--method', 'textrank', '--jobs', '2'], {
      input,
      env: broken('in-thread.cjs'),
    });
    assert.deepEqual([stderr, status], ['keywords: internal error: injected exception\n', 4]);
    assert.match(stdout, /^(?:\{.*\}\n)*$/);
  });

  it('in the middle of a line leaves no half of it', async () => {
    const line = (id: number) => ndjson({ id, text: 'x'.repeat(2000) });
    const input = `${line(1)}\n${line(2)}\n${line(3)}\n${line(4)}`;
    const { stdout, stderr, status } = await run('peek', ['-q', '--allow-rejects', '--rejects', '/dev/null'], {
      input,
      env: broken('in-writing.mjs'),
    });
    assert.equal(stderr, 'peek: internal error: injected exception\n');
    assert.match(stdout, /^(?:\{"id":\d,"text":"x{2000}"\}\n)*$/);
    assert.equal(status, 4);
  });
});
