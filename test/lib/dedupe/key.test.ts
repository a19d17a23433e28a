import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  KeyMaker,
  LineKeys,
  MurmurHasher,
  type Normalization,
  parseKeyFields,
  SipHasher,
} from '../../../src/lib/dedupe/index.ts';

const secret = Buffer.alloc(16, 7);
const countingSeed = Buffer.from(Array.from({ length: 16 }, (_, index) => index * 17));

function bytesOf(hash: Int32Array, length: number): string {
  return Buffer.from(hash.buffer, hash.byteOffset, length).toString('hex');
}

function keyOf(by: string, json: string, normalize: Normalization = 'none'): string {
  const keys = new KeyMaker(parseKeyFields(by, normalize), new SipHasher(secret));
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
    const maker = new LineKeys(normalize, new SipHasher(secret));
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
const storedKeys: [by: string, byMurmurHash: string, bySipHash: string][] = [
  ['id', '3c05a88d93062874dc661ec8', '1748c314fee3c1b40eef4e3ccc7d6061'],
  ['n', '5b9057cecd48767d1ba7ea2b', '0fe9da4d755667ce304b5263ad723502'],
  ['t', '49cc94bb868b6cb20da36a32', '5cef896f903433ad49f484156f3baa7e'],
  ['o', 'fd1c29d175797ed553d72fd0', 'e4bcd3aee726f7925711a93599554358'],
  ['u:url', '5315e43f0726ead18841e12d', '24bf70956d8db72d22c92f5233f4fb18'],
  ['s:text', '1923436c7d03c5cf631cfa52', 'cce11ac758160f6cc3b5c222efd5b96e'],
  ['id,n', '29d56703baacf528c7f17fe0', '2f6f40f9b5cf0bfbf9aa7150bc3671e1'],
  ['list.1.q', 'f788372ac17e3f3fc4712202', '89ac721b208a25a8a3e5b0b13523e2ce'],
  ['list', 'bdafc9b6c5b44b5b304f455e', 'c7e5d8a98c73f98b3e047686a1bb9a8f'],
  ['o.b.2', '56b10c1d1f3ee91648f45a72', 'f11c8adddee5417906f434138d9a940c'],
  ['nil?,id', '407161b5ff9ceda3935cfed8', '6d63ccef36874f806d1d4f70a5c663cd'],
  ['big', 'da5b7069b76b545887aa631e', 'dc8dc468c36a949a64cd9a9e58b0bfc8'],
  ['a\\.b?,s', 'c62dd28fa30e4ede7e9ccc80', '0c10ccdfc05fa2e96781190c1c21a38a'],
  ['list.0', '6a564d83c314d64d96c46cfd', '9b8e7c8cb0752cea1241ef69b806be54'],
];
for (const [by, byMurmurHash, bySipHash] of storedKeys) {
  test(`the key of ${by} has the bytes that are stored`, () => {
    const json = Buffer.from(recordOfAllKinds);
    for (const hasher of [new MurmurHasher(countingSeed), new SipHasher(countingSeed)]) {
      const keys = new KeyMaker(parseKeyFields(by, 'none'), hasher);
      assert.equal(keys.make(json, 0, json.length), 'key');
      if (hasher instanceof MurmurHasher) assert.equal(bytesOf(keys.hash, 12), byMurmurHash);
      else assert.equal(bytesOf(keys.hash, 16), bySipHash);
    }
  });
}

const storedLines: [normalize: Normalization, byMurmurHash: string, bySipHash: string][] = [
  ['none', 'd71a79cf993c2a9744254b66', '706a264ca37cba06ed43ed030cd48a5e'],
  ['text', '9feaf83799f99de8c3058486', '28018364b10ed4025cbbe895efc2c8de'],
  ['url', '8711ee2e6a78d2a1777342b9', 'dd103558355796a8e6f477e2f40bea61'],
];
for (const [normalize, byMurmurHash, bySipHash] of storedLines) {
  test(`the key of a line, normalised as ${normalize}, has the bytes that are stored`, () => {
    const line = Buffer.from('Héllo,  World');
    const former = new LineKeys(normalize, new MurmurHasher(countingSeed));
    former.make(line, 0, line.length);
    assert.equal(bytesOf(former.hash, 12), byMurmurHash);
    const keys = new LineKeys(normalize, new SipHasher(countingSeed));
    keys.make(line, 0, line.length);
    assert.equal(bytesOf(keys.hash, 16), bySipHash);
  });
}
