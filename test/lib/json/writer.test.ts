import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { toBytes } from '../../../src/lib/bytes/index.ts';
import { JsonWriter } from '../../../src/lib/json/index.ts';

/** The same value with all texts and names as byte strings. */
function inBytes(value: unknown): unknown {
  if (typeof value === 'string') return toBytes(value);
  if (Array.isArray(value)) return value.map(inBytes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [toBytes(name), inBytes(member)]));
}

const written = (value: object, writer = new JsonWriter('feed')) => writer.object(inBytes(value) as object).toString();
const withoutControls = (json: string) => json.replace(/\\(?:[bf]|u00[01].)/g, '');

test('objects are written as JSON.stringify writes them, but for control characters', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '😀', '"', '\\', '\n', '\t', '\r', ' ', '中'), maxLength: 90 });
  const value = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('any')),
      fc.dictionary(text, tie('any')),
    ),
  })).any;
  const writer = new JsonWriter('feed');
  fc.assert(
    fc.property(fc.dictionary(text, value), (object) => assert.equal(written(object, writer), JSON.stringify(object))),
    { numRuns: 300 },
  );
});

test('every character of ASCII is written, or left out where it is a control character, wherever it stands', () => {
  for (let code = 0; code < 0x80; code++) {
    for (let at = 0; at < 40; at++) {
      const text = `${'é'.repeat(at % 3)}${'x'.repeat(at)}${String.fromCharCode(code)}!"${'y'.repeat(39 - at)}`;
      assert.equal(written({ a: text }), withoutControls(JSON.stringify({ a: text })));
    }
  }
});

test('texts of a megabyte that are nothing but escapes are written whole', () => {
  const object = { a: '"'.repeat(1_000_001), b: '\\\n'.repeat(500_000), c: '\u0001'.repeat(100_000) };
  assert.equal(written(object), withoutControls(JSON.stringify(object)));
});

test('the shared member is written for every object', () => {
  const writer = new JsonWriter('feed');
  const feed = { url: 'https://example.org/"' };
  for (const object of [
    { id: 1, feed },
    { id: 2, feed },
    { id: 3, feed: { url: 'other' } },
    { feed, id: 4 },
  ]) {
    assert.equal(writer.object(object).toString(), JSON.stringify(object));
  }
});

test('what was written stays as it is while more is written', () => {
  const writer = new JsonWriter('');
  const all = Array.from({ length: 3000 }, (_, n) => ({ n, text: 'x'.repeat(n % 700) }));
  const buffers = all.map((object) => writer.object(object));
  assert.deepEqual(
    buffers.map((json) => JSON.parse(json.toString())),
    all,
  );
});
