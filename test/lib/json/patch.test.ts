import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type JsonObject, patched } from '../../../src/lib/json/index.ts';
import { Line } from '../../../src/lib/ndjson/index.ts';

const patch = (text: string, after: JsonObject) => patched(Buffer.from(text), JSON.parse(text), after).toString();

const cases: [name: string, text: string, change: (record: JsonObject) => JsonObject, result: string][] = [
  [
    'keeps digits, escapes and order',
    '{"b":1.0,"a":"\\u0041","10":12345678901234567890}',
    (r) => ({ ...r, z: 1 }),
    '{"b":1.0,"a":"\\u0041","10":12345678901234567890,"z":1}',
  ],
  ['replaces where it stands', '{"a":1.0,"b":2.0,"c":3.0}', (r) => ({ ...r, b: 'x' }), '{"a":1.0,"b":"x","c":3.0}'],
  ['leaves out what is gone', '{"a":1.0,"b":2.0,"c":3.0}', ({ a: _, ...rest }) => rest, '{"b":2.0,"c":3.0}'],
  ['goes into objects', '{"f":{"x":1.0,"y":2.0}}', () => ({ f: { x: 1, y: 3, z: 4 } }), '{"f":{"x":1.0,"y":3,"z":4}}'],
  ['keeps duplicates that did not change', '{"a":1,"a":2.0,"b":0}', (r) => ({ ...r, b: 1 }), '{"a":1,"a":2.0,"b":1}'],
  ['leaves one of duplicates that changed', '{"a":1,"b":0,"a":2.0}', (r) => ({ ...r, a: 3 }), '{"b":0,"a":3}'],
  ['keeps __proto__ a member', '{"__proto__":{"x":1.0},"a":1}', (r) => ({ ...r, a: 2 }), '{"__proto__":{"x":1.0},"a":2}'],
  [
    'does without white space around members',
    ' { "a" : 1.0 , "b" : [ 1.0 ] } ',
    (r) => ({ ...r, c: null }),
    '{"a" : 1.0,"b" : [ 1.0 ],"c":null}',
  ],
  ['fills an empty object', '{}', () => ({ a: [] }), '{"a":[]}'],
  ['empties an object', '{"a":1}', () => ({}), '{}'],
  ['turns an object into an array', '{"a":{"b":1}}', () => ({ a: [1] }), '{"a":[1]}'],
];

describe('patched', () => {
  for (const [name, text, change, result] of cases) {
    it(name, () => assert.equal(patch(text, change(JSON.parse(text))), result));
  }

  it('gives the text of any object from the text of any other', () => {
    const object = fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 6 });
    fc.assert(
      fc.property(object, object, fc.boolean(), (a, b, share) => {
        const before: JsonObject = JSON.parse(JSON.stringify(a));
        const after: JsonObject = JSON.parse(JSON.stringify(share ? { ...a, ...b } : b));
        assert.deepEqual(JSON.parse(patch(JSON.stringify(before), after)), after);
      }),
    );
  });
});

describe('Line.rewritten', () => {
  it('gives a line with another text and the same origin', () => {
    const text = Buffer.from('{"a":1}');
    const line = new Line('file', 7, text, 0, text.length).rewritten(Buffer.from('{"a":2.0}'));
    assert.deepEqual([line.source, line.number, line.record, line.bytes().toString()], ['file', 7, { a: 2 }, '{"a":2.0}']);
  });

  it('hands its receipt on', () => {
    const text = Buffer.from('{}');
    let written = 0;
    const line = new Line('file', 1, text, 0, 2).whenWritten(() => written++).rewritten(text);
    line.receipt?.settle();
    assert.equal(written, 1);
  });
});
