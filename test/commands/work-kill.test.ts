import assert from 'node:assert/strict';
import { it } from 'node:test';
import { surviveKills } from '../support/kills.ts';

it('loses and doubles nothing while workers and Redis are killed', async (t) => {
  const plan = { records: 3000, workers: 2, workerKills: 4, redisKills: 1 };
  const survived = await surviveKills(t, plan);
  if (!survived) return t.skip('redis-server is not installed');
  assert.deepEqual(survived, { there: 3000, doubles: 0, lost: 0, dead: 0, kills: { workers: 4, redis: 1 } });
});
