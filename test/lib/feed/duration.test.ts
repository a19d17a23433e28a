import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration } from '../../../src/lib/feed/index.ts';

const cases: [string, number | undefined][] = [
  ['1:02:03', 3723],
  ['62:03', 3723],
  ['3723', 3723],
  ['3723.5', 3723.5],
  ['1h2m', 3720],
  ['1 hour, 2 minutes', 3720],
  ['90 min', 5400],
  ['PT1H2M3S', 3723],
  ['P0DT1H2M3S', 3723],
  ['P1DT1H', 90_000],
  ['01h02', 3720],
  ['5m30', 330],
  ['1 Std. 5 Min.', 3900],
  [':30', 30],
  ['1:2:3:4', undefined],
  ['an hour', undefined],
  ['', undefined],
];
for (const [text, seconds] of cases) {
  test(`parseDuration reads "${text}" as ${seconds}`, () => {
    assert.equal(parseDuration(text), seconds);
  });
}
