import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Reject } from '../../../src/lib/errors/index.ts';
import { parseFeedToJson } from '../../../src/lib/feed/index.ts';
import { mutate, random } from './mutate.ts';

const folder = new URL('../../fixtures/feeds/', import.meta.url);
const documents = readdirSync(folder)
  .filter((name) => !name.endsWith('.expected'))
  .sort()
  .map((name) => readFileSync(new URL(name, folder)));

/** Items as they go out, and the code of the reject in the end. Anything but a reject that is thrown fails the test. */
function outcome(document: Uint8Array): { items: number; code: string | undefined } {
  let items = 0;
  try {
    for (const json of parseFeedToJson(document, { base: 'http://feed.example/' })) {
      const item = JSON.parse(json.toString());
      assert.ok(typeof item.id === 'string' && item.id !== '', 'an item without an id');
      items++;
    }
  } catch (error) {
    if (error instanceof Reject) return { items, code: error.code };
    throw error;
  }
  return { items, code: undefined };
}

test('each of 2,000 mutated documents gives items, or a reject, or is a feed without items, well within 5 s and 512 MB', () => {
  const next = random(20_240_229);
  let slowest = 0;
  const codes = new Map<string, number>();
  for (let round = 0; round < 2000; round++) {
    const document = mutate(documents, next);
    const began = performance.now();
    const { code = 'none' } = outcome(document);
    codes.set(code, (codes.get(code) ?? 0) + 1);
    slowest = Math.max(slowest, performance.now() - began);
  }
  assert.ok(slowest < 5000, `one document took ${slowest} ms`);
  assert.ok(process.memoryUsage().rss < 512 * 2 ** 20, `memory: ${process.memoryUsage().rss} bytes`);
  const known = ['none', 'NOT_A_FEED', 'TRUNCATED', 'DEPTH_LIMIT', 'ATTRIBUTE_LIMIT', 'ENTITY_LIMIT', 'TEXT_LIMIT'];
  assert.deepEqual(
    [...codes.keys()].filter((code) => !known.includes(code)),
    [],
  );
});
