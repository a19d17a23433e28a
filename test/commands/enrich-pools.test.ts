import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it, type TestContext } from 'node:test';
import { bin, finished, ndjson, records, root, run, scratch, shell, start } from '../support/executables.ts';

const ids = (list: Record<string, unknown>[]) => list.map(({ id }) => Number(id));
const numbered = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));
const example = (name: string) => join(root, 'examples/enrichments', name);

function module(t: TestContext, source: string): string {
  const path = join(scratch(t), 'module.mjs');
  writeFileSync(path, source);
  return path;
}

/** Tells how many were under way in its process at once, and answers the later the earlier it was asked. */
const counting = `
let now = 0;
let most = 0;
export default async function busy({ id }) {
  most = Math.max(most, ++now);
  await new Promise((resolve) => setTimeout(resolve, id % 4 === 0 ? 60 : 5));
  now--;
  return most;
}`;

describe('enrich', { concurrency: 3 }, () => {
  for (const [args, bound] of [
    [[], 16],
    [['-c', '3'], 3],
    [['-c', '1'], 1],
  ] as const) {
    it(`has at most ${bound} records under way at once with ${args.join(' ') || 'no option'}`, async (t) => {
      const path = module(t, counting);
      const { stdout } = await run('enrich', ['--with', path, ...args], { input: ndjson(...numbered(40)) });
      const out = records(stdout) as { enrichments: { busy: number } }[];
      assert.equal(out.length, 40);
      assert.equal(Math.max(...out.map(({ enrichments }) => enrichments.busy)), bound);
    });
  }

  it('has as many under way as --with FILE:N says', async (t) => {
    const { stdout } = await run('enrich', ['--with', `${module(t, counting)}:5`, '-c', '2'], { input: ndjson(...numbered(30)) });
    assert.equal(Math.max(...records(stdout).map((record) => (record.enrichments as { busy: number }).busy)), 5);
  });

  for (const pool of ['async', 'threads', 'processes']) {
    it(`gives results as they complete (${pool}), or in order with --ordered`, async (t) => {
      const path = module(
        t,
        'export default async function f({ id }) { await new Promise((r) => setTimeout(r, id === 0 ? 300 : 0)) }',
      );
      const args = ['--with', path, '--pool', pool, '-c', '3'];
      const input = ndjson(...numbered(12));
      const free = ids(records((await run('enrich', args, { input })).stdout));
      assert.notEqual(free[0], 0);
      assert.deepEqual(
        [...free].sort((a, b) => a - b),
        ids(numbered(12)),
      );
      assert.deepEqual(ids(records((await run('enrich', [...args, '--ordered'], { input })).stdout)), ids(numbered(12)));
    });
  }

  it('lets a slow enrichment not block the one before it', async (t) => {
    const slow = module(t, 'export default async function slow() { await new Promise((r) => setTimeout(r, 100)) }');
    const first = module(t, 'let n = 0; export default function first() { return ++n }');
    const child = start(join(bin, 'enrich'), ['--with', `${first}:1`, '--with', `${slow}:1`]);
    child.stdin.end(ndjson(...numbered(5)));
    const { stdout } = await finished(child);
    assert.deepEqual(
      records(stdout).map(({ enrichments }) => (enrichments as { first: number }).first),
      [1, 2, 3, 4, 5],
    );
  });

  it('computes in several threads', async (t) => {
    const path = module(
      t,
      'import { threadId } from "node:worker_threads"; export default function thread() { const end = Date.now() + 20; while (Date.now() < end); return threadId }',
    );
    const { stdout } = await run('enrich', ['--with', `${path}:2`, '--pool', 'threads'], { input: ndjson(...numbered(10)) });
    assert.equal(new Set(records(stdout).map(({ enrichments }) => (enrichments as { thread: number }).thread)).size, 2);
  });

  it('runs built-in enrichments in threads and processes too', async () => {
    for (const pool of ['threads', 'processes']) {
      const { stdout } = await run('enrich', ['--with', 'text-stats', '--pool', pool], {
        input: ndjson({ content_text: 'Two words.' }),
      });
      assert.equal((records(stdout)[0]!.enrichments as { 'text-stats': { words: number } })['text-stats'].words, 2);
    }
  });

  it('keeps a record that fails with --on-error keep, and takes the errors away when it is made good', async (t) => {
    const folder = scratch(t);
    const path = join(folder, 'module.mjs');
    writeFileSync(
      path,
      'export function A({ id }) { if (id === 1) throw new Error("no\\nno") }\nexport function B() { return 2 }',
    );
    const first = await run('enrich', ['--with', path, '--on-error', 'keep', '--ordered'], {
      input: '{"id":0}\n{"id":1,"n":1.0}\n',
    });
    assert.equal(first.status, 0, first.stderr);
    assert.equal(
      first.stdout,
      '{"id":0,"enrichments":{"A":null,"B":2}}\n{"id":1,"n":1.0,"enrichments":{"B":2},"enrichments_errors":{"A":"no"}}\n',
    );
    writeFileSync(path, 'export function A() { return 1 }');
    const second = await run('enrich', ['--with', path, '--ordered'], { input: first.stdout });
    assert.equal(second.stdout, '{"id":0,"enrichments":{"A":1,"B":2}}\n{"id":1,"n":1.0,"enrichments":{"B":2,"A":1}}\n');
  });

  it('ends with --on-error stop, and says over what', async (t) => {
    const path = module(t, 'export default function f({ id }) { if (id === 3) throw new Error("enough") }');
    const { stdout, stderr, status } = await run(
      'enrich',
      ['--with', path, '--on-error', 'stop', '-c', '1', '--queue-size', '0'],
      {
        input: ndjson(...numbered(1000)),
      },
    );
    assert.equal(status, 4);
    assert.deepEqual(ids(records(stdout)), [0, 1, 2]);
    assert.match(stderr, /stdin:4: f: enough\n.*stopped by --on-error stop: f: enough/s);
  });

  it('shows a stack with -v alone', async (t) => {
    const path = module(t, 'export default function f() { throw new Error("enough") }');
    assert.doesNotMatch((await run('enrich', ['--with', path], { input: '{}\n' })).stderr, /module\.mjs:1:/);
    assert.match((await run('enrich', ['--with', path, '-v'], { input: '{}\n' })).stderr, /at .*module\.mjs:1:/);
  });

  it('gives each result on an endless FIFO as it is ready', async (t) => {
    const folder = scratch(t);
    const fifo = join(folder, 'fifo');
    await shell(`mkfifo ${fifo}`);
    const child = start(join(bin, 'enrich'), ['--follow', '--with', `${example('slow.js')}:20?ms=50`, fifo]);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    for (let id = 0; id < 3; id++) {
      // The writer comes and goes; the next record is written when the result of this one was read.
      await shell(`printf '{"id":${id}}\\n' > ${fifo}`);
      const { value } = await lines.next();
      assert.equal(JSON.parse(value).id, id);
    }
    child.kill('SIGTERM');
    assert.equal((await finished(child)).status, 143);
  });

  it('finishes what is under way after a signal, and begins nothing more', async (t) => {
    const path = module(
      t,
      'import { appendFileSync } from "node:fs"; export default async function f({ id }, _) { appendFileSync(process.env.BEGUN, id + "\\n"); await new Promise((r) => setTimeout(r, 400)) }',
    );
    const begun = join(scratch(t), 'begun');
    const child = start(join(bin, 'enrich'), ['--with', `${path}:4`], { env: { BEGUN: begun } });
    child.stdin.write(ndjson(...numbered(60)));
    const [first] = await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const { stdout, stderr, status } = await finished(child);
    assert.equal(status, 143, stderr);
    const out = ids(records(first + stdout));
    assert.deepEqual(
      out.sort((a, b) => a - b),
      readFileSync(begun, 'utf8')
        .trim()
        .split('\n')
        .map(Number)
        .sort((a, b) => a - b),
    );
    assert.ok(out.length < 60);
  });

  it('reads no more than it has room for', async (t) => {
    const child = start(join(bin, 'enrich'), ['--with', module(t, 'export default () => new Promise(() => {})')]);
    child.stdin.on('error', () => {});
    const taken = new Promise((resolve) =>
      child.stdin.write(`{"text":"${'x'.repeat(1000)}"}\n`.repeat(50_000), () => resolve('taken')),
    );
    assert.equal(await Promise.race([taken, new Promise((resolve) => setTimeout(resolve, 1000, 'waiting'))]), 'waiting');
    child.kill('SIGKILL');
    await finished(child);
  });

  for (const [file, path] of [
    ['reading-level.mjs', ['enrichments', 'ReadingLevel']],
    ['fingerprint.mjs', ['enrichments', 'fingerprint']],
  ] as const) {
    it(`runs examples/enrichments/${file}`, async () => {
      const input = ndjson({ title: 'A title', content_text: 'The cat sat on the mat. It was a big cat.' });
      const { stdout, status } = await run('enrich', ['--with', 'text-stats', '--with', example(file)], { input });
      assert.equal(status, 0);
      const value = (records(stdout)[0]![path[0]] as Record<string, string>)[path[1]];
      assert.match(value!, /^(easy|[0-9a-f]{32})$/);
    });
  }

  it('runs examples/enrichments/clean-title.mjs', async () => {
    const { stdout } = await run('enrich', ['--with', `${example('clean-title.mjs')}?suffix= - News`], {
      input: '{"n":1.0,"title":"It rains - News"}\n',
    });
    assert.equal(stdout, '{"n":1.0,"title":"It rains"}\n');
  });

  it('finds the terms of examples/enrichments/terms.txt', async () => {
    const { stdout } = await run('enrich', ['--with', 'match', '--terms', example('terms.txt')], {
      input: ndjson({ title: 'Breaking: #Rust and climate change', content_text: 'Hybrid buses in all colours' }),
    });
    const found = (records(stdout)[0]!.enrichments as { match: { term: string; field: string }[] }).match;
    assert.deepEqual(
      found.map(({ term, field }) => `${field}: ${term}`),
      ['title: breaking', 'title: rust', 'title: climate change', 'content_text: green transport', 'content_text: /colou?rs?/i'],
    );
  });
});
