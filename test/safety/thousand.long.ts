import { test } from 'node:test';
import { assertHealthyComeThrough } from './hostile-feeds.ts';

test('of 1,000 feeds, all come through but those that are hostile, beside 8 busy processes', () =>
  assertHealthyComeThrough(1000, 8));
