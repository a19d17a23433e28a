import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareKeys, justBefore } from '../../../src/lib/s3/order.ts';

const key = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });
const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

test('keys are in the order of their bytes in UTF-8', () => {
  fc.assert(fc.property(key, key, (a, b) => Math.sign(compareKeys(a, b)) === bytes(a, b)));
  assert.ok(compareKeys('\uffee', '😀') < 0, 'UTF-16 would have it the other way round');
});

test('what is just before a key comes before it', () => {
  fc.assert(fc.property(key, (a) => bytes(justBefore(a), a) < 0 && !/\p{Surrogate}/u.test(justBefore(a))));
});

test('what comes before a key by its last character comes before what is just before it', () => {
  fc.assert(
    fc.property(key, fc.string({ unit: 'grapheme', maxLength: 5 }), (a, tail) => {
      const last = [...a].at(-1)!.codePointAt(0)!;
      fc.pre(last > 0x21 && (last < 0xd800 || last > 0xe001));
      const lower = [...a].slice(0, -1).join('') + String.fromCodePoint(last - 1) + tail;
      return bytes(lower, justBefore(a)) < 0;
    }),
  );
});

test('what is just before a key of 1,024 bytes is no longer than a key may be', () => {
  for (const char of ['k', 'é', '😀']) {
    const long = char.repeat(1024 / Buffer.byteLength(char));
    assert.ok(Buffer.byteLength(justBefore(long)) <= 1024);
    assert.ok(bytes(justBefore(long), long) < 0);
  }
});
