import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { Ranking } from '../../../src/lib/keywords/ranking.ts';

test('a ranking is a stable sort by falling score, from the least score wanted on', () => {
  const ranking = new Ranking();
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 600 }),
      fc.integer({ min: 0, max: 20 }),
      (scores, least) => {
        const expected = scores.map((score, i) => ({ score, i })).filter(({ score }) => score >= least);
        expected.sort((a, b) => b.score - a.score || a.i - b.i);
        assert.deepEqual(
          [...ranking.of(Float64Array.from(scores), scores.length, least)],
          expected.map(({ i }) => i),
        );
      },
    ),
    { numRuns: 50 },
  );
});
