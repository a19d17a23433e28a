import { test } from 'node:test';
import { assertHealthyComeThrough } from './hostile-feeds.ts';

test('of 100 feeds, all come through but those that are hostile', () => assertHealthyComeThrough(100, 0));
