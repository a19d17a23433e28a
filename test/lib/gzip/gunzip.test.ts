import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { gunzip } from '../../../src/lib/gzip/index.ts';

const body = randomBytes(300_000);

async function whole(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts);
}

async function* inParts(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test('gzip is told by its first bytes', async () => {
  const text = Buffer.from('hello '.repeat(10_000));
  for (const size of [1, 7, 100_000]) {
    assert.ok((await whole(gunzip(inParts(gzipSync(text), size)))).equals(text));
    assert.ok((await whole(gunzip(inParts(text, size)))).equals(text));
  }
});

test('a gzip header may have a name, a comment and more', async () => {
  const packed = gzipSync('hello');
  const header = Buffer.from([
    0x1f,
    0x8b,
    8,
    4 | 8 | 16 | 2,
    0,
    0,
    0,
    0,
    0,
    3,
    2,
    0,
    1,
    2,
    ...Buffer.from('name\0comment\0'),
    0,
    0,
  ]);
  for (const size of [1, 1000]) {
    assert.equal(String(await whole(gunzip(inParts(Buffer.concat([header, packed.subarray(10)]), size)))), 'hello');
  }
});

test('members of gzip are one text, and what follows them is ignored', async () => {
  const two = Buffer.concat([gzipSync('one '), gzipSync('two')]);
  assert.equal(String(await whole(gunzip(inParts(two, 5)))), 'one two');
  assert.equal(String(await whole(gunzip(inParts(Buffer.concat([two, Buffer.from('rubbish after it')]), 1000)))), 'one two');
});

test('gzip that is cut off or broken is an error', async () => {
  const packed = gzipSync(body);
  const broken = Buffer.from(packed);
  broken.fill(0, 1000, 1100);
  for (const bytes of [packed.subarray(0, 1000), broken]) await assert.rejects(whole(gunzip(inParts(bytes, 500))));
});

test('members beyond the most allowed are an error', async () => {
  const members = Buffer.concat(Array.from({ length: 11 }, () => gzipSync('a')));
  assert.equal(String(await whole(gunzip(inParts(members, 1000), 11))), 'a'.repeat(11));
  await assert.rejects(whole(gunzip(inParts(members, 1000), 10)), /more than 10 members/);
});
