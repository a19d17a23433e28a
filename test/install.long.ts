// What users get: the package is packed, installed below a folder of its own, and used from there.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { commands, tools } from '../src/commands/index.ts';
import { VERSION } from '../src/version.ts';
import { root, scratch } from './support/executables.ts';

/** The largest package that is still a quick download, in bytes. */
const LARGEST = 4_000_000;

test('npm pack and npm install -g give commands, manual pages, completions and the library', { timeout: 900_000 }, async (t) => {
  const folder = scratch(t);
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root, encoding: 'utf8' }),
  );
  const paths: string[] = packed.files.map(({ path }: { path: string }) => path);
  assert.ok(packed.size < LARGEST, `${packed.size} bytes`);
  assert.deepEqual([...new Set(paths.map((path) => path.split('/')[0]))].sort(), [
    ...[
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'THIRD-PARTY-NOTICES',
      'bin',
      'completions',
      'dist',
      'examples',
      'man',
      'package.json',
    ],
  ]);

  const prefix = join(folder, 'prefix');
  const install = [
    'install',
    '-g',
    join(folder, packed.filename),
    '--prefix',
    prefix,
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
  ];
  const installed = spawnSync('npm', install, { cwd: folder, encoding: 'utf8' });
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENOTCACHED|ETIMEDOUT/.test(installed.stderr)) return t.skip('no registry can be reached');
  assert.equal(installed.status, 0, installed.stderr);

  const env = { ...process.env, PATH: `${join(prefix, 'bin')}:${process.env.PATH}` };
  const sh = (script: string) => execFileSync('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, env, encoding: 'utf8' });
  const home = join(prefix, 'lib/node_modules/feedmill');
  for (const name of ['feedmill', ...Object.keys(commands)]) {
    assert.equal(sh(`command -v ${name}`), `${join(prefix, 'bin', name)}\n`);
    assert.equal(sh(`${name} --version`), `${VERSION}\n`);
  }
  for (const name of Object.keys(tools)) assert.match(sh(`feedmill ${name} --help`), /^Usage: /);
  const declared: string[] = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).man;
  assert.equal(declared.length, readdirSync(join(root, 'man')).length);
  for (const page of declared) assert.ok(existsSync(join(home, page)), page);
  const completes = 'COMP_WORDS=(feedmill dedu) COMP_CWORD=1; _feedmill; echo $COMPREPLY';
  assert.equal(sh(`source ${join(home, 'completions/feedmill.bash')}; ${completes}`), 'dedupe\n');

  const items = sh(
    `parse ${join(home, 'examples/feeds/rss20-birds.xml')} | dedupe --state s --lock l | enrich --with lang | keywords | wc -l`,
  );
  assert.ok(Number(items) > 0);
  assert.match(sh('feedmill doctor --state s'), /^ok +state s +dedupe \d+ /m);

  const project = join(folder, 'project');
  mkdirSync(join(project, 'node_modules'), { recursive: true });
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
  execFileSync('ln', ['-s', home, join(project, 'node_modules/feedmill')]);
  copyFileSync(join(root, 'examples/library.mjs'), join(project, 'library.mjs'));
  const keywords = execFileSync(process.execPath, ['library.mjs', join(home, 'examples/feeds/rss20-birds.xml')], {
    cwd: project,
    encoding: 'utf8',
  });
  assert.match(keywords, / - \S/);

  const { exports } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const rooms = Object.keys(exports).filter((name) => name !== './package.json');
  const imports = rooms.map((room, index) => `export * as room${index} from 'feedmill${room.slice(1)}';\n`);
  const wrong = "import { parseFeed } from 'feedmill';\nexport const items: string = parseFeed('<rss/>');\n";
  writeFileSync(join(project, 'rooms.mts'), imports.join('') + wrong);
  const compilerOptions = {
    ...{ module: 'nodenext', strict: true, noEmit: true, skipLibCheck: false, exactOptionalPropertyTypes: true },
    ...{ types: ['node'], typeRoots: [join(root, 'node_modules/@types')] },
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.mts'] }));
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', project], { encoding: 'utf8' });
  assert.deepEqual(stdout.match(/^.*error.*$/gm)?.length, 1, stdout);
  assert.match(
    stdout,
    /^\S*rooms\.mts\(.*error TS2322/,
    'the types are there and hold, so that the only error is the one made here',
  );
});
