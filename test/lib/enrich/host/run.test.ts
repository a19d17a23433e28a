import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Loaded } from '../../../../src/lib/enrich/host/load.ts';
import { runOver } from '../../../../src/lib/enrich/host/run.ts';
import type { JsonObject } from '../../../../src/lib/json/index.ts';

const context = { signal: AbortSignal.abort() };
const text = '{"n":1.0,"title":"abc","10":12345678901234567890}';

function result(gives: Loaded['gives'], call: (record: JsonObject) => unknown) {
  return runOver({ name: 'test', gives, call }, text, context, 1000);
}

const cases: [
  name: string,
  gives: Loaded['gives'],
  call: (record: JsonObject) => unknown,
  kind: 'value' | 'record',
  json: string,
][] = [
  ['a value', 'value', () => [1, { a: null }], 'value', '[1,{"a":null}]'],
  ['no value', 'value', () => undefined, 'value', 'null'],
  ['what becomes JSON', 'value', () => new Date(0), 'value', '"1970-01-01T00:00:00.000Z"'],
  ['a record as a value', 'value', (record) => record.title, 'value', '"abc"'],
  [
    'a record that was changed',
    'record',
    (record) => void (record.title = 'x'),
    'record',
    '{"n":1.0,"title":"x","10":12345678901234567890}',
  ],
  ['the record itself', 'record', (record) => record, 'record', text],
  ['another record', 'record', () => ({ n: 1, more: true }), 'record', '{"n":1.0,"more":true}'],
  [
    'a record without a member',
    'record',
    (record) => delete record.n && record,
    'record',
    '{"title":"abc","10":12345678901234567890}',
  ],
  ['no record but a value', 'record', () => 7, 'value', '7'],
  ['a value of a function', 'either', () => ({ n: 2 }), 'value', '{"n":2}'],
  [
    'the record of a function',
    'either',
    (record) => Object.assign(record, { n: 2 }),
    'record',
    '{"n":2,"title":"abc","10":12345678901234567890}',
  ],
];

describe('runOver', () => {
  for (const [name, gives, call, kind, json] of cases) {
    it(`takes ${name}`, () => assert.deepEqual(result(gives, call), { kind, json }));
    it(`takes ${name}, later`, async () => assert.deepEqual(await result(gives, async (record) => call(record)), { kind, json }));
  }

  for (const [name, value] of [
    ['a function', () => {}],
    ['a symbol', Symbol('x')],
    ['a BigInt', 1n],
    ['too much', 'x'.repeat(1001)],
    ['what hides itself', { toJSON: () => undefined }],
  ] as const) {
    it(`refuses ${name}`, () => assert.throws(() => result('value', () => value)));
  }
});
