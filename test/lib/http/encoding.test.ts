import assert from 'node:assert/strict';
import { test } from 'node:test';
import zlib from 'node:zlib';
import { checkSize, codingsOf, decodeBody } from '../../../src/lib/http/encoding.ts';

const text = Buffer.from('<rss>é</rss>'.repeat(500));
const large = Buffer.alloc(3 * 2 ** 20, '<item/>');
const max = 50 * 2 ** 20;
const junk = Buffer.from('\r\n-- \0 junk');

const cases: [name: string, header: string, body: Buffer, decoded: Buffer][] = [
  ['nothing', '', text, text],
  ['identity', 'identity', text, text],
  ['gzip', 'gzip', zlib.gzipSync(text), text],
  ['x-gzip in capitals', 'X-GZIP', zlib.gzipSync(text), text],
  ['gzip of megabytes', 'gzip', zlib.gzipSync(large), large],
  ['gzip that hardly shrinks', 'gzip', zlib.gzipSync(large, { level: 0 }), large],
  ['gzip and then something else', 'gzip', Buffer.concat([zlib.gzipSync(text), junk]), text],
  ['two gzip members', 'gzip', Buffer.concat([zlib.gzipSync('a'), zlib.gzipSync('b')]), Buffer.from('ab')],
  [
    'two gzip members and then something else',
    'gzip',
    Buffer.concat([zlib.gzipSync('a'), zlib.gzipSync('b'), junk]),
    Buffer.from('ab'),
  ],
  ['deflate', 'deflate', zlib.deflateSync(text), text],
  ['deflate without its header', 'deflate', zlib.deflateRawSync(text), text],
  ['br', 'br', zlib.brotliCompressSync(text), text],
  ['gzip, then br', 'gzip, br', zlib.brotliCompressSync(zlib.gzipSync(text)), text],
  ['gzip of an empty body', 'gzip', Buffer.alloc(0), Buffer.alloc(0)],
];

for (const [name, header, body, decoded] of cases) {
  test(`a body is decoded from ${name}`, async () => {
    assert.ok((await decodeBody(body, codingsOf(header), max)).equals(decoded));
  });
}

const notCodings = ['aws-chunked', 'utf-8', 'UTF-8, aws-chunked', 'none', ','];
for (const header of notCodings) {
  test(`Content-Encoding ${header} changes nothing`, async () =>
    assert.ok((await decodeBody(text, codingsOf(header), max)).equals(text)));
}

const decodesToNothing: [name: string, codings: string[], body: Buffer][] = [
  ['gzip of nothing', ['gzip'], zlib.gzipSync('')],
  ['two members of nothing', ['gzip'], Buffer.concat([zlib.gzipSync(''), zlib.gzipSync('')])],
  ['br of nothing', ['br'], zlib.brotliCompressSync('')],
  ['deflate of nothing', ['deflate'], zlib.deflateSync('')],
];
for (const [name, codings, body] of decodesToNothing) {
  test(`${name} is BAD_ENCODING`, () => assert.rejects(decodeBody(body, codings, max), { code: 'BAD_ENCODING' }));
}

test('two and a half million empty members take little time of the main thread, with something behind them or not', async () => {
  const member = zlib.gzipSync('');
  const members = Buffer.alloc(2_500_000 * member.length, member);
  for (const bytes of [members, Buffer.concat([members, junk])]) {
    const packed = zlib.gzipSync(bytes);
    const before = performance.eventLoopUtilization();
    await assert.rejects(decodeBody(packed, ['gzip', 'gzip'], max), { code: 'BAD_ENCODING' });
    assert.ok(performance.eventLoopUtilization(before).active < 2_000);
  }
});

const damaged = zlib.gzipSync(text);
damaged[40]! ^= 0xff;
const bad: [name: string, coding: string, body: Buffer][] = [
  ['plain text', 'gzip', text],
  ['half of it', 'gzip', zlib.gzipSync(text).subarray(0, 40)],
  ['a damaged stream', 'gzip', damaged],
  ['plain text', 'br', text],
  ['half of it', 'br', zlib.brotliCompressSync(text).subarray(0, 30)],
  ['plain text', 'deflate', text],
];

for (const [name, coding, body] of bad) {
  test(`${name} in place of ${coding} is BAD_ENCODING`, () =>
    assert.rejects(decodeBody(body, [coding], max), { code: 'BAD_ENCODING' }));
}

test('a Content-Encoding that is not known is BAD_ENCODING, and so are too many', () => {
  assert.throws(() => codingsOf('compress'), { code: 'BAD_ENCODING' });
  assert.throws(() => codingsOf('gzip,gzip,gzip'), { code: 'BAD_ENCODING' });
});

for (const [coding, bomb] of [
  ['gzip', zlib.gzipSync(large)],
  ['br', zlib.brotliCompressSync(large)],
  ['deflate', zlib.deflateSync(large)],
] as const) {
  test(`${coding} that becomes larger than allowed is TOO_LARGE, and to its last allowed byte is not`, async () => {
    await assert.rejects(decodeBody(bomb, [coding], large.length - 1), { code: 'TOO_LARGE' });
    assert.equal((await decodeBody(bomb, [coding], large.length)).length, large.length);
  });
}

test('the beginning of a body tells when it is too large already, and nothing else', async () => {
  const bomb = zlib.gzipSync(large).subarray(0, -100);
  await assert.rejects(checkSize(bomb, ['gzip'], 2 ** 20), { code: 'TOO_LARGE' });
  await checkSize(bomb, ['gzip'], max);
  await checkSize(text, ['gzip'], max);
});

const { zstdCompressSync } = zlib as { zstdCompressSync?: (bytes: Buffer | string) => Buffer };
if (zstdCompressSync) {
  const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
  const [a, b] = [zstdCompressSync(text), zstdCompressSync(large)];
  const whole: [name: string, body: Buffer, decoded: Buffer][] = [
    ['one frame', a, text],
    ['several frames', Buffer.concat([a, b, a]), Buffer.concat([text, large, text])],
    ['a frame to be skipped first', Buffer.concat([skippable, a]), text],
    ['frames to be skipped between and last', Buffer.concat([a, skippable, a, skippable]), Buffer.concat([text, text])],
  ];
  for (const [name, body, decoded] of whole) {
    test(`zstd is decoded from ${name}`, async () => assert.ok((await decodeBody(body, ['zstd'], max)).equals(decoded)));
  }
  const broken: [name: string, body: Buffer][] = [
    ['a second frame that is cut off', Buffer.concat([a, b.subarray(0, 20)])],
    ['something else behind a frame', Buffer.concat([a, Buffer.from('junk')])],
    ['a frame to be skipped that is cut off', Buffer.concat([a, skippable.subarray(0, 9)])],
    ['only a frame to be skipped', skippable],
    ['two thousand frames', Buffer.concat(Array.from({ length: 2000 }, () => a))],
  ];
  for (const [name, body] of broken) {
    test(`zstd of ${name} is BAD_ENCODING`, () => assert.rejects(decodeBody(body, ['zstd'], max), { code: 'BAD_ENCODING' }));
  }
  test('zstd that becomes larger than allowed over several frames is TOO_LARGE', () =>
    assert.rejects(decodeBody(Buffer.concat([b, b]), ['zstd'], large.length + 1), { code: 'TOO_LARGE' }));
}
