import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLock, openSharedPlaces, openStore } from '../../../src/lib/state/index.ts';
import { testRedis } from '../../support/redis.ts';

it('a store in Redis is shared by all who open it', async (t) => {
  const redis = await testRedis(t);
  if (!redis) return;
  const url = `${redis.url}/${redis.prefix}`;
  const [here, there] = [await openStore(url, 'part'), await openStore(url, 'part')];
  const other = await openStore(url, 'other');
  t.after(() => Promise.all([here, there, other].map((part) => part.close())));
  here.put('a', { list: [1, 'é', null], bytes: Buffer.from([0, 255]) });
  here.put(Buffer.from([0, 1]), 5);
  here.put('b*', true);
  assert.equal(here.has('a'), true, 'before it is written');
  await here.committed();
  assert.deepEqual(there.get('a'), { list: [1, 'é', null], bytes: Buffer.from([0, 255]) });
  assert.equal(there.get(Buffer.from([0, 1])), 5);
  assert.equal(there.get('b'), undefined);
  assert.equal(other.get('a'), undefined);
  assert.deepEqual([...there.entries('b*')], [['b*', true]]);
  there.remove('a');
  await there.committed();
  assert.equal(here.has('a'), false);
  assert.equal(here.count(), 2);
  assert.deepEqual(
    [...here.entries()].map(([key]) => key),
    [Buffer.from([0, 1]), 'b*'],
  );
});

it('a store that cannot be reached says which and why', async () => {
  await assert.rejects(openStore('redis://127.0.0.1:1/0', 'part'), {
    status: 4,
    message: /redis 127\.0\.0\.1:1 connection refused/,
  });
});

it('a lock in Redis is held by one, and free when given back', async (t) => {
  const redis = await testRedis(t);
  if (!redis) return;
  const url = `${redis.url}/${redis.prefix}`;
  const lock = await acquireLock(url, 'fetch');
  await assert.rejects(acquireLock(url, 'fetch'), {
    status: 3,
    message: new RegExp(`held by another run: fetch \\(pid ${process.pid} on `),
  });
  const ttl = Number(await redis.client.call('PTTL', `feedmill:lock:${redis.prefix}`));
  assert.ok(ttl > 0 && ttl <= 30_000, 'it ends by itself when its holder does');
  await lock.release();
  await (await acquireLock(url, 'fetch')).release();
});

it('places at a host are shared, and come free again', async (t) => {
  const redis = await testRedis(t);
  if (!redis) return;
  const url = `${redis.url}/${redis.prefix}`;
  const [here, there] = [(await openSharedPlaces(url, 2, 0, 300))!, (await openSharedPlaces(url, 2, 0, 300))!];
  t.after(() => {
    for (const places of [here, there]) places.close();
  });
  const first = await here.take('example.org');
  assert.notEqual(typeof first, 'number');
  assert.notEqual(typeof (await there.take('example.org')), 'number');
  assert.equal(typeof (await here.take('example.org')), 'number', 'no third');
  assert.notEqual(typeof (await here.take('example.com')), 'number', 'another host');
  if (typeof first !== 'number') first.release();
  assert.notEqual(typeof (await there.take('example.org')), 'number', 'after one was given back');
  while (typeof (await there.take('example.org')) === 'number') await sleep(20);
  here.hold('example.org', 5000);
  await here.take('example.org');
  const wait = await there.take('example.org');
  assert.ok(typeof wait === 'number' && wait > 1000, 'a host that asked for peace');
});
