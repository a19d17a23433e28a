// npm run test:kill
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { finished, start } from '../support/executables.ts';
import { enqueueThroughOutage } from '../support/outage.ts';
import { testRedis } from '../support/redis.ts';

for (const seconds of [5, 130, 290]) {
  it(`enqueue adds a batch once whose answer was lost, in an outage of ${seconds} s`, (t) =>
    enqueueThroughOutage(t, seconds * 1000));
}

it('a run that was frozen for longer than the lease of its lock writes nothing after it, and ends with 4', async (t) => {
  const redis = await testRedis(t);
  if (!redis) return;
  const lock = `${redis.url}/${redis.prefix}`;
  const frozen = start('dedupe', ['--lock', lock]);
  const end = finished(frozen);
  frozen.stdin.write('{"id":1}\n');
  await once(frozen.stdout, 'data');
  frozen.kill('SIGSTOP');
  frozen.stdin.write('{"id":2}\n');
  await sleep(31_000);
  const other = start('dedupe', ['--lock', lock]);
  other.stdin.end('{"id":3}\n');
  assert.equal((await finished(other)).status, 0, 'the lock is free');
  frozen.kill('SIGCONT');
  const { stdout, stderr, status } = await end;
  assert.equal(status, 4, stderr);
  assert.doesNotMatch(stdout, /"id":2/);
});
