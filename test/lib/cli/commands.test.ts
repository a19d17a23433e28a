// The table of commands is the one list: whatever else names commands has to agree with it.
import assert from 'node:assert/strict';
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { commands, tools } from '../../../src/commands/index.ts';
import { manualPage } from '../../../src/lib/cli/man.ts';
import { optionGroups } from '../../../src/lib/cli/program.ts';
import { VERSION } from '../../../src/version.ts';
import { bin, root, run, shell } from '../../support/executables.ts';

const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
const names = Object.keys(commands);

describe('the table of commands', () => {
  it('is what bin/ and package.json hold', () => {
    assert.deepEqual(readdirSync(bin).sort(), [...names, 'feedmill'].sort());
    const { bin: installed, version: packaged } = JSON.parse(read('package.json'));
    assert.deepEqual(Object.keys(installed).sort(), [...names, 'feedmill'].sort());
    assert.equal(packaged, VERSION);
  });

  for (const name of names) {
    it(`agrees with the executable, manual page, README and help of ${name}`, async () => {
      const { command } = await commands[name]!();
      assert.equal(command.name, name);
      accessSync(join(bin, name), constants.X_OK);
      assert.equal(read('man', `${name}.1`), manualPage(command), 'man/ is made by the build');
      assert.ok(read('README.md').includes(`\`${name}\``), `README tells of ${name}`);
      const { stdout, stderr, status } = await run(name, ['--help']);
      assert.deepEqual([stderr, status], ['', 0]);
      for (const [, specs] of optionGroups(command)) {
        for (const { flags } of Object.values(specs)) assert.ok(stdout.includes(flags), `--help of ${name} tells of ${flags}`);
      }
      assert.ok(!stdout.includes('(default: [])'), 'a default of nothing is not shown');
      for (const [line] of command.examples) assert.ok(stdout.includes(line.split('\n')[0]!));
      assert.deepEqual(await run(name, ['--version']), { stdout: `${VERSION}\n`, stderr: '', status: 0 });
    });
  }

  for (const [name, load] of Object.entries(tools)) {
    it(`agrees with the manual page, README and help of the tool ${name}`, async () => {
      const { tool } = await load();
      assert.equal(tool.name, name);
      assert.equal(read('man', `feedmill-${name}.1`), manualPage(tool), 'man/ is made by the build');
      assert.ok(read('README.md').includes(`\`feedmill ${name}`), `README tells of ${name}`);
      const { stdout, stderr, status } = await run('feedmill', [name, '--help']);
      assert.deepEqual([stderr, status], ['', 0]);
      for (const [, specs] of optionGroups(tool)) {
        for (const { flags } of Object.values(specs)) assert.ok(stdout.includes(flags), `--help of ${name} tells of ${flags}`);
      }
    });
  }

  it('is what man/ holds, all of which is installed', () => {
    const pages = readdirSync(join(root, 'man')).sort();
    const general = ['feedmill-records.5', 'feedmill.7'];
    const own = [...names.map((name) => `${name}.1`), ...Object.keys(tools).map((name) => `feedmill-${name}.1`)];
    const made = pages.filter((page) => own.includes(page) || general.includes(page));
    assert.deepEqual(made, [...own, ...general].sort());
    assert.deepEqual(
      JSON.parse(read('package.json')).man,
      pages.map((page) => `man/${page}`),
    );
  });

  it('has manual pages whose marks are all in pairs', () => {
    for (const page of readdirSync(join(root, 'man'))) {
      const prose = read('man', page).replace(/^\.Bd[\s\S]*?^\.Ed/gm, '');
      assert.ok(!prose.includes('`'), `${page} has a stray backtick`);
      const marks = prose.match(/\\f[BP]/g) ?? [];
      marks.forEach((mark, index) => {
        assert.equal(mark, index % 2 ? '\\fP' : '\\fB', `${page}: bold is inverted`);
      });
    }
  });

  it('is what feedmill --help shows', async () => {
    const { stdout } = await run('feedmill', ['--help']);
    for (const name of [...names, ...Object.keys(tools)]) assert.match(stdout, new RegExp(`^  ${name} `, 'm'));
  });

  it('gives manual pages without fault', async (t) => {
    if ((await shell('command -v mandoc')).status !== 0) return t.skip('mandoc is not installed');
    const { stdout } = await shell('mandoc -T lint man/*.[1-9]', { cwd: root });
    // What other pages there are is a matter of the system.
    const faults = stdout.split('\n').filter((line) => line !== '' && !/referenced manual not found|mandoc\.db/.test(line));
    assert.deepEqual(faults, []);
  });
});
