// npm run test:kill
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { surviveKills } from '../support/kills.ts';

it('loses and doubles nothing of 30,000 records while workers are killed 25 times and Redis three times', async (t) => {
  const plan = { records: 30_000, workers: 2, workerKills: 25, redisKills: 3 };
  const survived = await surviveKills(t, plan);
  if (!survived) return t.skip('redis-server is not installed');
  t.diagnostic(JSON.stringify(survived));
  assert.deepEqual(survived, { there: 30_000, doubles: 0, lost: 0, dead: 0, kills: { workers: 25, redis: 3 } });
});
