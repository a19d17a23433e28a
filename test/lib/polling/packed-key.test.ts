import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { originalKey, storedKey } from '../../../src/lib/polling/packed-key.ts';

const keys: [key: string, bytes: number][] = [
  ['https://www.example.com/feed/', 9],
  ['https://example.com/', 13],
  ['http://www.example.net/rss.xml', 13],
  ['http://example.org/index.xml 0123456789abcdef', 39],
  ['s3://bucket/feed.xml', 13],
  ['https://www.com/rss', 5],
  ['https:///feed', 2],
  ['/feed', 2],
];

describe('storedKey', () => {
  for (const [key, bytes] of keys) {
    it(`stores ${key} in ${bytes} bytes`, () => {
      assert.equal(Buffer.byteLength(storedKey(key)), bytes);
      assert.equal(originalKey(storedKey(key)), key);
    });
  }
});
