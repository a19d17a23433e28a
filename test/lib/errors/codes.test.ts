// The table of reject codes is the one list: commands, man pages, schemas and what the code throws have to agree with it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { commands } from '../../../src/commands/index.ts';
import { commonRejects, isRejectCode, rejectCodes } from '../../../src/lib/errors/index.ts';
import { recordSchema } from '../../../src/lib/schema/index.ts';
import { root } from '../../support/executables.ts';

const all = Object.keys(rejectCodes);
const declared = new Map(
  await Promise.all(
    Object.entries(commands).map(async ([name, load]) => {
      const { command } = await load();
      return [name, new Set<string>([...command.rejects, ...commonRejects])] as const;
    }),
  ),
);

/** What a source file imports, itself included, all the way down; imports of types do not count. */
function closure(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(
    /(?:^(?:import|export) (?!type )[^;]*?from |import\()'(\.[^']+\.ts)'/gm,
  )) {
    closure(join(dirname(file), path!), seen);
  }
  return seen;
}

/** The codes that a source file names, but for those that it compares with. */
function named(file: string): string[] {
  const text = readFileSync(file, 'utf8').replace(/new Set(?:<\w+>)?\(\[[^\]]*\][^)]*\)/g, '');
  const codes = [...text.matchAll(/(?<![!=]== )'([A-Z][A-Z_]+)'/g)].map(([, code]) => code!).filter(isRejectCode);
  const limits = /beyond\(/.test(text) ? [...text.matchAll(/beyond\('([A-Z]+)'/g)].map(([, limit]) => `${limit}_LIMIT`) : [];
  return [...codes, ...limits];
}

const throwing = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith(join('lib', 'errors')) && !/^commands\/[^/]+\.ts$/.test(path))
  .map((path) => join(root, 'src', path));

describe('every code of a reject', () => {
  it('stands in the man page of each command that has it, and no other does', () => {
    for (const [name, codes] of declared) {
      const [, diagnostics = ''] = readFileSync(join(root, 'man', `${name}.1`), 'utf8').split('.Sh DIAGNOSTICS');
      const shown = [...diagnostics.matchAll(/^\.It Sy (\w+)$/gm)].map(([, code]) => code!);
      assert.deepEqual(shown.sort(), [...codes].sort(), name);
    }
  });

  it('is declared by a command', () => {
    const used = new Set([...declared.values()].flatMap((codes) => [...codes]));
    assert.deepEqual(
      all.filter((code) => !used.has(code)),
      [],
    );
  });

  it('is what the schema of rejects accepts', () => {
    const schema = recordSchema('reject');
    assert.ok(schema);
    const isValid = new Ajv2020().compile(schema);
    const rejectOf = (code: string) => ({ error: { code, message: '', command: 'x', source: 'stdin', line: 1 }, record: {} });
    for (const code of all) assert.equal(isValid(rejectOf(code)), code !== 'HTTP_NNN', code);
    assert.deepEqual(
      ['HTTP_404', 'HTTP_', 'UNKNOWN', ''].map((code) => isValid(rejectOf(code))),
      [true, false, false, false],
    );
  });

  it('is declared by some command that loads the file which names it', () => {
    const users = new Map([...declared].map(([name, codes]) => [codes, closure(join(root, 'src/commands', `${name}.ts`))]));
    for (const file of throwing) {
      for (const code of named(file)) {
        const isKnown = [...users].some(([codes, files]) => files.has(file) && codes.has(code));
        const isLoaded = [...users.values()].some((files) => files.has(file));
        assert.ok(isKnown || !isLoaded, `${relative(root, file)} names ${code}, which no command that loads it declares`);
      }
    }
  });
});
