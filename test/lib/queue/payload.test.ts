import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type PayloadOptions, pack, unpack } from '../../../src/lib/queue/index.ts';

const plain: PayloadOptions = { codec: 'json', compress: 'none', maxPayload: 1e6 };
const long = JSON.stringify({ body: 'the same words again and '.repeat(100) });

describe('payload', () => {
  const cases: [what: string, line: string, options: Partial<PayloadOptions>, tag: string][] = [
    ['a short record', '{"a":1}', {}, 'j'],
    ['a long record', long, { compress: 'deflate' }, 'J'],
    ['a long record, not to be compressed', long, {}, 'j'],
    ['a record below 1 KB', `{"a":"${'a'.repeat(900)}"}`, { compress: 'deflate' }, 'j'],
    ['MessagePack', '{"a":[1,2.5,null,true,"é"]}', { codec: 'msgpack' }, 'm'],
    ['MessagePack, compressed', long, { codec: 'msgpack', compress: 'deflate' }, 'M'],
    ['digits that MessagePack would not keep', '{"n":12345678901234567890,"f":1.0}', { codec: 'msgpack' }, 'j'],
    ['a doubled key', '{"a":1,"a":2}', { codec: 'msgpack' }, 'j'],
    ['__proto__', '{"__proto__":{"a":1}}', { codec: 'msgpack' }, 'j'],
    ['white space', '{ "a": 1 }', { codec: 'msgpack' }, 'j'],
    ['a number', '17', { codec: 'msgpack' }, 'm'],
    ['a bare URL', 'https://example.org/', { codec: 'msgpack' }, 'j'],
  ];
  for (const [what, line, options, tag] of cases) {
    it(`gives ${what} back as the bytes it was`, () => {
      const payload = pack(Buffer.from(line), { ...plain, ...options });
      assert.equal(payload.toString('latin1', 0, 1), tag);
      assert.equal(unpack(payload, 1e6).toString(), line);
    });
  }

  it('is refused above --max-payload, however well it would compress', () => {
    const options: PayloadOptions = { ...plain, compress: 'deflate', maxPayload: long.length - 1 };
    assert.throws(() => pack(Buffer.from(long), options), { code: 'PAYLOAD_TOO_LARGE', message: /record of \d+ bytes/ });
  });

  for (const [what, payload] of Object.entries({
    'what others wrote': Buffer.from('{"a":1}'),
    damage: Buffer.from('Jnot deflated'),
    nothing: Buffer.alloc(0),
  })) {
    it(`rejects ${what}`, () => {
      assert.throws(() => unpack(payload, 1e6), { code: 'BAD_PAYLOAD' });
    });
  }
});
