import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ndjson, records, root, run, scratch } from '../support/executables.ts';

const input = Array.from({ length: 12 }, (_, id) => ({ id, ...(id === 3 || id === 8 ? { bad: true } : {}) }));
const bad = [3, 8];
const good = input.map(({ id }) => id).filter((id) => !bad.includes(id));
const hostile = (name: string) => join(root, 'test/fixtures/hostile', `${name}.mjs`);

/** The misbehaviour, and what is said of the records that meet it. */
const costly: [name: string, message: RegExp, options?: string[]][] = [
  ['throws', /^Hostile: no such luck$/],
  ['rejects', /^Hostile: no such luck$/],
  ['throws-nothing', /^Hostile: undefined$/],
  ['never-settles', /gave no answer within 0\.5 s/, ['--timeout', '0.5']],
  ['cycle', /circular/],
  ['bigint', /BigInt/],
  ['function', /gave a function/],
  ['huge', /more than --max-value/],
  ['deep', /call stack/],
  ['hostile-getter', /not to be read/],
  ['becomes-no-record', /circular/],
  ['exits', /called process\.exit\(0\)/],
  ['exits-later', /called process\.exit\(3\)/],
  ['throws-from-a-timer', /nobody can catch this/],
  ['leaves-a-rejection', /left lying about/],
  ['loops', /gave no answer within 0\.5 s/, ['--timeout', '0.5']],
  ['loops-later', /gave no answer within 0\.5 s/, ['--timeout', '0.5']],
  ['exhausts-memory', /ran out of memory/, ['--memory', '48']],
  ['exhausts-buffers', /ran out of memory/, ['--memory', '16']],
  ['aborts', /SIGSEGV/],
  ['spoils-json', /what nobody can read/],
];
const alsoIn: Record<string, string[]> = {
  threads: ['throws', 'rejects', 'never-settles', 'cycle', 'exits', 'throws-from-a-timer', 'loops', 'exhausts-memory', 'aborts'],
  processes: ['throws', 'never-settles', 'exits', 'loops', 'exhausts-memory', 'aborts', 'spoils-json'],
};
const cheap = ['mutates-later', 'mutates-the-record-later', 'prints'];

async function enrich(folder: string, args: string[]) {
  const path = join(folder, 'rejects.ndjson');
  const { stdout, stderr, status } = await run('enrich', [...args, '--rejects', path], { input: ndjson(...input) });
  const { readFile } = await import('node:fs/promises');
  const rejects = records(await readFile(path, 'utf8')) as { error: { code: string; message: string }; record: { id: number } }[];
  return { out: records(stdout), rejects, stderr, status };
}

const ids = (list: { id?: unknown }[]) => list.map(({ id }) => Number(id)).sort((a, b) => a - b);

describe('enrich with an enrichment that', { concurrency: 3 }, () => {
  for (const pool of ['async', 'threads', 'processes']) {
    for (const [name, message, options = []] of costly) {
      if (!(alsoIn[pool]?.includes(name) ?? true)) continue;
      it(`${name} (${pool}) costs the record it does it to and no other`, async (t) => {
        const { out, rejects, stderr, status } = await enrich(scratch(t), ['--with', hostile(name), '--pool', pool, ...options]);
        assert.equal(status, 1, stderr);
        assert.deepEqual(ids(out), good);
        assert.deepEqual(ids(rejects.map(({ record }) => record)), bad);
        for (const { error } of rejects) {
          assert.equal(error.code, 'ENRICHMENT_FAILED');
          assert.match(error.message, message);
        }
        assert.doesNotMatch(stderr, /\n\s+at /, 'no stack trace');
      });
    }
    for (const name of cheap) {
      it(`${name} (${pool}) costs nothing`, async (t) => {
        const { out, rejects, status } = await enrich(scratch(t), ['--with', hostile(name), '--pool', pool]);
        assert.deepEqual([status, rejects.length], [0, 0]);
        assert.deepEqual(ids(out), ids(input));
        assert.doesNotMatch(JSON.stringify(out), /spoilt/);
      });
    }
  }
});
