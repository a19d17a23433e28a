import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KeyMaker, LineKeys, type Normalization, parseFields } from '../../../src/lib/dedupe/index.ts';

const seed = Buffer.alloc(16, 7);

function keyOf(by: string, json: string, normalize: Normalization = 'none'): string {
  const keys = new KeyMaker(parseFields(by, normalize), seed);
  const bytes = Buffer.from(json);
  const result = keys.make(bytes, 0, bytes.length);
  return result === 'key' ? keys.hash.join() : result;
}

const equal: [what: string, by: string, one: string, other: string][] = [
  ['1.0 and 1', 'id', '{"id":1.0}', '{"id":1}'],
  ['an exponent and its digits', 'id', '{"id":1.25e3}', '{"id":1250}'],
  ['0 and -0.0e5', 'id', '{"id":0}', '{"id":-0.0e5}'],
  ['an escape and its character', 'id', '{"id":"\\u0041"}', '{"id":"A"}'],
  ['a surrogate pair in escapes and the emoji', 'id', '{"id":"\\ud83d\\uDE00"}', '{"id":"😀"}'],
  ['an escaped slash and a slash', 'id', '{"id":"a\\/b"}', '{"id":"a/b"}'],
  ['the same lone surrogate', 'id', '{"id":"\\ud800"}', '{"id":"\\uD800"}'],
  ['a repeated name and its last value', 'id', '{"id":1,"id":2}', '{"id":2}'],
  ['members of an object in another order', 'id', '{"id":{"a":1,"b":[2,"\\u0041"]}}', '{"id":{ "b":[2.0,"A"], "a":1 }}'],
  ['white space around', 'id', '{"id":1}', ' { "id" : 1 } '],
  ['a name with a dot, behind a backslash', 'dc\\.id', '{"dc.id":1}', '{"dc.id":1,"x":2}'],
];
for (const [what, by, one, other] of equal) {
  test(`the same key: ${what}`, () => {
    assert.match(keyOf(by, one), /,/);
    assert.equal(keyOf(by, one), keyOf(by, other));
  });
}

const different: [what: string, by: string, one: string, other: string][] = [
  ['numbers beyond 2^53', 'id', '{"id":9007199254740993}', '{"id":9007199254740992}'],
  ['numbers of 40 digits', 'id', `{"id":${'1'.repeat(40)}}`, `{"id":${'1'.repeat(39)}2}`],
  ['numbers too large for a double', 'id', '{"id":1e400}', '{"id":1e401}'],
  ['a number and its text', 'id', '{"id":1}', '{"id":"1"}'],
  ['true and its text', 'id', '{"id":true}', '{"id":"true"}'],
  ['two lone surrogates', 'id', '{"id":"\\ud800"}', '{"id":"\\ud801"}'],
  ['two lone surrogates as text', 'id:text', '{"id":"a\\ud800"}', '{"id":"a\\ud801"}'],
  ['letter case', 'id', '{"id":"a"}', '{"id":"A"}'],
  ['composed and decomposed letters', 'id', '{"id":"é"}', '{"id":"e\u0301"}'],
  ['text on either side of the line between two fields', 'a,b', '{"a":"xy","b":"z"}', '{"a":"x","b":"yz"}'],
  ['a missing optional field and an empty one', 'a?,b', '{"b":"z"}', '{"a":"","b":"z"}'],
  ['lists in another order', 'id', '{"id":[1,2]}', '{"id":[2,1]}'],
];
for (const [what, by, one, other] of different) {
  test(`different keys: ${what}`, () => {
    assert.match(keyOf(by, one), /,/);
    assert.match(keyOf(by, other), /,/);
    assert.notEqual(keyOf(by, one), keyOf(by, other));
  });
}

const missing: [by: string, json: string][] = [
  ['id', '{}'],
  ['id', '{"id":null}'],
  ['a.b', '{"a":1}'],
  ['a.b', '{"a":{"b":null}}'],
  ['a,b', '{"a":1}'],
  ['a?,b?', '{"c":1}'],
];
for (const [by, json] of missing) test(`no key of ${by} in ${json}`, () => assert.equal(keyOf(by, json), 'missing'));

test('keys are equal exactly where the values are, in random records', () => {
  const record = fc.record(
    {
      id: fc.oneof(fc.constantFrom('a', 'b', '1', '', '\ud800', 'é'), fc.integer({ min: -2, max: 2 }), fc.boolean()),
      n: fc.integer({ min: 0, max: 1 }),
    },
    { requiredKeys: ['id', 'n'] },
  );
  fc.assert(
    fc.property(record, record, (one, other) => {
      const same = keyOf('id,n', JSON.stringify(one)) === keyOf('id,n', JSON.stringify(other));
      assert.equal(same, one.id === other.id && one.n === other.n);
    }),
    { numRuns: 2000, seed: 3 },
  );
});

test('a value of 100,000 characters, escaped or not, is one key', () => {
  const long = 'ab😀/'.repeat(25_000);
  assert.equal(keyOf('id', JSON.stringify({ id: long })), keyOf('id', JSON.stringify({ id: long }).replaceAll('/', '\\u002f')));
});

test('whole lines are compared byte for byte, or as normalised text', () => {
  const keys = (normalize: Normalization, line: string) => {
    const maker = new LineKeys(normalize, seed);
    const bytes = Buffer.from(line);
    maker.make(bytes, 0, bytes.length);
    return maker.hash.join();
  };
  assert.notEqual(keys('none', '{"a":1}'), keys('none', '{"a":1.0}'));
  assert.equal(keys('text', ' Élan, vital! '), keys('text', 'elan VITAL'));
});

test('field lists that make no sense are refused', () => {
  for (const bad of ['', 'a,,b', 'a..b', 'a:upper', 'a:url:text']) assert.throws(() => parseFields(bad, 'none'), bad);
  assert.deepEqual(parseFields('feed.url?:url, a\\,b', 'text'), [
    { name: 'feed.url', path: ['feed', 'url'], normalize: 'url', optional: true },
    { name: 'a,b', path: ['a,b'], normalize: 'text', optional: false },
  ]);
});
