import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Json, type JsonObject, parseField, parseFields, valueAt, withValueAt } from '../../../src/lib/json/index.ts';

/** `__proto__` and the like as members, as JSON.parse makes them. */
const record: JsonObject = JSON.parse(
  `{"a":{"b":1,"c.d":2,"0":"zero"},"list":["x",{"y":[3]}],"x.y":4,"x":{"y":5},"nil":null,"__proto__":{"constructor":6},"é ü":7,"c,d:e?":8,
    "back\\\\slash":9,"nested":{"deep.er":{"z":10}}}`,
);

const values: [field: string, value: Json | undefined][] = [
  ['a.b', 1],
  ['a.c\\.d', 2],
  ['a.c.d', undefined],
  ['a.0', 'zero'],
  ['list.0', 'x'],
  ['list.1.y.0', 3],
  ['list.00', undefined],
  ['list.-1', undefined],
  ['list.2', undefined],
  ['list.length', undefined],
  ['list', ['x', { y: [3] }]],
  ['x.y', 4],
  ['x\\.y', 4],
  ['nil', null],
  ['nil.x', undefined],
  ['list.0.0', undefined],
  ['list.0.length', undefined],
  ['__proto__.constructor', 6],
  ['constructor', undefined],
  ['toString', undefined],
  ['a.constructor', undefined],
  ['a.__proto__', undefined],
  ['é ü', 7],
  [' a.b ', 1],
  ['c\\,d\\:e\\?', 8],
  ['c,d:e?', 8],
  ['back\\\\slash', 9],
  ['nested.deep\\.er.z', 10],
];

describe('a field', () => {
  for (const [field, value] of values) {
    it(`${field} is ${JSON.stringify(value)}`, () => assert.deepEqual(valueAt(record, parseField(field)), value));
  }

  for (const [field, value] of values) {
    if (value === undefined) continue;
    it(`${field} can be given another value, and nothing else changes`, () => {
      const before = structuredClone(record);
      const changed = withValueAt(record, parseField(field), 'new');
      assert.equal(valueAt(changed, parseField(field)), 'new');
      assert.deepEqual(withValueAt(changed, parseField(field), value), record);
      assert.deepEqual(record, before);
    });
  }

  it('that is not there gets a member of its whole name', () => {
    assert.deepEqual(withValueAt({ a: { b: 1 } }, parseField('a.c'), 2), { a: { b: 1 }, 'a.c': 2 });
  });

  it('without a name is refused', () => {
    for (const bad of ['', ' ', '.', 'a.', '.a', 'a..b']) assert.throws(() => parseField(bad), /no name/, bad);
    for (const bad of ['', 'a,', ',a', 'a,,b']) assert.throws(() => parseFields(bad), /no name/, bad);
  });

  it('list is split at commas without a backslash', () => {
    assert.deepEqual(parseFields('a.b, c\\,d,e\\\\'), [
      { name: 'a.b', path: ['a', 'b'] },
      { name: 'c,d', path: ['c,d'] },
      { name: 'e\\', path: ['e\\'] },
    ]);
  });
});
