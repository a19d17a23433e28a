import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../support/executables.ts';
import { filesBelow } from '../support/sources.ts';

const tests = filesBelow('test', /\.(?:test|long)\.ts$/).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

describe('tests', () => {
  it('stand where their names say: test/lib/ROOM/FILE.test.ts beside src/lib/ROOM/FILE.ts, or what it is about', () => {
    const strays = tests.filter(({ path }) => {
      const [, room] = /^test\/lib\/(\w+)\//.exec(path) ?? [];
      return room !== undefined && !existsSync(join(root, 'src/lib', room));
    });
    assert.deepEqual(
      strays.map(({ path }) => path),
      [],
    );
  });

  it('all assert something', () => {
    const idle = tests.filter(({ text }) => !/\bassert\b/.test(text.replace(/^import .*$/gm, '')));
    assert.deepEqual(
      idle.map(({ path }) => path),
      [],
    );
  });

  it('wait for no fixed time', () => {
    const waits = tests.flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          /\bsetTimeout\(\s*(?:resolve|done|r)\s*,\s*\d|\bsleep\(\d|await (?:delay|wait|pause)\(\d/.test(line)
            ? [`${path}:${index + 1}: ${line.trim()}`]
            : [],
        ),
    );
    assert.deepEqual(waits, []);
  });
});
