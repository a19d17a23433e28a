import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dueAt } from '../../../src/lib/polling/due.ts';
import type { FeedState } from '../../../src/lib/polling/memory.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
// A Thursday, 10:00 UTC.
const asked = Date.UTC(2026, 0, 1, 10);
const options = { minInterval: 30 * minute, maxInterval: day };
const bits = (...places: number[]) => places.reduce((all, place) => all | (1 << place), 0);
const hours = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

const cases: [name: string, state: Omit<FeedState, 'asked'>, after: number][] = [
  ['half an hour', {}, 30 * minute],
  ['what the answer said', { fresh: 2 * hour }, 2 * hour],
  ['the longer of what the answer and the feed said', { fresh: hour, every: 3 * hour }, 3 * hour],
  ['no less than --min-interval', { fresh: minute }, 30 * minute],
  ['a day at most', { every: 30 * day }, day],
  ['Retry-After, beyond a day', { retryAfter: 3 * day }, 3 * day],
  ['a week at most for Retry-After', { retryAfter: 30 * day }, 7 * day],
  ['half an hour after a failure', { failures: 1, code: 'TIMEOUT' }, 30 * minute],
  ['twice as long each time', { failures: 4, code: 'TIMEOUT' }, 4 * hour],
  ['a day at most after failures', { failures: 4000, code: 'TIMEOUT', fresh: 9 * day }, day],
  ['Retry-After of a failure', { failures: 1, code: 'HTTP_503', retryAfter: 5 * hour }, 5 * hour],
  ['a week when it is gone', { failures: 1, code: 'GONE' }, 7 * day],
  ['past the hours to skip', { skip: bits(10, 11, 12) }, 3 * hour],
  ['past the day to skip', { skip: bits(24 + 4) }, 14 * hour],
  ['a day at most when all hours are to be skipped', { skip: bits(...hours(0, 24)) }, day],
];

for (const [name, state, after] of cases) {
  test(`a feed is due after ${name}`, () => assert.equal(dueAt({ asked, ...state }, options) - asked, after));
}

test('a feed is always due with --min-interval 0', () => {
  assert.equal(dueAt({ asked, failures: 9, retryAfter: day }, { ...options, minInterval: 0 }), 0);
});
