import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Reject } from '../../../src/lib/errors/index.ts';
import { type JsonObject, Utf8 } from '../../../src/lib/json/index.ts';
import { Line } from '../../../src/lib/ndjson/index.ts';

function lineOf(text: string): Line {
  const bytes = Buffer.from(`before\n${text}\nafter`);
  return new Line('stdin', 2, bytes, 7, bytes.length - 6);
}

const rejects = (code: string) => (error: Reject) => error.code === code;

describe('Line', () => {
  it('parses its record, and names what is none', () => {
    assert.deepEqual(lineOf('{"a":"é😀"}').record, { a: 'é😀' });
    assert.throws(() => lineOf('{"a":').record, rejects('BAD_JSON'));
    for (const text of ['[1]', 'null', '1', '"x"']) assert.throws(() => lineOf(text).record, rejects('NOT_AN_OBJECT'));
  });

  const additions: [text: string, fields: JsonObject, result: string][] = [
    ['{"a":1.0}', { b: 'x' }, '{"a":1.0,"b":"x"}'],
    ['{ }  ', { b: 1, c: [] }, '{ "b":1,"c":[]}'],
    ['{"a":12345678901234567890 } ', { b: null }, '{"a":12345678901234567890 ,"b":null}'],
    ['{"10":1,"9":2}', { '1': 3 }, '{"10":1,"9":2,"1":3}'],
    ['{"__proto__":1}', { b: 1 }, '{"__proto__":1,"b":1}'],
    // What the record has already is replaced where it stands, not doubled.
    ['{"b":1,"a":1.0}', { b: 2 }, '{"b":2,"a":1.0}'],
    ['{"b":1,"a":1.0,"b":3,"c":"}"}', { b: 2 }, '{"b":2,"a":1.0,"c":"}"}'],
    ['{"\\u0062" : {"b":"\\"}"} , "a":[{"b":1}]}', { b: 2, d: 4 }, '{"\\u0062" : 2,"a":[{"b":1}],"d":4}'],
  ];
  for (const [text, fields, result] of additions) {
    it(`with ${JSON.stringify(fields)} makes ${result} of ${text}`, () => {
      const line = lineOf(text).with(fields);
      assert.equal(line.bytes().toString(), result);
      assert.deepEqual(JSON.parse(JSON.stringify(line.record)), JSON.parse(result));
    });
  }

  it('leaves out added fields that are undefined, and can be added to again', () => {
    const line = lineOf('{"a":1}').with({ b: undefined, c: 1 }).with({ c: 2, d: 3 });
    assert.equal(line.bytes().toString(), '{"a":1,"c":2,"d":3}');
    assert.equal(lineOf('{"a":1}').with({ b: undefined }).bytes().toString(), '{"a":1}');
  });

  it('gives a field that is known by its bytes as those bytes, and as text', () => {
    const body = Buffer.from('é"\n😀');
    const line = lineOf('{"a":1}').with({ body: new Utf8(body), c: 'x' });
    assert.equal(line.utf8('body'), body);
    assert.equal(line.utf8('c'), undefined);
    assert.equal(line.utf8('a'), undefined);
    assert.equal(line.record.body, 'é"\n😀');
    assert.deepEqual({ ...line.record }, JSON.parse(line.bytes().toString()));
    assert.equal(JSON.stringify(line.record), line.bytes().toString());
  });

  it('made of a record is written as JSON and added to like any other', () => {
    const line = Line.of({ a: 1, b: 2 }, { source: 'x', number: 7 });
    assert.equal(line.with({ b: 3, c: 4 }).bytes().toString(), '{"a":1,"b":3,"c":4}');
    assert.equal(line.bytes().toString(), '{"a":1,"b":2}');
  });

  it('that cannot be encoded is a reject, and leaves nothing behind in the sink', () => {
    let deep: JsonObject = {};
    for (let depth = 0; depth < 100_000; depth++) deep = { deep };
    const sunk: unknown[] = [];
    const sink = {
      bytes: (...args: unknown[]) => sunk.push(args),
      text: (text: string) => sunk.push(text),
      fill: () => sunk.push(''),
    };
    assert.throws(() => lineOf('{"a":1}').with({ deep }).writeTo(sink), rejects('NOT_JSON'));
    assert.deepEqual(sunk, []);
  });

  it('with any fields added reads like the record with those fields, however the record is written', () => {
    const object = fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue());
    const space = fc.constantFrom('', ' ', '\t ');
    fc.assert(
      fc.property(object, object, space, (record, fields, padding) => {
        const text = JSON.stringify(record, null, padding || undefined).replaceAll('\n', padding);
        const line = lineOf(text + padding).with(fields as JsonObject);
        const wanted = { ...record, ...fields };
        assert.deepEqual(JSON.parse(line.bytes().toString()), JSON.parse(JSON.stringify(wanted)));
        assert.deepEqual(Object.keys(JSON.parse(line.bytes().toString())), Object.keys(wanted));
      }),
    );
  });

  it('settles its receipt once everything that came of it is done with', () => {
    let settled = 0;
    const line = lineOf('{}').whenWritten(() => settled++);
    const heir = line.with({ a: 1 });
    assert.equal(heir.receipt, line.receipt);
    heir.receipt?.hold();
    heir.receipt?.settle();
    assert.equal(settled, 0);
    line.receipt?.settle();
    assert.equal(settled, 1);
  });
});
