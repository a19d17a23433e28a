import { test } from 'node:test';
import { surviveKills } from './fetch-kills.ts';

test('fetch loses no news when it is killed, four times', (t) => surviveKills(t, 4));
