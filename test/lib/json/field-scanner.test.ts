import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FieldScanner, type JsonObject, parseFields, valueAt } from '../../../src/lib/json/index.ts';

const fields = parseFields('id,feed.url,a.0.b,feed');

/** The text of each field's value as the scanner finds it, or undefined when it takes the text for no JSON object. */
function scanned(json: Buffer, before = 0): (string | undefined)[] | undefined {
  const scanner = new FieldScanner(fields);
  // In the middle of a block, as lines are.
  const block = Buffer.concat([Buffer.alloc(before, '"'), json, Buffer.from('\n"}')]);
  if (!scanner.scan(block, before, before + json.length)) return undefined;
  return fields.map((_, field) =>
    scanner.starts[field]! < 0 ? undefined : block.toString('utf8', scanner.starts[field], scanner.ends[field]),
  );
}

/** The same by JSON.parse. */
function parsed(json: string): unknown[] | undefined {
  let record: unknown;
  try {
    record = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return undefined;
  return fields.map((field) => valueAt(record as JsonObject, field));
}

function assertSame(text: string): void {
  // A lone surrogate, should the text hold one, is U+FFFD once it is bytes.
  const json = Buffer.from(text).toString();
  for (const before of [0, 1, 2, 3]) {
    const found = scanned(Buffer.from(json), before)?.map((text) => (text === undefined ? undefined : JSON.parse(text)));
    assert.deepEqual(found, parsed(json), json);
  }
}

const name = fc.oneof(
  fc.constantFrom('id', 'feed', 'url', 'a', 'b', '0', 'feed.url', 'a.0.b', '', '__proto__', 'i\\d', 'é'),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
const space = fc.constantFrom('', '', '', ' ', '\t \r ');
/** A string in JSON, spelled in one of the ways there are. */
const string = (of: fc.Arbitrary<string>) =>
  fc.tuple(of, fc.integer({ min: 0, max: 3 })).map(([text, spelling]) => {
    if (spelling === 0)
      return `"${[...text]
        .flatMap((c) => c.split(''))
        .map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .join('')}"`;
    return spelling === 1 ? JSON.stringify(text).replaceAll('/', '\\/').replaceAll('d', '\\u0064') : JSON.stringify(text);
  });
const numbers = fc.constantFrom('0', '-0', '1.0', '1', '1e3', '-12.5E-7', '12345678901234567890', '0.1e+1');
const { value } = fc.letrec<{ value: string; object: string; array: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('null', 'true', 'false'),
    numbers,
    string(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 30, maxLength: 90 }))),
    tie('object'),
    tie('array'),
  ),
  object: fc
    .array(fc.tuple(string(name), tie('value'), space), { maxLength: 6 })
    .map((members) => `{${members.map(([key, member, gap]) => `${gap}${key}${gap}:${gap}${member}${gap}`).join(',')}}`),
  array: fc
    .array(fc.tuple(tie('value'), space), { maxLength: 4 })
    .map((values) => `[${values.map(([v, gap]) => gap + v + gap).join(',')}]`),
}));

test('the scanner finds what JSON.parse finds, in any JSON', () => {
  fc.assert(fc.property(value, assertSame), { numRuns: 3000, seed: 1 });
});

test('the scanner and JSON.parse agree on what is JSON, in JSON with one character changed', () => {
  const mutated = fc.tuple(
    value,
    fc.nat(),
    fc.constantFrom('', '"', '\\', '{', '}', ',', ':', '0', '.', 'e', '-', ' ', '\u0001', 'x', '[', ']', 'u'),
  );
  fc.assert(
    fc.property(mutated, ([json, position, character]) => {
      const at = position % (json.length + 1);
      assertSame(json.slice(0, at) + character + json.slice(at + (position % 2)));
    }),
    { numRuns: 6000, seed: 2 },
  );
});

const cases: [what: string, json: string][] = [
  ['a repeated name: the last one counts', '{"id":1,"id":2}'],
  ['a repeated name on the way: the last one counts, with what is missing in it', '{"feed":{"url":1},"feed":{"x":2}}'],
  ['a repeated name whose last value is no object', '{"feed":{"url":1},"feed":3}'],
  ['a name with escapes', '{"\\u0069\\u0064":"x"}'],
  ['the name inside a string and inside another object', '{"x":"\\"id\\":1","y":{"id":2},"z":["id",{"id":3}]}'],
  ['an index into an array', '{"a":[{"b":1},{"b":2}]}'],
  ['an index as a name', '{"a":{"0":{"b":1}}}'],
  ['a name with the dots, before the nested one', '{"feed.url":1,"feed":{"url":2}}'],
  ['a name with the dots, after the nested one', '{"feed":{"url":2},"feed.url":null}'],
  ['control characters in a string', '{"id":"a\tb"}'],
  ['a control character deep in a long string', `{"id":"${'x'.repeat(61)}\u0001${'x'.repeat(70)}"}`],
  ['a quote and a backslash deep in a long string', `{"z":"${'é'.repeat(33)}\\"${'y'.repeat(41)}\\\\","id":1}`],
  ['characters a bit away from a quote or backslash, right behind one', '{"#":"#","id":"#\\\\]\\"#","]":"] #"}'],
  ['leading zeros', '{"id":01}'],
  ['bare words', '{"id":tru}'],
  ['a comma at the end', '{"id":1,}'],
  ['text after the object', '{"id":1} x'],
  ['an array', '[{"id":1}]'],
  ['nothing', ''],
];
for (const [what, json] of cases) test(`the scanner reads as JSON.parse does: ${what}`, () => assertSame(json));

test('the scanner takes any depth', () => {
  const depth = 200_000;
  const deep = Buffer.from(`{"x":${'['.repeat(depth)}${']'.repeat(depth)},"id":7}`);
  assert.equal(scanned(deep)?.[0], '7');
  assert.equal(scanned(deep.subarray(0, depth)), undefined);
});
