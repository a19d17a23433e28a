import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dueAt } from '../../../src/lib/polling/due.ts';
import type { FeedState } from '../../../src/lib/polling/feed-state.ts';

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

/** How much earlier than the interval a feed may be due: five minutes at most, a tenth of it at most, half of that at least. */
const tolerance = (after: number) => Math.min(after / 10, 5 * minute);
const exact = /Retry-After|skip/;

for (const [name, state, after] of cases) {
  test(`a feed is due after ${name}`, () => {
    for (const key of ['https://a.example/', 'https://b.example/', '']) {
      const early = after - (dueAt(key, { asked, ...state }, options, asked) - asked);
      const [least, most] = exact.test(name) ? [0, 0] : [tolerance(after) / 2, tolerance(after)];
      assert.ok(early >= least && early <= most, `${key}: ${early} ms early`);
    }
  });
}

const always: [name: string, state: Omit<FeedState, 'asked'>, after: number | undefined][] = [
  ['at once', { fresh: day, every: day, skip: 0x7fffffff }, undefined],
  ['after Retry-After', { retryAfter: day }, day],
  ['after half an hour when it failed', { failures: 1, code: 'TIMEOUT' }, 30 * minute],
  ['after an hour when it failed twice', { failures: 2, code: 'HTTP_404' }, hour],
  ['after a week when it is gone', { failures: 1, code: 'GONE' }, 7 * day],
];

for (const [name, state, after] of always) {
  test(`with --min-interval 0 a feed is due ${name}`, () => {
    const due = dueAt('', { asked, ...state }, { ...options, minInterval: 0 }, asked);
    if (after === undefined) assert.equal(due, 0);
    else assert.ok(due - asked <= after && due - asked >= after - tolerance(after), `${due - asked}`);
  });
}

for (const state of [{}, { failures: 9, code: 'GONE' }, { retryAfter: 7 * day }, { every: 30 * day }]) {
  test(`a clock that was a year ahead does not silence a feed (${JSON.stringify(state)})`, () => {
    assert.equal(dueAt('', { asked, ...state }, options, asked - 365 * day), 0);
  });
}

for (const interval of [15 * minute, 30 * minute, hour, 6 * hour, day]) {
  test(`a run every ${interval / minute} minutes asks each time a feed that says so, late or early by a minute`, () => {
    for (let key = 0; key < 50; key++) {
      let at = asked;
      for (let run = 1; run <= 12; run++) {
        // A run starts up to two seconds late, and comes to the feed within its first tenth of a minute.
        const now = asked + run * interval + ((run * 7919 + key * 104729) % 6_000) - 3_000;
        assert.ok(
          dueAt(`https://example.org/${key}`, { asked: at, every: interval }, { ...options, minInterval: 15 * minute }, now) <=
            now,
        );
        at = now;
      }
    }
  });
}

test('a feed that was due before an hour to skip is due after it', () => {
  // Asked at 10:00, due at half past, and the run comes at 11:00.
  assert.equal(dueAt('', { asked, skip: bits(11, 12) }, options, asked + hour), asked + 3 * hour);
  assert.ok(dueAt('', { asked, skip: bits(12) }, options, asked + hour) <= asked + hour);
});
