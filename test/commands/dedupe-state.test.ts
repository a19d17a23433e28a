import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { records, run, scratch, shell } from '../support/executables.ts';

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
