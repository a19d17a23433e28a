import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KeyMaker, LineKeys, type Normalization, parseKeyFields } from '../../../src/lib/dedupe/index.ts';

const seed = Buffer.alloc(16, 7);
const countingSeed = Buffer.from(Array.from({ length: 16 }, (_, index) => index * 17));

function bytesOf(hash: Int32Array): string {
  return Buffer.from(hash.buffer, 0, 12).toString('hex');
}

function keyOf(by: string, json: string, normalize: Normalization = 'none'): string {
  const keys = new KeyMaker(parseKeyFields(by, normalize), seed);
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
  for (const bad of ['', 'a,,b', 'a..b', 'a:upper', 'a:url:text']) assert.throws(() => parseKeyFields(bad, 'none'), bad);
  assert.deepEqual(parseKeyFields('feed.url?:url, a\\,b', 'text'), [
    { name: 'feed.url', path: ['feed', 'url'], normalize: 'url', optional: true },
    { name: 'a,b', path: ['a,b'], normalize: 'text', optional: false },
  ]);
});

// Keys are stored: a change of these bytes makes every state forget what it has seen.
const recordOfAllKinds =
  '{"id":"a\\u00e9\\ud83d\\ude00\\ud800","n":-12.50e1,"t":true,"o":{"b":[1.0,null,"x\\/y"],"a":{"10":0.0}},' +
  '"u":"HTTP://Ex.org:80/a/?utm_source=x&b=2&a=1#f","s":"Élan, Vital!","list":["p",{"q":"r"}],"nil":null,"big":12345678901234567890123}';
const storedKeys: [by: string, key: string][] = [
  ['id', '3c05a88d93062874dc661ec8'],
  ['n', '5b9057cecd48767d1ba7ea2b'],
  ['t', '49cc94bb868b6cb20da36a32'],
  ['o', 'fd1c29d175797ed553d72fd0'],
  ['u:url', '5315e43f0726ead18841e12d'],
  ['s:text', '1923436c7d03c5cf631cfa52'],
  ['id,n', '29d56703baacf528c7f17fe0'],
  ['list.1.q', 'f788372ac17e3f3fc4712202'],
  ['list', 'bdafc9b6c5b44b5b304f455e'],
  ['o.b.2', '56b10c1d1f3ee91648f45a72'],
  ['nil?,id', '407161b5ff9ceda3935cfed8'],
  ['big', 'da5b7069b76b545887aa631e'],
  ['a\\.b?,s', 'c62dd28fa30e4ede7e9ccc80'],
  ['list.0', '6a564d83c314d64d96c46cfd'],
];
for (const [by, key] of storedKeys) {
  test(`the key of ${by} has the bytes that earlier versions have stored`, () => {
    const keys = new KeyMaker(parseKeyFields(by, 'none'), countingSeed);
    const json = Buffer.from(recordOfAllKinds);
    assert.equal(keys.make(json, 0, json.length), 'key');
    assert.equal(bytesOf(keys.hash), key);
  });
}

const storedLines: [normalize: Normalization, key: string][] = [
  ['none', 'd71a79cf993c2a9744254b66'],
  ['text', '9feaf83799f99de8c3058486'],
  ['url', '8711ee2e6a78d2a1777342b9'],
];
for (const [normalize, key] of storedLines) {
  test(`the key of a line, normalised as ${normalize}, has the bytes that earlier versions have stored`, () => {
    const keys = new LineKeys(normalize, countingSeed);
    const line = Buffer.from('Héllo,  World');
    keys.make(line, 0, line.length);
    assert.equal(bytesOf(keys.hash), key);
  });
}
