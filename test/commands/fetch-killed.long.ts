import { test } from 'node:test';
import { surviveKills } from './fetch-kills.ts';

test('fetch loses no news when it is killed, forty times', (t) => surviveKills(t, 40));
