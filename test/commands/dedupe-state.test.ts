import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { KeyMaker, MurmurHasher, parseKeyFields } from '../../src/lib/dedupe/index.ts';
import { openStore } from '../../src/lib/state/index.ts';
import { records, run, scratch, shell } from '../support/executables.ts';
import { collidingIds } from './dedupe-collisions.ts';

const lines = (...all: string[]) => all.map((line) => `${line}\n`).join('');

test('dedupe: --state drops what earlier runs passed on, whatever their --by for others, and a second run at once is refused', async (t) => {
  const state = join(scratch(t), 's');
  const first = await run('dedupe', ['--by', 'id', '--state', state], { input: lines('{"id":1}', '{"id":2}', '{"id":1}') });
  assert.equal(first.stdout, lines('{"id":1}', '{"id":2}'));
  const second = await run('dedupe', ['--by', 'id', '--state', state], { input: lines('{"id":3}', '{"id":2.0}', '{"id":1}') });
  assert.equal(second.stdout, lines('{"id":3}'));
  const other = await run('dedupe', ['--by', 'n', '--state', state], { input: lines('{"n":1}') });
  assert.equal(other.stdout, lines('{"n":1}'));
  const locked = await shell(
    `coproc dedupe --by id --state "$0"; echo '{"id":9}' >&"\${COPROC[1]}"; read -r line <&"\${COPROC[0]}"; echo "$line"; dedupe --by id --state "$0" < /dev/null; echo "status $?"`,
    { args: [state] },
  );
  assert.match(locked.stdout, /^\{"id":9\}\nstatus 3\n$/);
  assert.match(locked.stderr, /held by another run: dedupe \(pid \d+, since /);
});

test('dedupe: nothing is remembered that was not written', async (t) => {
  const state = join(scratch(t), 's');
  const input = lines(...Array.from({ length: 50_000 }, (_, id) => JSON.stringify({ id, text: 'x'.repeat(100) })));
  const cut = await shell('dedupe --by id --state "$0" | head -n 10', { args: [state], input });
  const again = await run('dedupe', ['--by', 'id', '--state', state], { input });
  const ids = new Set([...records(cut.stdout), ...records(again.stdout)].map(({ id }) => id));
  // A pipe holds 64 KiB that were written and never read, in either of the two pipes of this test.
  assert.ok(ids.size > 48_000, `${ids.size} of 50,000`);
  const full = await shell('dedupe --by id --state "$0" > /dev/full', { args: [join(state, '2')], input });
  assert.equal(full.status, 4);
  const after = await run('dedupe', ['--by', 'id', '--state', join(state, '2')], { input });
  assert.equal(records(after.stdout).length, 50_000);
});

test('dedupe: --ttl forgets, and --compact gives the space back', async (t) => {
  const state = join(scratch(t), 's');
  const input = lines(...Array.from({ length: 20_000 }, (_, id) => JSON.stringify({ id })));
  const dedupe = (...args: string[]) =>
    run('dedupe', ['--by', 'id', '--state', state, ...args], { input: args[2] === 'no' ? '' : input });
  assert.equal(records((await dedupe()).stdout).length, 20_000);
  assert.equal(records((await dedupe('--ttl', '1h')).stdout).length, 0);
  assert.equal(records((await dedupe('--ttl', '1ms')).stdout).length, 20_000);
  const size = () => Number(execFileSync('du', ['-sk', state]).toString().split('\t')[0]);
  const before = size();
  const compacted = await run('dedupe', ['--by', 'id', '--state', state, '--ttl', '1ms', '--compact'], { input: '' });
  assert.equal(compacted.status, 0, compacted.stderr);
  assert.ok(size() < before / 4, `${size()} KiB of ${before}`);
  assert.equal(records((await dedupe()).stdout).length, 20_000);
  assert.equal(records((await dedupe()).stdout).length, 0);
});

/** Makes a state as versions up to 0.1 made it: keys of 96 bits by MurmurHash3. */
async function makeFormerState(dir: string, by: string, seen: object[], at: number): Promise<void> {
  const seed = Buffer.alloc(16, 42);
  const part = await openStore(dir, 'dedupe');
  part.put('seed', seed);
  const keys = new KeyMaker(parseKeyFields(by, 'none'), new MurmurHasher(seed));
  for (const record of seen) {
    const json = Buffer.from(JSON.stringify(record));
    assert.equal(keys.make(json, 0, json.length), 'key');
    part.put(Buffer.from(keys.hash.buffer, 0, 12), at);
  }
  await part.close();
}

test('dedupe: what a state of an earlier version has seen is dropped, now and in later runs', async (t) => {
  const state = join(scratch(t), 's');
  await makeFormerState(state, 'id', [{ id: 1 }, { id: 'two' }], Date.now() - 3_600_000);
  const input = lines('{"id":1}', '{"id":"two"}', '{"id":3}', '{"id":1}');
  const first = await run('dedupe', ['--by', 'id', '--state', state], { input });
  assert.deepEqual([first.stdout, first.status], ['{"id":3}\n', 0]);
  const part = await openStore(state, 'dedupe');
  const lengths = [...part.entries()].flatMap(([key]) => (Buffer.isBuffer(key) ? [key.length] : [])).sort((a, b) => a - b);
  await part.close();
  assert.deepEqual(lengths, [12, 12, 16, 16, 16], 'what was seen again is stored by the new hash as well');
  const again = await run('dedupe', ['--by', 'id', '--state', state], { input });
  assert.equal(again.stdout, '');
  const forgotten = await run('dedupe', ['--by', 'id', '--state', state, '--ttl', '1ms'], { input });
  assert.equal(records(forgotten.stdout).length, 3);
});

test('dedupe: --ttl holds for what a state of an earlier version has seen', async (t) => {
  const state = join(scratch(t), 's');
  await makeFormerState(state, 'id', [{ id: 1 }], Date.now() - 3_600_000);
  const { stdout } = await run('dedupe', ['--by', 'id', '--state', state, '--ttl', '30m'], { input: '{"id":1}\n' });
  assert.equal(stdout, '{"id":1}\n');
});

test('dedupe: ids that collide by MurmurHash3 are all remembered by a state', async (t) => {
  const state = join(scratch(t), 's');
  const input = lines(...collidingIds.map((id) => JSON.stringify({ id })));
  const first = await run('dedupe', ['--by', 'id', '--state', state], { input });
  assert.equal(first.stdout, input);
  const again = await run('dedupe', ['--by', 'id', '--state', state], { input });
  assert.equal(again.stdout, '');
});
