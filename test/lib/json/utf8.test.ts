import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Utf8 } from '../../../src/lib/json/index.ts';
import { Line } from '../../../src/lib/ndjson/index.ts';

const line = (json: string) => new Line('stdin', 1, Buffer.from(json), 0, Buffer.byteLength(json));
const utf8 = (text: string) => new Utf8(Buffer.from(text));

test('a string given as its bytes is written as JSON.stringify writes it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      assert.equal(
        line('{"a":1}')
          .with({ b: utf8(text) })
          .bytes()
          .toString(),
        `{"a":1,"b":${JSON.stringify(text)}}`,
      );
    }),
  );
});

test('every byte of ASCII is written as JSON.stringify writes it, wherever it stands', () => {
  for (let code = 0; code < 0x80; code++) {
    for (let at = 0; at < 20; at++) {
      const text = `${'é'.repeat(at % 3)}${'x'.repeat(at)}${String.fromCharCode(code)}!"${'y'.repeat(19 - at)}`;
      const written = line('{}')
        .with({ b: utf8(text) })
        .bytes()
        .toString();
      assert.equal(written, `{"b":${JSON.stringify(text)}}`);
    }
  }
});

test('a long string given as its bytes is written whole, control characters and all', () => {
  const text = '\u0000"é\\\n😀'.repeat(20_000);
  assert.deepEqual(
    JSON.parse(
      line('{}')
        .with({ b: utf8(text) })
        .bytes()
        .toString(),
    ),
    { b: text },
  );
});

test('a string given as its bytes takes the place of what the record has', () => {
  assert.equal(
    line('{"b":1,"c":1.0}')
      .with({ b: utf8('"x"') })
      .bytes()
      .toString(),
    '{"b":"\\"x\\"","c":1.0}',
  );
});

test('a record without text can have a string given as its bytes, and shows it as a string', () => {
  const made = Line.of({ a: 1 }, { source: 'stdin', number: 1 }).with({ b: utf8('é') });
  assert.deepEqual(made.record, { a: 1, b: 'é' });
  assert.equal(made.bytes().toString(), '{"a":1,"b":"é"}');
});
