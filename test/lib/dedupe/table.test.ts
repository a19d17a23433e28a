import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Hasher, HashTable } from '../../../src/lib/dedupe/index.ts';

test('the hash is MurmurHash3 for 32-bit machines with 128 bits', () => {
  const bytes = Buffer.from("I will not buy this tobacconist's, it is scratched.");
  const hash = new Hasher(Buffer.alloc(16)).hash(bytes, 0, bytes.length);
  const words = [...hash].map((word) => (word >>> 0).toString(16).padStart(8, '0'));
  assert.equal(words.join(''), '9b5b7ba2ef3f7866889adeaf00f3f98e');
});

test('every bit of the input changes about half of the bits of the hash', () => {
  const hasher = new Hasher(Buffer.alloc(16, 3));
  for (const length of [1, 3, 4, 7, 8, 12, 15, 16, 17, 33]) {
    const bytes = Buffer.alloc(length, 0x61);
    const before = hasher.hash(bytes, 0, length).slice();
    for (let bit = 0; bit < length * 8; bit++) {
      bytes[bit >> 3] ^= 1 << (bit & 7);
      const after = hasher.hash(bytes, 0, length);
      bytes[bit >> 3] ^= 1 << (bit & 7);
      let changed = 0;
      for (let word = 0; word < 3; word++) for (let rest = before[word] ^ after[word]; rest !== 0; rest &= rest - 1) changed++;
      assert.ok(changed > 20 && changed < 76, `bit ${bit} of ${length} bytes changes ${changed} of 96`);
    }
  }
});

test('a hash is that of the bytes, wherever they stand', () => {
  const hasher = new Hasher();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(5), (bytes, before) => {
      const there = Buffer.concat([Buffer.alloc(before, 9), bytes, Buffer.alloc(3, 9)]);
      const alone = hasher.hash(bytes, 0, bytes.length).slice();
      assert.deepEqual(hasher.hash(there, before, before + bytes.length), alone);
      assert.notEqual(alone[0], 0);
    }),
    { seed: 4 },
  );
});

for (const numbered of [false, true]) {
  test(`a table holds what a Set holds${numbered ? ', with numbers' : ''}, through its growing, in at most 40 bytes a key`, () => {
    const hasher = new Hasher();
    const table = new HashTable(numbered);
    const seen = new Map<number, number>();
    const bytes = Buffer.alloc(8);
    for (let step = 0, key = 1; step < 400_000; step++) {
      key = (Math.imul(key, 1664525) + 1013904223) >>> 0;
      const value = key >>> 14;
      bytes.writeUInt32LE(value);
      const hash = hasher.hash(bytes, 0, 8);
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
