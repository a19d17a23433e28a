import assert from 'node:assert/strict';
import test from 'node:test';
import { pageRank } from '../../../src/lib/keywords/pagerank.ts';

test('ranks sum to 1, and the word that others stand around is first', () => {
  const ranks = pageRank(Int32Array.from([7, 1, 7, 2, 7, 3]), 2);
  assert.ok(Math.abs([...ranks.values()].reduce((a, b) => a + b) - 1) < 1e-6);
  assert.ok([1, 2, 3].every((word) => ranks.get(7)! > ranks.get(word)!));
});

test('words further apart than the window and words that take no part are not tied', () => {
  const ranks = pageRank(Int32Array.from([1, -1, 2]), 2);
  assert.deepEqual([...ranks.keys()], [1, 2]);
  assert.equal(ranks.get(1), ranks.get(2));
});

test('no words, no ranks', () => assert.equal(pageRank(new Int32Array(0), 2).size, 0));
