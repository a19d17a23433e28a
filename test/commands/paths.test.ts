// An option that writes a file never destroys an input: every option that takes a path against every input, through links too.
import assert from 'node:assert/strict';
import { linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { commands } from '../../src/commands/index.ts';
import { optionPaths, prepareQuietly } from '../../src/lib/cli/index.ts';
import { pathsOfRun } from '../../src/lib/cli/paths.ts';
import { optionGroups } from '../../src/lib/cli/program.ts';
import { clashOfPaths } from '../../src/lib/io/index.ts';
import { ndjson, scratch, shell } from '../support/executables.ts';

const item = ndjson({ id: 1, title: 'The old mill', content_text: 'The old mill by the river.' });

/** A folder with two inputs, and other names of the first: a link, a hard link, a roundabout path, a link to what is not there. */
function folder(t: TestContext): string {
  const dir = scratch(t);
  mkdirSync(join(dir, 'sub'));
  for (const name of ['a', 'b']) writeFileSync(join(dir, name), item);
  symlinkSync('a', join(dir, 'link'));
  linkSync(join(dir, 'a'), join(dir, 'hard'));
  symlinkSync('../new', join(dir, 'sub', 'to-new'));
  return dir;
}

const loaded = await Promise.all(Object.values(commands).map(async (load) => (await load()).command));
/** Every option that reads or writes a file, by what a path is put in its place. */
const options = loaded.flatMap((command) =>
  optionGroups(command)
    .flatMap(([, specs]) => Object.values(specs))
    .map((spec) => ({ command, flag: /--[\w-]+/.exec(spec.flags)![0], spec })),
);
const writing = options.filter(({ spec }) => spec.writes);
const reading = options.filter(({ spec }) => spec.reads);

describe('a file that is read and written at once', () => {
  it('is told of by options of every kind', () => {
    const isPath = /^(?:.* )?(?:FILE|PATH)$/;
    for (const { flag, spec } of options)
      assert.equal(isPath.test(spec.flags), Boolean(spec.reads ?? spec.writes) && flag !== '--with', flag);
    assert.ok(writing.length > 3 * loaded.length - 5 && reading.length > 4, 'the sweep is no empty one');
  });

  it('is found for every option that writes, against every input and every option that reads, under any name of the file', (t) => {
    const dir = folder(t);
    for (const { command, flag } of writing) {
      const others = reading.filter((other) => other.command === command && other.flag !== '--with').map((other) => other.flag);
      for (const source of ['input', ...others]) {
        for (const name of ['a', 'link', 'hard', 'sub/../a']) {
          const args = [flag, join(dir, name), ...(source === 'input' ? [] : [source, join(dir, 'a')])];
          const { values } = prepareQuietly(command, args);
          const paths = pathsOfRun([optionPaths(command, values)], [join(dir, source === 'input' ? 'a' : 'b')]);
          assert.match(
            clashOfPaths(paths) ?? '',
            new RegExp(`^${flag} .*: is read and written at once \\(${source}\\)`),
            `${command.name} ${args.join(' ')}`,
          );
        }
      }
    }
  });

  for (const [script, message] of [
    ['keywords < a >> a', 'keywords: standard input: the run would write to its own input; name another output'],
    ['dedupe a >> link', 'dedupe: a: the run would write to its own input; name another output'],
    ['dedupe < a 1<> hard', 'dedupe: standard input: the run would write to its own input; name another output'],
    ['peek a 2>> a', 'peek: a: the run would write to its own input; name another output'],
    ['dedupe a --dropped link b', 'dedupe: --dropped link: is read and written at once (input); write to another file'],
    [
      'keywords b --stopwords a --df-out hard',
      'keywords: --df-out hard: is read and written at once (--stopwords); write to another file',
    ],
    ['dedupe a > out --rejects out', 'dedupe: --rejects out: is also written as standard output; write to another file'],
    ['dedupe a -o new --dropped sub/to-new', 'dedupe: --output new: is also written as --dropped; write to another file'],
    ['dedupe a -o sub/../x --rejects ./x', 'dedupe: --rejects ./x: is also written as --output; write to another file'],
    [
      "feedmill run 'peek a | dedupe --dropped link'",
      'run: --dropped link: is read and written at once (input); write to another file',
    ],
    ["feedmill run 'peek a > hard'", 'run: --output hard: is read and written at once (input); write to another file'],
    [
      "feedmill run -o b 'peek a | dedupe --exclude b'",
      'run: --output b: is read and written at once (--exclude); write to another file',
    ],
    [
      "feedmill run 'dedupe --dropped d a | dedupe --dropped d'",
      'run: --dropped d: is also written as --dropped; write to another file',
    ],
    [
      "feedmill run 'keywords a --rejects r | dedupe --exclude r'",
      'run: --rejects r: is read and written at once (--exclude); write to another file',
    ],
    ['feedmill run -f a --rejects a', 'run: --rejects a: is read and written at once (--file); write to another file'],
  ] as const) {
    it(`is refused: ${script}`, async (t) => {
      const dir = folder(t);
      if (script.includes('-f a')) writeFileSync(join(dir, 'a'), 'peek b\n');
      const before = readFileSync(join(dir, 'a'), 'utf8');
      const { status } = await shell(`(${script}) 2> err`, { cwd: dir });
      const told = readFileSync(join(dir, script.includes('2>> a') ? 'a' : 'err'), 'utf8').replace(before, '');
      assert.deepEqual([told, status], [`${message}\n`, 2]);
      assert.ok(readFileSync(join(dir, 'a'), 'utf8').startsWith(before));
    });
  }

  for (const script of [
    'dedupe a -o /dev/null --rejects /dev/null --dropped /dev/null',
    'dedupe a > out 2>&1',
    'dedupe a --rejects r > /dev/null',
    "feedmill run 'peek -q --rejects r a | dedupe --rejects r' > out",
    'dedupe --state s a > out; dedupe --state s a > out',
  ]) {
    it(`is none: ${script}`, async (t) => {
      const { status, stderr } = await shell(script, { cwd: folder(t) });
      assert.deepEqual([stderr, status], ['', 0]);
    });
  }

  it('is none where an address is named', () => {
    const named = (path: string) => ({ path, by: path });
    assert.equal(clashOfPaths({ reads: [], writes: [named('redis://h/0/x'), named('redis://h/0/x')] }), undefined);
  });
});
