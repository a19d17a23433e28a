import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Packr } from 'msgpackr';
import { unpack } from '../../../src/lib/queue/index.ts';
import { isSoundMessagePack } from '../../../src/lib/queue/msgpack.ts';

const packr = new Packr({ useRecords: false, mapsAsObjects: true, variableMapSize: true, encodeUndefinedAsNil: true });

describe('MessagePack', () => {
  it('of any JSON value is sound', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => isSoundMessagePack(packr.pack(value))));
  });

  it('that is cut off, or goes on, is not', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, at) => {
        const packed = packr.pack(value);
        assert.ok(!isSoundMessagePack(packed.subarray(0, at % packed.length)));
        assert.ok(!isSoundMessagePack(Buffer.concat([packed, Buffer.of(at % 256)])));
      }),
    );
  });

  it('is a record or a BAD_PAYLOAD, whatever its bytes', () => {
    const heads = fc.constantFrom(
      ...[0x81, 0x82, 0x91, 0x9f, 0xa1, 0xc0, 0xc1, 0xc4, 0xc7, 0xcf, 0xd4, 0xd9, 0xdc, 0xdd, 0xde, 0xdf, 0x00, 0xff],
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(heads, fc.nat(255)), { maxLength: 40 }), (bytes) => {
        try {
          unpack(Buffer.from([0x6d, ...bytes]), 1e6);
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'BAD_PAYLOAD', String(error));
        }
      }),
      { numRuns: 3000 },
    );
  });
});
