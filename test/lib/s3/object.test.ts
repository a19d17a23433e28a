import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { gunzip } from '../../../src/lib/gzip/index.ts';
import { openObject, S3Client, settle } from '../../../src/lib/s3/index.ts';
import { account, S3Stub, type StubOptions } from '../../servers/s3.ts';

const env = { AWS_ACCESS_KEY_ID: account.accessKeyId, AWS_SECRET_ACCESS_KEY: account.secretAccessKey, HOME: '/nonexistent' };
const body = randomBytes(300_000);
const address = { bucket: 'b-b', key: 'a/../b' };

async function using<T>(options: Partial<StubOptions>, use: (client: S3Client, stub: S3Stub) => Promise<T>): Promise<T> {
  const stub = await S3Stub.start({ buckets: { 'b-b': { 'a/../b': body } }, ...options });
  const client = new S3Client(settle({ endpoint: stub.url }, env), {
    concurrency: 8,
    timeout: 5000,
    idleTimeout: 5000,
    retries: 2,
    retryDelay: 5,
  });
  try {
    return await use(client, stub);
  } finally {
    await client.close();
    await stub.stop();
  }
}

async function whole(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts);
}

test('an object is read', async () => {
  await using({}, async (client) => {
    const { status, bytes } = await openObject(client, address);
    assert.equal(status, 200);
    assert.ok((await whole(bytes)).equals(body));
  });
});

test('where the connection breaks, the rest is asked for, of the same object', async () => {
  const cut: StubOptions['cut'] = (_, times) => (times < 3 ? 50_000 : undefined);
  await using({ cut }, async (client, stub) => {
    const { bytes } = await openObject(client, address);
    assert.ok((await whole(bytes)).equals(body));
    const ranges = stub.seen.map(({ headers }) => headers.range);
    assert.deepEqual(ranges, [undefined, 'bytes=50000-', 'bytes=100000-', 'bytes=150000-']);
    assert.ok(stub.seen.slice(1).every(({ headers }) => headers['if-match'] === stub.seen[1]!.headers['if-match']));
  });
});

test('an object that has changed in the meantime is TRUNCATED', async () => {
  const inject: StubOptions['inject'] = (seen) => (seen.headers.range ? { status: 412, code: 'PreconditionFailed' } : undefined);
  await using({ cut: () => 50_000, inject }, async (client) => {
    const { bytes } = await openObject(client, address);
    await assert.rejects(whole(bytes), { code: 'TRUNCATED' });
  });
});

test('a connection that breaks again and again without a byte is a reject', async () => {
  await using({ cut: (_, times) => (times === 0 ? 50_000 : 0) }, async (client, stub) => {
    const { bytes } = await openObject(client, address);
    await assert.rejects(whole(bytes), { code: 'RESET' });
    assert.equal(stub.seen.length, 3);
  });
});

test('a reader that stops early leaves nothing open', async () => {
  await using({ buckets: { 'b-b': { 'a/../b': gzipSync(body) } } }, async (client) => {
    const { bytes } = await openObject(client, address);
    for await (const _ of gunzip(bytes)) break;
  });
});
