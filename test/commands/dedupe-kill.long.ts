import { test } from 'node:test';
import { everyItemIsWritten } from './dedupe-kill.ts';

test('dedupe --state: no item is lost by SIGKILL, 40 times over', (t) => everyItemIsWritten(t, 40, ['--by', 'id']));
test('dedupe --near --state: no item is lost by SIGKILL, 10 times over', (t) =>
  everyItemIsWritten(t, 10, ['--by', 'id', '--near', '--threshold', '1']));
