import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HostQueues, type Release } from '../../../src/lib/http/hosts.ts';

const limits = { total: 4, perHost: 2, gap: 0, maxHold: 60_000 };

/** Asks for places and notes who got one, in which order. */
function asking(queues: HostQueues) {
  const got: string[] = [];
  const releases: Release[] = [];
  const refused: unknown[] = [];
  return {
    got,
    releases,
    refused,
    async ask(host: string, begun = false) {
      queues.acquire(host, { begun }).then(
        (release) => {
          got.push(host);
          releases.push(release);
        },
        (error: unknown) => refused.push(error),
      );
      await settled();
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a host gets its share at once, and no more', async () => {
  const { ask, got, releases } = asking(new HostQueues(limits));
  for (const host of ['a', 'a', 'a', 'b']) await ask(host);
  assert.deepEqual(got, ['a', 'a', 'b']);
  releases[0]!();
  await settled();
  assert.deepEqual(got, ['a', 'a', 'b', 'a']);
});

test('hosts take turns, however long their queues are', async () => {
  const { ask, got, releases } = asking(new HostQueues({ ...limits, total: 1 }));
  for (const host of ['a', 'a', 'a', 'b', 'c']) await ask(host);
  for (let n = 0; n < 4; n++) {
    releases[n]!();
    await settled();
  }
  assert.deepEqual(got, ['a', 'a', 'b', 'c', 'a']);
});

test('what has begun goes first', async () => {
  const { ask, got, releases } = asking(new HostQueues({ ...limits, perHost: 1 }));
  await ask('a');
  await ask('a');
  await ask('a', true);
  releases[0]!();
  releases[0]!();
  await settled();
  assert.equal(got.length, 2);
});

test('a host that asked for less gets one place, and wins the others back', async () => {
  const { ask, got, releases } = asking(new HostQueues({ ...limits, perHost: 2 }));
  await ask('a');
  releases[0]!(true);
  for (let n = 0; n < 10; n++) await ask('a');
  assert.equal(got.length, 2);
  for (let n = 1; n < 5; n++) {
    releases[n]!();
    await settled();
  }
  assert.equal(got.length, 7, 'after four requests that went well there are two at once');
});

test('a host held for too long refuses those that wait and those that come, and no other host does', async () => {
  const queues = new HostQueues({ ...limits, perHost: 1 });
  const { ask, got, refused } = asking(queues);
  await ask('a');
  await ask('a');
  queues.hold('a', 3_600_000);
  await settled();
  await ask('a');
  await ask('b');
  assert.deepEqual(got, ['a', 'b']);
  assert.deepEqual(
    refused.map((error) => (error as { code: string }).code),
    ['BACKING_OFF', 'BACKING_OFF'],
  );
});

test('a host held for a moment is asked after it', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const queues = new HostQueues(limits);
  const { ask, got } = asking(queues);
  let now = performance.now();
  t.mock.method(performance, 'now', () => now);
  queues.hold('a', 1000);
  await ask('a');
  assert.deepEqual(got, []);
  now += 1001;
  t.mock.timers.tick(1001);
  await settled();
  assert.deepEqual(got, ['a']);
});

test('a run that stops refuses what has not begun, and lets the rest go on', async () => {
  const queues = new HostQueues({ ...limits, perHost: 1 });
  const { ask, got, releases, refused } = asking(queues);
  await ask('a');
  await ask('a');
  await ask('a', true);
  queues.stop('stopped');
  await settled();
  await ask('b');
  assert.deepEqual([got, refused], [['a'], ['stopped', 'stopped']]);
  releases[0]!();
  await settled();
  assert.deepEqual(got, ['a', 'a']);
});

test('where there is no room, only what has begun goes on', async () => {
  let room = false;
  const queues = new HostQueues({ ...limits, hasRoom: () => room });
  const { ask, got } = asking(queues);
  await ask('a');
  await ask('b', true);
  assert.deepEqual(got, ['b']);
  room = true;
  queues.proceed();
  await settled();
  assert.deepEqual(got, ['b', 'a']);
});
