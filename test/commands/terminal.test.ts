import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { finished, start } from '../support/executables.ts';

const script = spawnSync('script', ['--version'], { encoding: 'utf8' });
const noTerminal = script.stdout?.includes('util-linux') ? false : 'needs script of util-linux, to be on a terminal';

describe('a terminal', () => {
  it('is read, with a hint, until Ctrl-D', { skip: noTerminal }, async () => {
    const child = start('script', ['-qec', 'dedupe', '/dev/null']);
    child.stdin.end('{"id":1}\n{"id":1}\n\u0004');
    const { stdout, status } = await finished(child);
    assert.match(stdout, /dedupe: reading from the terminal; Ctrl-D ends the input\r\n/);
    assert.equal(stdout.split('{"id":1}').length - 1, 3, 'typed twice, given once');
    assert.equal(status, 0);
  });
});

describe('a terminal that shows records and progress', () => {
  it('has them run into one another never, and by default no progress', { skip: noTerminal }, async () => {
    const lines = Array.from({ length: 3 }, (_, id) => `{"id":${id}}`);
    const slow = `for line in ${lines.map((line) => `'${line}'`).join(' ')}; do echo "$line"; sleep 0.3; done`;
    const on = async (options: string) =>
      (await finished(start('script', ['-qec', `(${slow}) | dedupe ${options}`, '/dev/null']))).stdout;
    assert.equal(await on(''), lines.map((line) => `${line}\r\n`).join(''));
    const both = await on('--progress');
    assert.match(both, /dedupe/);
    // Rows of progress are wiped before a record is written in their place.
    for (const line of lines)
      assert.ok(both.includes(`\u001b[K${line}\r\n`) || both.startsWith(`${line}\r\n`) || both.includes(`\n${line}\r\n`), line);
  });
});

describe('what belongs to no run', () => {
  for (const line of ['feedmill --help', 'feedmill dedupe --help', 'dedupe --help', 'dedupe --version']) {
    it(`ends quietly when its reader has gone: ${line}`, async () => {
      const { stdout, stderr } = await finished(start('bash', ['-c', `${line} | true; echo "\${PIPESTATUS[0]}"`]));
      assert.deepEqual([stdout, stderr], ['141\n', '']);
    });
  }
});
