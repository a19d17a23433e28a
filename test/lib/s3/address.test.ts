import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Reject } from '../../../src/lib/errors/index.ts';
import { address, encodeKey, formatAddress, isDirectoryBucket, parseAddress } from '../../../src/lib/s3/address.ts';

const addresses: [url: string, bucket: string, key: string][] = [
  ['s3://bucket/key', 'bucket', 'key'],
  ['S3://bucket/Key', 'bucket', 'Key'],
  ['s3://bucket//a', 'bucket', '/a'],
  ['s3://bucket/a/../b', 'bucket', 'a/../b'],
  ['s3://bucket/..', 'bucket', '..'],
  ['s3://bucket/a%2Fb+c d?e#f', 'bucket', 'a%2Fb+c d?e#f'],
  ['s3://bucket/a\nb', 'bucket', 'a\nb'],
  ['s3://old_Bucket.name/k', 'old_Bucket.name', 'k'],
  [`s3://bucket/${'é'.repeat(512)}`, 'bucket', 'é'.repeat(512)],
];

for (const [url, bucket, key] of addresses) {
  test(`${JSON.stringify(url.slice(0, 40))} names its bucket and its key as they stand`, () => {
    assert.deepEqual(parseAddress(url), { bucket, key });
  });
}

const bad: [url: string, message: RegExp][] = [
  ['s3://bucket', /key is empty/],
  ['s3://bucket/', /key is empty/],
  ['s3:///key', /no name for a bucket/],
  ['s3://a@evil.example/key', /no name for a bucket/],
  ['s3://../key', /no name for a bucket/],
  ['http://bucket/key', /no s3:\/\/ address/],
  [`s3://bucket/${'é'.repeat(512)}x`, /longer than 1024 bytes/],
  ['s3://bucket/\ud800', /lone surrogate/],
];

for (const [url, message] of bad) {
  test(`${JSON.stringify(url.slice(0, 40))} is BAD_ADDRESS`, () => {
    assert.throws(
      () => parseAddress(url),
      (error) => error instanceof Reject && error.code === 'BAD_ADDRESS' && message.test(error.message),
    );
  });
}

test('a bucket or key that is no string is BAD_ADDRESS', () => {
  for (const [bucket, key] of [
    [1, 'k'],
    ['bucket', null],
    [undefined, 'k'],
    ['bucket', undefined],
  ]) {
    assert.throws(() => address(bucket, key), { code: 'BAD_ADDRESS' });
  }
});

test('what is formatted is parsed back', () => {
  const one = { bucket: 'bucket', key: '//a b%2F../?#é' };
  assert.deepEqual(parseAddress(formatAddress(one)), one);
});

test('a key becomes a path of unreserved characters, its slashes and dots kept', () => {
  assert.equal(encodeKey("a/../b//c d+e%2F!'()*~é\u0001😀"), 'a/../b//c%20d%2Be%252F%21%27%28%29%2A~%C3%A9%01%F0%9F%98%80');
});

test('a directory bucket is told by its name', () => {
  assert.equal(isDirectoryBucket('logs--use1-az4--x-s3'), true);
  assert.equal(isDirectoryBucket('logs-x-s3'), false);
});
