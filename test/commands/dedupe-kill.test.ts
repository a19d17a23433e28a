import { test } from 'node:test';
import { everyItemIsWritten } from './dedupe-kill.ts';

test('dedupe --state: no item is lost by SIGKILL, 4 times over', (t) => everyItemIsWritten(t, 4, ['--by', 'id']));
