import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

  it('all assert something, or call a module of tests that does', () => {
    const asserts = (text: string) => /\bassert\b/.test(text.replace(/^import .*$/gm, ''));
    const idle = tests.filter(({ path, text }) => {
      const modules = [...text.matchAll(/from '(\.{1,2}\/[^']*\.ts)'/g)].map(([, name]) => join(root, dirname(path), name!));
      return !asserts(text) && !modules.some((module) => !module.includes('/src/') && asserts(readFileSync(module, 'utf8')));
    });
    assert.deepEqual(
      idle.map(({ path }) => path),
      [],
    );
  });

  it('wait for no fixed time, but in turn with a question: while (!ready()) await sleep(20)', () => {
    const pause = /^\s*(?:await (?:sleep|delay|wait|pause|setTimeout)\(\d|await new Promise\(.*setTimeout\(\w+, \d)/;
    const waits = tests
      .filter(({ path }) => path.endsWith('.test.ts'))
      .flatMap(({ path, text }) =>
        text.split('\n').flatMap((line, index) => (pause.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
      );
    assert.deepEqual(waits, []);
  });
});
