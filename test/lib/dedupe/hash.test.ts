import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KeyMaker, MurmurHasher, parseKeyFields, SipHasher } from '../../../src/lib/dedupe/index.ts';
import { collidingIds } from '../../commands/dedupe-collisions.ts';

const MASK = 0xffff_ffff_ffff_ffffn;

/** SipHash-c-d with 128 bits, as its authors' reference has it. */
function referenceSipHash(c: number, d: number, key: Buffer, message: Buffer): string {
  const [k0, k1] = [key.readBigUInt64LE(0), key.readBigUInt64LE(8)];
  let [v0, v1, v2, v3] = [
    k0 ^ 0x736f6d6570736575n,
    k1 ^ 0x646f72616e646f6dn ^ 0xeen,
    k0 ^ 0x6c7967656e657261n,
    k1 ^ 0x7465646279746573n,
  ];
  const rotate = (word: bigint, bits: bigint) => ((word << bits) | (word >> (64n - bits))) & MASK;
  const rounds = (count: number) => {
    for (let round = 0; round < count; round++) {
      v0 = (v0 + v1) & MASK;
      v1 = rotate(v1, 13n) ^ v0;
      v0 = rotate(v0, 32n);
      v2 = (v2 + v3) & MASK;
      v3 = rotate(v3, 16n) ^ v2;
      v0 = (v0 + v3) & MASK;
      v3 = rotate(v3, 21n) ^ v0;
      v2 = (v2 + v1) & MASK;
      v1 = rotate(v1, 17n) ^ v2;
      v2 = rotate(v2, 32n);
    }
  };
  const padded = Buffer.concat([message, Buffer.alloc(8 - (message.length % 8))]);
  padded[padded.length - 1] = message.length;
  for (let at = 0; at < padded.length; at += 8) {
    const word = padded.readBigUInt64LE(at);
    v3 ^= word;
    rounds(c);
    v0 ^= word;
  }
  const hash = Buffer.alloc(16);
  v2 ^= 0xeen;
  rounds(d);
  hash.writeBigUInt64LE(v0 ^ v1 ^ v2 ^ v3, 0);
  v1 ^= 0xddn;
  rounds(d);
  hash.writeBigUInt64LE(v0 ^ v1 ^ v2 ^ v3, 8);
  return hash.toString('hex');
}

const counting = Buffer.from(Array.from({ length: 16 }, (_, index) => index));

/** A value as it stands in a list: its kind, its length, its bytes. */
function framed(kind: number, value: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32LE(kind, 0);
  head.writeInt32LE(value.length, 4);
  return Buffer.concat([head, value]);
}

function hashOf(hasher: SipHasher, ...values: Uint8Array[]): string {
  hasher.begin();
  for (const [kind, value] of values.entries()) hasher.add(kind, value, 0, value.length);
  const { buffer, byteOffset } = hasher.finish();
  return Buffer.from(buffer, byteOffset, 16).toString('hex');
}

test('the reference gives the vectors that the authors of SipHash publish', () => {
  assert.equal(referenceSipHash(2, 4, counting, Buffer.alloc(0)), 'a3817f04ba25a8e66df67214c7550293');
  assert.equal(referenceSipHash(2, 4, counting, Buffer.from([0])), 'da87c1d86b99af44347659119b22fc45');
});

test('a hash is SipHash-1-3-128 of the values with their kinds and lengths, of any lengths, across blocks', () => {
  const hasher = new SipHasher(counting);
  const expected = (...values: Uint8Array[]) =>
    referenceSipHash(1, 3, counting, Buffer.concat(values.map((value, kind) => framed(kind, value))));
  for (let length = 0; length < 70; length++) {
    const value = Buffer.from(Array.from({ length }, (_, index) => index * 7));
    assert.equal(hashOf(hasher, value), expected(value), `${length} bytes`);
  }
  for (const length of [32_740, 32_752, 32_757, 32_759, 32_760, 32_761, 32_768, 65_536, 100_003]) {
    const long = Buffer.alloc(length, 'abcdefg');
    assert.equal(hashOf(hasher, long, counting, long), expected(long, counting, long), `${length} bytes`);
  }
});

test('a list that was begun and not ended leaves nothing behind', () => {
  const hasher = new SipHasher(counting);
  const alone = hashOf(hasher, counting);
  hasher.begin();
  hasher.add(0, Buffer.alloc(100_000), 0, 100_000);
  assert.equal(hashOf(hasher, counting), alone);
});

test('a hash is that of the bytes, wherever they stand; another key gives another', () => {
  const hasher = new SipHasher();
  const other = new SipHasher();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 90 }), fc.nat(9), (bytes, before) => {
      const there = Buffer.concat([Buffer.alloc(before, 9), bytes, Buffer.alloc(3, 9)]);
      const alone = hashOf(hasher, bytes);
      hasher.begin();
      hasher.add(0, there, before, before + bytes.length);
      const { buffer, byteOffset } = hasher.finish();
      assert.equal(Buffer.from(buffer, byteOffset, 16).toString('hex'), alone);
      assert.notEqual(hashOf(other, bytes), alone);
    }),
    { seed: 4 },
  );
});

test('what versions up to 0.1 have stored is MurmurHash3 for 32-bit machines with 128 bits', () => {
  const bytes = Buffer.from("I will not buy this tobacconist's, it is scratched.");
  const hasher = new MurmurHasher(Buffer.alloc(16));
  hasher.begin();
  hasher.add(0, bytes, 0, bytes.length);
  const words = [...hasher.finish()].map((word) => (word >>> 0).toString(16).padStart(8, '0'));
  assert.equal(words.join(''), '9b5b7ba2ef3f7866889adeaf00f3f98e');
});

test('ids that collide by MurmurHash3 under every seed have different keys', () => {
  const countKeys = (keys: KeyMaker) => {
    const all = collidingIds.map((id) => {
      const json = Buffer.from(JSON.stringify({ id }));
      assert.equal(keys.make(json, 0, json.length), 'key');
      return keys.hash.join();
    });
    return new Set(all).size;
  };
  for (const by of ['id', 'feed.url?,id', 'x?,id']) {
    const fields = parseKeyFields(by, 'none');
    assert.equal(countKeys(new KeyMaker(fields, new MurmurHasher(Buffer.alloc(16, 5)))), 2);
    assert.equal(countKeys(new KeyMaker(fields, new SipHasher())), 4);
  }
});
