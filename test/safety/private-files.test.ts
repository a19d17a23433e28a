import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { scratch, shell } from '../support/executables.ts';

for (const option of ['--dropped', '--rejects'])
  test(`nobody else may read a new file of dedupe ${option}`, async (t) => {
    const path = join(scratch(t), 'records');
    await shell('umask 022; dedupe "$0" "$1"', { args: [option, path], input: '{"id":1}\n{"id":1}\nno JSON\n' });
    assert.equal(statSync(path).mode & 0o777, 0o600);
  });
