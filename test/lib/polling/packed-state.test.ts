import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { FeedState } from '../../../src/lib/polling/feed-state.ts';
import { HASH_BYTES, pack, unpack } from '../../../src/lib/polling/packed-state.ts';

const asked = Date.parse('2026-01-02T03:04:05.678Z');
const hash = Buffer.alloc(HASH_BYTES, 0xa5);

const states: [string, FeedState][] = [
  ['a feed that said nothing', { asked }],
  ['validators', { asked, etag: 'W/"5f3a-é"', lastModified: 'Fri, 02 Jan 2026 03:04:05 GMT', hash, fresh: 300_000 }],
  ['a date in capitals', { asked, lastModified: 'FRI, 02 Jan 2026 03:04:05 GMT' }],
  ['a date of the wrong day', { asked, lastModified: 'Mon, 02 Jan 2026 03:04:05 GMT' }],
  ['a date without its zone', { asked, lastModified: 'Fri, 02 Jan 2026 03:04:05' }],
  ['a date before 1970', { asked, lastModified: 'Wed, 31 Dec 1969 23:59:59 GMT' }],
  ['the first second of all', { asked, lastModified: 'Thu, 01 Jan 1970 00:00:00 GMT' }],
  ['no date at all', { asked, lastModified: '0' }],
  ['an ETag of 300 bytes', { asked, etag: `"${'x'.repeat(298)}"` }],
  ['an ETag of nginx', { asked, etag: '"695735a5-1d4e7"', lastModified: 'Fri, 02 Jan 2026 03:04:05 GMT' }],
  ['an ETag of nginx for a body without bytes', { asked, etag: 'W/"695735a5-0"', lastModified: 'Fri, 02 Jan 2026 03:04:05 GMT' }],
  ['an ETag of nginx with a zero before', { asked, etag: '"695735a5-01"', lastModified: 'Fri, 02 Jan 2026 03:04:05 GMT' }],
  ['an ETag of nginx with another date', { asked, etag: '"695735a6-1d4e7"', lastModified: 'Fri, 02 Jan 2026 03:04:05 GMT' }],
  ['an ETag of nginx without a date', { asked, etag: '"695735a5-1d4e7"' }],
  ['an ETag of nginx with a date in capitals', { asked, etag: '"695735a5-1"', lastModified: 'FRI, 02 Jan 2026 03:04:05 GMT' }],
  ['an ETag of digits', { asked, etag: '"d41d8cd98f00b204e9800998ecf8427e"' }],
  ['an odd number of digits', { asked, etag: 'W/"00d41"' }],
  ['an ETag in capitals', { asked, etag: '"D41D-8C"' }],
  ['digits and hyphens', { asked, etag: '"d41d-8c-9"' }],
  ['digits without quotes', { asked, etag: 'd41d8c' }],
  ['an empty ETag in quotes', { asked, etag: '""' }],
  ['300 digits', { asked, etag: `"${'d'.repeat(300)}-a"` }],
  ['300 digits after a hyphen', { asked, etag: `"a0-${'d'.repeat(300)}"` }],
  ['a feed that fails', { asked, failures: 200, failingRuns: 3, code: 'HTTP_503', retryAfter: 604_800_000 }],
  ['what a feed says itself', { asked, every: 3_600_000, skip: 0x7fffffff }],
  ['a feed that moved', { asked, validFor: 'https://b.example/', permanent: 'https://b.example/', permanentSeen: 2 }],
  ['a page', { asked, links: ['https://a.example/1', 'https://a.example/2'] }],
  ['a page without feeds', { asked, links: [] }],
];

describe('pack', () => {
  for (const [name, state] of states) it(`keeps ${name}`, () => assert.deepEqual(unpack(pack(state)), state));

  it('keeps so much of a hash as tells two bodies apart', () => {
    const { hash: kept } = unpack(pack({ asked, hash: Buffer.alloc(32, 7) }));
    assert.deepEqual(kept, Buffer.alloc(HASH_BYTES, 7));
  });

  it('rounds times up to seconds', () => assert.equal(unpack(pack({ asked, fresh: 1_001 })).fresh, 2_000));

  it('reads the beginning of a record without going on for ever', () => {
    const whole = pack(states[1]![1]);
    for (let length = 0; length < whole.length; length++) assert.equal(typeof unpack(whole.subarray(0, length)).asked, 'number');
  });

  for (const [bytes, server, etag] of [
    [27, 'nginx', '"695735a5-1d4e7"'],
    [34, 'Apache', '"1d4e7-5e1b2c3d4e5f6"'],
  ] as const) {
    it(`takes ${bytes} bytes for a feed as most are of ${server}`, () => {
      assert.equal(pack({ asked, etag, lastModified: 'Fri, 02 Jan 2026 03:04:05 GMT', hash, fresh: 300_000 }).length, bytes);
    });
  }

  it('reads an ETag that was stored as its text', () => {
    const text = '"683f1c2a-1d4e7"';
    const stored = Buffer.concat([Buffer.of(1, 1, text.length), Buffer.from(text)]);
    assert.deepEqual(unpack(stored), { asked: 1, etag: text });
  });

  for (const value of [Number.POSITIVE_INFINITY, Number.NaN, -1, -1e300, 1e300, 2 ** 53, 1.5]) {
    it(`ends with ${value} for every number`, () => {
      const numbers = { asked: value, fresh: value, retryAfter: value, every: value, failures: value, failingRuns: value };
      for (const kept of Object.values(unpack(pack(numbers))))
        assert.ok(Number.isFinite(kept) && Number(kept) >= 0, String(kept));
    });
  }

  it('ends with a list of more texts than there are', () => {
    const stored = Buffer.concat([Buffer.of(0x80, 0x80, 0x01, 1), Buffer.alloc(9, 0xff)]);
    assert.ok((unpack(stored).links ?? []).length < 10);
  });

  it('reads any bytes without going on for ever', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => typeof unpack(Buffer.from(bytes)).asked === 'number'));
  });
});
