import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { records, run, scratch } from '../support/executables.ts';

const lines = (...all: string[]) => all.map((line) => `${line}\n`).join('');

const story = (...changes: [from: string, to: string][]) => {
  const text =
    'The council of Oulu voted on Tuesday to close the old bridge after engineers found cracks in two of its four piers. A new one will ' +
    'not open before the spring of next year, the mayor told reporters, and until then all traffic goes through the harbour tunnel. ' +
    'Shop owners nearby fear for their trade and ask for help.';
  return changes.reduce((told, [from, to]) => told.replace(from, to), text);
};
const stories = lines(
  JSON.stringify({ id: 1, content_text: story() }),
  JSON.stringify({ id: 2, content_text: story(['Tuesday', 'Wednesday']) }),
  JSON.stringify({ id: 3, content_text: story([' Shop owners nearby fear for their trade and ask for help.', '']) }),
  JSON.stringify({ id: 4, content_text: `${story().toUpperCase()} © 2026 The Paper. All rights reserved.` }),
  JSON.stringify({
    id: 5,
    content_text: 'Cracks in two of four piers: Oulu has shut its old bridge, and drivers take the tunnel by the harbour.',
  }),
  JSON.stringify({ id: 6 }),
  JSON.stringify({ id: 7, content_text: '…' }),
  JSON.stringify({ id: 8, content_text: 17 }),
);

for (const method of ['minhash', 'simhash']) {
  test(`dedupe: --near drops what is nearly the same by ${method}, says how near, and remembers it with --state`, async (t) => {
    const folder = scratch(t);
    const dropped = join(folder, 'dropped');
    const threshold = method === 'simhash' ? ['--threshold', '0.75'] : [];
    const args = ['--near', '--method', method, ...threshold, '--state', join(folder, 's'), '--explain', '--dropped', dropped];
    const first = await run('dedupe', args, { input: stories });
    assert.deepEqual(
      records(first.stdout).map(({ id }) => id),
      [1, 5, 6, 7, 8],
    );
    const reasons = records(readFileSync(dropped, 'utf8')).map((record) => record.dropped as Record<string, unknown>);
    assert.deepEqual(
      reasons.map(({ line, first, method }) => ({ line, first, method })),
      [2, 3, 4].map((line) => ({ line, first: { source: 'stdin', line: 1 }, method })),
    );
    for (const { similarity } of reasons) assert.ok(Number(similarity) >= 0.75 && Number(similarity) <= 1);
    const input = lines(JSON.stringify({ id: 9, content_text: story(['Tuesday', 'Friday']) }), '{"id":6}', '{"id":10}');
    const second = await run('dedupe', args, { input });
    assert.equal(second.stdout, '{"id":10}\n');
  });
}

test('dedupe: --near takes a field, and --window bounds what is compared', async () => {
  const input = lines(
    ...['a b c d e', 'f g h i j', 'k l m n o', 'a b c d e'].map((title, id) => JSON.stringify({ id, x: { title } })),
  );
  const all = await run('dedupe', ['--near', 'x.title'], { input });
  assert.equal(records(all.stdout).length, 3);
  const two = await run('dedupe', ['--near', 'x.title', '--window', '2'], { input });
  assert.equal(records(two.stdout).length, 4);
});

test('dedupe: a key counts as seen when a record with it was passed on, not when one was dropped for its text', async () => {
  const input = lines(
    '{"id":1,"content_text":"a b c d"}',
    '{"id":2,"content_text":"a b c d"}',
    '{"id":2,"content_text":"other words here"}',
  );
  const { stdout } = await run('dedupe', ['--near'], { input });
  assert.equal(stdout, lines('{"id":1,"content_text":"a b c d"}', '{"id":2,"content_text":"other words here"}'));
});
