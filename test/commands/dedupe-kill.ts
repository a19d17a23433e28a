import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { bin, scratch, start } from '../support/executables.ts';

const itemsARound = 20_000;

/** Runs dedupe over the file `in`, killed as soon as it has written so many bytes, or not at all. Gives the whole lines that it wrote. */
async function runOver(folder: string, args: string[], killAt = Number.POSITIVE_INFINITY): Promise<string[]> {
  const out = join(folder, 'out');
  writeFileSync(out, '');
  const child = start('bash', ['-c', 'exec "$0" "$@" in > out', join(bin, 'dedupe'), ...args], { cwd: folder });
  const watch = setInterval(() => statSync(out).size >= killAt && child.kill('SIGKILL'), 1);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  clearInterval(watch);
  assert.ok(code === 0 || signal === 'SIGKILL', `status ${code}`);
  return readFileSync(out, 'latin1').split('\n').slice(0, -1);
}

/**
 * In every round some new items come, and the run over them is killed when it has written another share of them; then a run goes to the end. Every item must
 * be in the union of what the runs wrote, and nothing else.
 */
export async function everyItemIsWritten(t: TestContext, rounds: number, args: string[]): Promise<void> {
  const folder = scratch(t);
  const input = join(folder, 'in');
  const items: string[] = [];
  const written = new Set<string>();
  let short = 0;
  let again = 0;
  for (let round = 0; round < rounds; round++) {
    for (let id = items.length, end = id + itemsARound; id < end; id++) {
      items.push(JSON.stringify({ id, content_text: `text ${id} of ${id * 7} and ${id * 13}` }));
    }
    writeFileSync(
      input,
      items
        .slice(-itemsARound * 2)
        .map((line) => `${line}\n`)
        .join(''),
    );
    const bytes = items.slice(-itemsARound).reduce((sum, line) => sum + line.length + 1, 0);
    const lines = await runOver(folder, [...args, '--state', 's'], bytes * (((round * 7) % rounds) / rounds) + 1);
    if (lines.length > 0 && lines.length < itemsARound) short++;
    for (const line of lines) {
      if (written.has(line)) again++;
      written.add(line);
    }
  }
  writeFileSync(input, items.map((line) => `${line}\n`).join(''));
  for (const line of await runOver(folder, [...args, '--state', 's'])) written.add(line);
  assert.equal(written.size, items.length);
  assert.ok(items.every((line) => written.has(line)));
  assert.deepEqual(await runOver(folder, [...args, '--state', 's']), [], 'every item is remembered');
  t.diagnostic(`${rounds} runs, ${short} of them killed in the middle of their output; ${again} items written twice`);
}
