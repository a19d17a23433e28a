import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRedisUrl, redisAddress } from '../../../src/lib/redis/index.ts';

describe('the address of a Redis', () => {
  const env = { REDIS_URL: 'rediss://me:s%40cret@cache.example:7000/3' };
  const cases: [given: string | undefined, env: Record<string, string>, expected: object][] = [
    [undefined, {}, { host: '127.0.0.1', port: 6379, db: 0, tls: false, name: '', label: 'redis 127.0.0.1:6379' }],
    [undefined, env, { host: 'cache.example', port: 7000, db: 3, tls: true, username: 'me', password: 's@cret' }],
    ['redis://h', {}, { host: 'h', port: 6379, db: 0, name: '', password: undefined }],
    ['redis://h:1/9', {}, { port: 1, db: 9, name: '', label: 'redis h:1/9' }],
    ['redis://h/9/hourly', {}, { db: 9, name: 'hourly' }],
    ['redis://h/hourly', {}, { db: 0, name: 'hourly' }],
    ['redis://[::1]:7/1', {}, { host: '::1', port: 7, label: 'redis [::1]:7/1' }],
    ['redis:', env, { host: 'cache.example', port: 7000, db: 3, tls: true, password: 's@cret' }],
    ['redis:/hourly', env, { host: 'cache.example', db: 3, name: 'hourly' }],
    ['redis://cache.example:7000/5', env, { db: 5, username: 'me', password: 's@cret' }],
    ['redis://other.example/5', env, { host: 'other.example', password: undefined }],
    ['redis://h', { REDIS_PASSWORD: 'p' }, { password: 'p' }],
  ];
  for (const [given, environment, expected] of cases) {
    it(`is read from ${given} with ${JSON.stringify(environment)}`, () => {
      const address = redisAddress(given, environment);
      for (const [name, value] of Object.entries(expected)) assert.equal(address[name as keyof typeof address], value, name);
    });
  }

  it('takes no password from an argument, and repeats none', () => {
    assert.throws(
      () => redisAddress('redis://:s3cret@h', {}),
      (error: Error) => /REDIS_URL/.test(error.message) && !/s3cret/.test(error.message),
    );
    assert.throws(
      () => redisAddress(undefined, { REDIS_URL: 'redis:s3cret@:x:y//' }),
      (error: Error) => !/s3cret/.test(error.message),
    );
  });

  it('is told from a path', () => {
    assert.deepEqual(['redis://h', 'rediss://h', './redis', 'redis', '/x'].map(isRedisUrl), [true, true, false, false, false]);
  });
});
