// What `parse` makes of 2,000 damaged documents and of 400 that are damaged in bulk, as whole runs of the executable.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { enlarge } from '../lib/feed/enlarge.ts';
import { mutate, random } from '../lib/feed/mutate.ts';
import { records, root, run, scratch } from '../support/executables.ts';

const folder = join(root, 'test/fixtures/feeds');
const originals = readdirSync(folder)
  .filter((name) => !name.endsWith('.expected'))
  .sort()
  .map((name) => readFileSync(join(folder, name)));

const known = [
  'NOT_A_FEED',
  'TRUNCATED',
  'DEPTH_LIMIT',
  'ATTRIBUTE_LIMIT',
  'ENTITY_LIMIT',
  'TEXT_LIMIT',
  'BAD_JSON',
  'NOT_AN_OBJECT',
  'NO_BODY',
];

/**
 * Runs `parse` over `count` documents, `together` in a run. Each document has to give items that have an id, and at most one reject; each
 * run has to stay below 5 s and 512 MB, whatever is in it.
 */
async function check(t: TestContext, make: () => Buffer, count: number, together: number): Promise<void> {
  const scratched = scratch(t);
  const [rejects, peaks] = [join(scratched, 'rejects.ndjson'), join(scratched, 'peaks')];
  const env = { NODE_OPTIONS: `--require ${join(root, 'test/support/peak.cjs')}`, FEEDMILL_PEAKS: peaks };
  let slowest = 0;
  for (let done = 0; done < count; done += together) {
    const files = Array.from({ length: together }, (_, index) => join(scratched, `${index}.xml`));
    for (const file of files) writeFileSync(file, make());
    const began = performance.now();
    const { stdout, stderr, status } = await run('parse', ['-q', '--allow-rejects', '--rejects', rejects, ...files], { env });
    slowest = Math.max(slowest, performance.now() - began);
    const about = `documents ${done} to ${done + together}: ${stderr}`;
    assert.equal(status, 0, about);
    for (const item of records(stdout)) assert.ok(typeof item.id === 'string' && item.id !== '', about);
    const errors = records(readFileSync(rejects, 'utf8')).map(({ error }) => error as { code: string; source: string });
    for (const { code } of errors) assert.ok(known.includes(code), `${code}: ${about}`);
    // What shows no sign of markup any more is read as lines of records.
    const documents = errors.filter(({ code }) => code !== 'BAD_JSON').map(({ source }) => source);
    assert.equal(new Set(documents).size, documents.length, about);
  }
  const peak = Math.max(...[...readFileSync(peaks, 'utf8').matchAll(/\d+$/gm)].map(Number)) / 1024;
  t.diagnostic(`the slowest run took ${Math.round(slowest)} ms, the largest ${Math.round(peak)} MB`);
  assert.ok(slowest < 5000, `${slowest} ms`);
  assert.ok(peak < 512, `${peak} MB`);
}

test('parse gives items or one reject for each of 2,000 mutated documents', async (t) => {
  const next = random(20_260_111);
  await check(t, () => mutate(originals, next), 2000, 40);
});

test('parse gives items or one reject for each of 400 documents with trouble in bulk, within 5 s and 512 MB', async (t) => {
  const next = random(4711);
  await check(t, () => enlarge(originals, next), 400, 1);
});
