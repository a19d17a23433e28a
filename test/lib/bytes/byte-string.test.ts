import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ascii, type ByteString, bytesIn, fromBytes, lowerBytes, toBytes, trimBytes } from '../../../src/lib/bytes/index.ts';

test('toBytes and fromBytes are inverse for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const bytes = toBytes(text);
      assert.equal(fromBytes(bytes), text);
      assert.equal(bytes, bytesIn(Buffer.from(text)));
    }),
  );
});

test('trimBytes and lowerBytes keep the bytes of characters beyond ASCII', () => {
  // The last byte of à is the no-break space of Latin-1, and the first byte of é is a capital letter of it.
  assert.equal(fromBytes(trimBytes(toBytes(' \tvoilà\n'))), 'voilà');
  assert.equal(fromBytes(lowerBytes(toBytes('CAFÉ'))), 'cafÉ');
});

test('the compiler tells byte strings from text', () => {
  const text: string = 'text';
  const bytes = toBytes(text);
  // @ts-expect-error: text is no byte string.
  const wrong: ByteString = text;
  // @ts-expect-error: toLowerCase would change bytes that stand for other characters than those of Latin-1.
  const lower: ByteString = bytes.toLowerCase();
  // @ts-expect-error: a text is put into a byte string.
  const replaced: ByteString = bytes.replace('t', text);
  // @ts-expect-error: a variable is no literal.
  const variable = ascii(text);
  const right: ByteString[] = [bytes.slice(1), bytes.replace('t', '-'), ...bytes.split('x'), ascii('literal')];
  assert.deepEqual([wrong, lower, replaced, variable], ['text', 'text', 'textext', 'text']);
  assert.deepEqual(right, ['ext', '-ext', 'te', 't', 'literal']);
});
