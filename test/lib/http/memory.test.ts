import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FeedMemory } from '../../../src/lib/http/memory.ts';
import { pack } from '../../../src/lib/http/packed-state.ts';
import { openStore } from '../../../src/lib/state/index.ts';

const [key, keyBefore] = ['https://example.org/feed.xml', 'Sexample.org/feed.xml'];

/** A memory in which a feed is stored under the key that was once used. */
async function memoryAsBefore(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'feedmill-'));
  const part = await openStore(folder, 'fetch');
  t.after(async () => {
    await part.close();
    rmSync(folder, { recursive: true });
  });
  part.put(keyBefore, pack({ asked: 1, etag: '"a"' }));
  return { part, memory: new FeedMemory(part) };
}

test('a feed that was stored under a longer key is found, and stored under the shorter one', async (t) => {
  const { part, memory } = await memoryAsBefore(t);
  assert.deepEqual(memory.get(key), { asked: 1, etag: '"a"' });
  assert.deepEqual([...memory.entries()], [[key, { asked: 1, etag: '"a"' }]]);
  memory.put(key, { asked: 2 });
  assert.deepEqual(memory.get(key), { asked: 2 });
  assert.equal(part.has(keyBefore), false);
  assert.deepEqual([...memory.entries()], [[key, { asked: 2 }]]);
});

test('a feed that was stored under a longer key is forgotten', async (t) => {
  const { memory } = await memoryAsBefore(t);
  assert.equal(memory.forget(key), true);
  assert.equal(memory.forget(key), false);
  assert.deepEqual([...memory.entries()], []);
});
