import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HashTable, SipHasher } from '../../../src/lib/dedupe/index.ts';

for (const numbered of [false, true]) {
  test(`a table holds what a Set holds${numbered ? ', with numbers' : ''}, through its growing, in at most 40 bytes a key`, () => {
    const hasher = new SipHasher();
    const table = new HashTable(numbered);
    const seen = new Map<number, number>();
    const bytes = Buffer.alloc(8);
    for (let step = 0, key = 1; step < 400_000; step++) {
      key = (Math.imul(key, 1664525) + 1013904223) >>> 0;
      const value = key >>> 14;
      bytes.writeUInt32LE(value);
      hasher.begin();
      hasher.add(0, bytes, 0, 8);
      const hash = hasher.finish();
      const expected = seen.get(value);
      assert.equal(table.find(hash) >= 0, expected !== undefined);
      const found = table.add(hash);
      if (expected === undefined) {
        assert.equal(found, -1);
        seen.set(value, seen.size);
      } else assert.equal(found, numbered ? expected : 0);
    }
    assert.equal(table.size, seen.size);
    if (!numbered) assert.ok(table.bytes <= 40 * table.size, `${table.bytes / table.size} bytes a key`);
  });
}
