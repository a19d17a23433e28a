import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ndjson, run, scratch, shell } from '../support/executables.ts';

const hasJq = spawnSync('jq', ['--version']).status === 0;

/** Records of many shapes; the same at every run. */
function variety(count: number): string {
  let seed = 7;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const values = [
    '1',
    '1.0',
    '2',
    '"1"',
    '"a"',
    '"\\u0061"',
    '"é 😀"',
    'null',
    'true',
    '[]',
    '["a","b"]',
    '{"a":1}',
    '-0',
    '1e2',
    '{}',
  ];
  return Array.from({ length: count }, (_, id) => {
    const value = () => values[random(values.length)];
    const inner = random(3) === 0 ? `[{"c":${value()}},{"c":${value()},"d":1}]` : `{"c":${value()}}`;
    return `{"id":${id}, "a":${value()}${random(4) === 0 ? '' : `,"b":${inner}`}${random(9) === 0 ? `,"a":${value()}` : ''}}\n`;
  }).join('');
}

describe('select', () => {
  it('passes the records that meet all conditions, as the bytes they came as', async () => {
    const input = '{"a":1.0,"b":"\\u0041"}\n{"a":2}\n { "a" : 1, "b":"A" } \n{"b":"A"}\n';
    const { stdout, status } = await run('select', ['--where', 'a=1', '--where', 'b=A'], { input });
    assert.deepEqual([stdout, status], ['{"a":1.0,"b":"\\u0041"}\n { "a" : 1, "b":"A" } \n', 0]);
  });

  const pairs: [args: string[], jq: string][] = [
    [['--where', 'a="a"'], '.a|if type=="array" then any(.[]; .=="a") else .=="a" end'],
    [['--where', 'a>=1'], '.a|if type=="array" then any(.[]; type=="number" and .>=1) else type=="number" and .>=1 end'],
    [['--where', 'b.c=true'], '[.b|if type=="array" then .[] else . end|.c?]|flatten|any(.==true)'],
    [['--exists', 'b.c'], '[.b|if type=="array" then .[] else . end|.c?]|flatten|any(.!=null)'],
    [['--not', '--exists', 'a'], '[.a]|flatten|any(.!=null)|not'],
    [
      ['--any', '--where', 'b.c="a"', '--where', 'a="a"'],
      '[.a, (.b|if type=="array" then .[] else . end|.c?)]|flatten|any(.=="a")',
    ],
    [['--where', 'id<100', '--where', 'a~/^.$/u'], '(.id<100) and ([.a]|flatten|any(type=="string" and length==1))'],
  ];
  for (const [args, filter] of pairs) {
    it(`takes the records that jq takes: ${args.join(' ')}`, { skip: !hasJq && 'jq is not installed' }, async () => {
      const input = variety(2000);
      const { stdout } = await run('select', args, { input });
      const jq = spawnSync('jq', ['-c', `select(${filter})|.id`], { input, encoding: 'utf8' });
      assert.equal(jq.stderr, '');
      const ids = stdout.split('\n').flatMap((line) => /"id":(\d+)/.exec(line)?.[1] ?? []);
      assert.deepEqual(ids, jq.stdout.split('\n').filter(Boolean));
      assert.notEqual(ids.length, 0);
    });
  }

  it('rejects what is no record by name, and goes on', async () => {
    const { stdout, stderr, status } = await run('select', ['--where', 'a=1'], { input: '{"a":1\n[1]\n{"a":1}x\n{"a":1}\n' });
    assert.deepEqual([stdout, status], ['{"a":1}\n', 1]);
    assert.match(stderr, /stdin:1.*\n.*stdin:2.*\n.*stdin:3/);
  });

  it('takes dates from --since to --until, in the field of --at', async () => {
    const days = ['2026-11-01', '2026-11-02T00:00:00+01:00', '2026-11-02', '2026-11-03'];
    const input = ndjson(...days.map((date_published, id) => ({ id, date_published })), { id: 9, date_published: 'soon' });
    const { stdout } = await run('select', ['--since', '2026-11-02', '--until', '2026-11-03'], { input });
    assert.equal(stdout, ndjson({ id: 2, date_published: '2026-11-02' }));
    const recent = ndjson({ at: new Date().toISOString() }, { at: '2001-01-01' });
    assert.equal((await run('select', ['--since', '1d', '--at', 'at'], { input: recent })).stdout, `${recent.split('\n', 1)}\n`);
  });

  it('ends after --limit records, and leaves an endless writer alone', async () => {
    const { stdout, status } = await shell('yes \'{"id":1}\' | feedmill select --where id=1 --limit 3');
    assert.deepEqual([stdout, status], ['{"id":1}\n'.repeat(3), 141]);
    const inRun = await shell('yes \'{"id":1}\' | feedmill run "select --limit 2 | select --where id=1"; exit 0');
    assert.equal(inRun.stdout, '{"id":1}\n'.repeat(2));
  });

  it('gives the same from a file, in a pipe of one process, and in threads', async (t) => {
    const file = join(scratch(t), 'in.ndjson');
    writeFileSync(file, variety(500));
    const args = "--any --where 'b.c=a' --where 'a>1'";
    const [alone, piped] = await Promise.all([
      shell(`feedmill select ${args} "$0"`, { args: [file] }),
      shell(`feedmill run "select ${args} | select --exists id" < "$0"`, { args: [file] }),
    ]);
    assert.notEqual(alone.stdout, '');
    assert.equal(piped.stdout, alone.stdout);
  });

  for (const args of [
    [],
    ['--where', 'language'],
    ['--where', 't~/(/'],
    ['--since', 'yesterday'],
    ['--exists', '.'],
    ['--limit', '0'],
  ]) {
    it(`is wrong usage: ${args.join(' ') || 'no condition'}`, async () => {
      const { stdout, stderr, status } = await run('select', args, { input: '{"a":1}\n' });
      assert.deepEqual([stdout, status], ['', 2]);
      assert.match(stderr, /^select: /);
    });
  }
});
