import assert from 'node:assert/strict';
import { it } from 'node:test';
import { acquireRedisLock } from '../../../src/lib/state/redis-lock.ts';
import { testRedis } from '../../support/redis.ts';

const LEASE = 400;

it('a lock in Redis is lost, without asking, once its holder was frozen for longer than the lease', async (t) => {
  const redis = await testRedis(t);
  if (!redis) return;
  const lock = await acquireRedisLock(`${redis.url}/${redis.prefix}`, 'test', LEASE);
  const reasons: string[] = [];
  lock.onLost(({ message }) => reasons.push(message));
  // No turn of the event loop meanwhile, as in a process that is stopped.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LEASE + 1);
  assert.match(lock.lost?.message ?? '', /was lost: it could not be renewed for 0\.4 s/);
  assert.equal(reasons.length, 1);
  await assert.rejects(lock.release(), { status: 4 });
});

it('a lock in Redis is held while it is renewed, whatever is done to the clock', async (t) => {
  const redis = await testRedis(t);
  if (!redis) return;
  const url = `${redis.url}/${redis.prefix}`;
  const lock = await acquireRedisLock(url, 'test', LEASE);
  const { now } = Date;
  t.after(() => {
    Date.now = now;
  });
  for (const shift of [-3_600_000, 3_600_000]) {
    Date.now = () => now() + shift;
    const until = performance.now() + 1.5 * LEASE;
    while (performance.now() < until) assert.equal(await redis.client.call('EXISTS', `feedmill:lock:${redis.prefix}`), 1);
    assert.ok(lock.lost === undefined);
    await assert.rejects(acquireRedisLock(url, 'other', LEASE), { status: 3 });
  }
  await lock.release();
  await (await acquireRedisLock(url, 'other', LEASE)).release();
});
