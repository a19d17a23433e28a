import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { ndjson, records, root, run, scratch } from '../support/executables.ts';

const input = ndjson(...Array.from({ length: 6 }, (_, id) => ({ id, ...(id === 3 ? { bad: true } : {}) })));

/** A program that answers each line; `answer` is the body of a function of the record. */
function program(t: TestContext, answer: string): string {
  const path = join(scratch(t), 'answer.mjs');
  const source = `import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
const say = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
for await (const line of createInterface({ input: process.stdin })) { const record = JSON.parse(line); ${answer} }`;
  writeFileSync(path, source);
  return path;
}

async function exec(t: TestContext, answer: string, args: string[] = []) {
  const path = program(t, answer);
  const begun = join(path, '../begun');
  const result = await run('enrich', ['--exec', `node ${path}`, '--allow-rejects', ...args], { input, env: { BEGUN: begun } });
  const out = records(result.stdout) as { id: number; enrichments: Record<string, unknown> }[];
  return { ...result, out, ids: out.map(({ id }) => id), begun };
}

describe('enrich --exec', { concurrency: 3 }, () => {
  it('puts the answer of a program under its name', async (t) => {
    const { out, status } = await exec(t, 'say({ twice: record.id * 2 })');
    assert.equal(status, 0);
    assert.deepEqual(out[2], { id: 2, enrichments: { answer: { twice: 4 } } });
  });

  it('keeps the program running from record to record', async (t) => {
    const { out } = await exec(t, 'say(process.pid)');
    assert.equal(new Set(out.map(({ enrichments }) => enrichments.answer)).size, 1);
  });

  for (const [given, name] of [
    ['cat', 'cat'],
    ['/bin/cat -u', 'cat'],
    ['LC_ALL=C cat', 'cat'],
    ['copy: cat', 'copy'],
    ['copy:2: cat', 'copy'],
    ['sh -c "exec cat"', 'sh'],
  ] as const) {
    it(`calls the enrichment of '${given}' ${name}`, async () => {
      const { stdout } = await run('enrich', ['--exec', given], { input: '{"id":1}\n' });
      assert.equal(stdout, `{"id":1,"enrichments":{"${name}":{"id":1}}}\n`);
    });
  }

  it('ends at the start, with one line, where the shell does not find the program', async () => {
    for (const [given, program] of [
      ['nosuch-program', 'nosuch-program'],
      ['tone: LC_ALL=C ./nosuch.py --fast', './nosuch.py'],
    ]) {
      const { status, stdout, stderr } = await run('enrich', ['--exec', given ?? ''], { input });
      assert.deepEqual([status, stdout, stderr], [4, '', `enrich: ${given}: ${program}: command not found\n`]);
    }
  });

  it('runs as many of it as NAME:N says', async (t) => {
    const path = program(t, 'setTimeout(() => say(process.pid), 100)');
    const { stdout } = await run('enrich', ['--exec', `answer:3: node ${path}`], { input });
    const pids = records(stdout).map(({ enrichments }) => (enrichments as { answer: number }).answer);
    assert.equal(new Set(pids).size, 3);
  });

  it('starts it again when it dies, and tries the record once more', async (t) => {
    const { ids, begun, stderr } = await exec(
      t,
      'appendFileSync(process.env.BEGUN, record.id + "\\n"); if (record.bad) process.exit(7); say(1)',
    );
    assert.deepEqual(ids, [0, 1, 2, 4, 5]);
    assert.match(stderr, /stdin:4: answer: ended with status 7/);
    assert.deepEqual(readFileSync(begun, 'utf8').trim().split('\n'), ['0', '1', '2', '3', '3', '4', '5']);
  });

  it('answers a record at the second try', async (t) => {
    const { ids } = await exec(
      t,
      'const { existsSync } = await import("node:fs"); if (record.bad && !existsSync(process.env.BEGUN)) { appendFileSync(process.env.BEGUN, "x"); process.exit(1); } say(1)',
    );
    assert.deepEqual(ids, [0, 1, 2, 3, 4, 5]);
  });

  for (const [name, answer, message, args] of [
    ['hangs', 'if (!record.bad) say(1)', /gave no answer within 3 s/, ['--timeout', '3']],
    ['answers what is no JSON', 'if (record.bad) console.log("what?"); else say(1)', /answered what is not JSON: what\?/],
    ['answers too much', 'say(record.bad ? "x".repeat(3000000) : 1)', /more than --max-value 1000000/, ['--max-value', '1MB']],
    ['is killed', 'if (record.bad) process.kill(process.pid, "SIGKILL"); say(1)', /ended (by SIGKILL|with status 137)/],
  ] as const) {
    it(`rejects a record over which it ${name}, and goes on`, async (t) => {
      const { ids, stderr } = await exec(t, answer, [...(args ?? [])]);
      assert.deepEqual(ids, [0, 1, 2, 4, 5]);
      assert.match(stderr, message);
    });
  }

  it('starts it no more after --restarts deaths in a row, and rejects what is left', async (t) => {
    const { ids, begun, stderr, status } = await exec(t, 'appendFileSync(process.env.BEGUN, "x"); process.exit(1)', [
      '--restarts',
      '4',
    ]);
    assert.deepEqual([ids, status], [[], 0]);
    assert.equal(readFileSync(begun, 'utf8').length, 5);
    assert.match(stderr, /stdin:6: answer: has ended 5 times in a row without an answer/);
  });

  it('shows what it writes to standard error as lines of its own', async (t) => {
    const { stderr, ids } = await exec(t, 'if (record.bad) console.error("careful"); say(1)');
    assert.equal(ids.length, 6);
    assert.match(stderr, /^enrich: node .*answer\.mjs: careful$/m);
  });

  it('runs examples/enrichments/title-length.py, where there is a Python', async (t) => {
    const result = await run('enrich', ['--exec', `python3 ${join(root, 'examples/enrichments/title-length.py')}`], {
      input: '{"title":"abc"}\n',
    });
    if (/not found/.test(result.stderr)) return t.skip('no python3');
    assert.equal(result.stdout, '{"title":"abc","enrichments":{"title-length":3}}\n');
  });
});
