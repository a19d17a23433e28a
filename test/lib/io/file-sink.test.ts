import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { FileSink } from '../../../src/lib/io/file-sink.ts';
import { scratch, shell } from '../../support/executables.ts';

const events = { took: () => {}, drained: () => {}, failed: (error: unknown) => assert.fail(String(error)) };

describe('an atomic output', () => {
  it('is written beside the file under a name that nobody can guess, where nobody has put anything', (t) => {
    const folder = scratch(t);
    const path = join(folder, 'out');
    const names = new Set<string>();
    for (let run = 0; run < 3; run++) {
      const sink = FileSink.openAtomic(path, false, false, events);
      const [part] = readdirSync(folder).filter((name) => name.endsWith('.part'));
      assert.match(part ?? '', /^out\.[0-9a-f]{12}\.part$/);
      names.add(part ?? '');
      sink.write(Buffer.from('{}\n'), 3);
      sink.close();
    }
    assert.equal(names.size, 3);
    assert.deepEqual(readdirSync(folder), ['out']);
  });

  it('takes the place of what a link leads to', (t) => {
    const folder = scratch(t);
    writeFileSync(join(folder, 'target'), 'old\n');
    symlinkSync('target', join(folder, 'link'));
    const sink = FileSink.openAtomic(join(folder, 'link'), false, false, events);
    sink.write(Buffer.from('new\n'), 4);
    sink.close();
    assert.equal(readFileSync(join(folder, 'target'), 'utf8'), 'new\n');
  });
});

describe('a file that is private', () => {
  for (const [what, script, path] of [
    ['--rejects', 'echo nope | dedupe -q --allow-rejects --rejects r', 'r'],
    ['--lock', 'dedupe --lock l', 'l'],
    ['--state', 'dedupe --state s', 's/data.mdb'],
    ['the folder of --state', 'dedupe --state s', 's'],
  ] as const) {
    it(`is read by nobody else: ${what}`, async (t) => {
      const folder = scratch(t);
      const { status } = await shell(`umask 022; ${script}`, { cwd: folder });
      assert.equal(status, 0);
      assert.equal(statSync(join(folder, path)).mode & 0o077, 0);
    });
  }
});

describe('standard output that is a file', () => {
  for (const [what, script, wanted] of [
    ['>> after a run that was killed in the middle of a line', 'printf \'{"id":\' > f; CMD >> f', '{"id":\n{"id":2}\n'],
    ['what another program left in the middle of a line', '(printf x; CMD) > f', 'x\n{"id":2}\n'],
    ['a file of whole lines', "printf 'x\\n' > f; CMD >> f", 'x\n{"id":2}\n'],
    ['an empty file', 'CMD > f', '{"id":2}\n'],
    ['a file in whose middle is written', "printf 'x\\nyyyyyyyyyyy' > f; (printf 'z\\n'; CMD) 1<> f", 'z\n{"id":2}\nyy'],
    ['a run that writes nothing', 'printf x > f; CMD < /dev/null >> f', 'x'],
  ] as const) {
    for (const command of ['dedupe', "feedmill run 'peek -q'"]) {
      it(`has a record on a line of its own: ${what}, ${command}`, async (t) => {
        const folder = scratch(t);
        const { stderr } = await shell(script.replace('CMD', command), { cwd: folder, input: '{"id":2}\n' });
        assert.deepEqual([readFileSync(join(folder, 'f'), 'utf8'), stderr], [wanted, '']);
      });
    }
  }
});
