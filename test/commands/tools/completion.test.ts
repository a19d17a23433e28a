import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { commands, tools } from '../../../src/commands/index.ts';
import { completionFiles, completionScript, type Shell } from '../../../src/lib/cli/index.ts';
import { root, run, scratch, shell } from '../../support/executables.ts';

const absent = (name: string) => spawnSync(name, ['--version']).error !== undefined && `${name} is not installed`;

/** What bash offers after the words given, the last of which is being typed. */
async function offered(...words: string[]): Promise<string[]> {
  const script = `source <(feedmill completion bash); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _feedmill; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = await shell(`set +o pipefail; bash -c '${script.replaceAll("'", "'\\''")}' bash "$0" "$@"`, {
    args: words,
    cwd: root,
  });
  assert.deepEqual([stderr, status], ['', 0]);
  return stdout.split('\n').filter(Boolean);
}

describe('feedmill completion', () => {
  for (const shellName of Object.keys(completionFiles) as Shell[]) {
    it(`prints for ${shellName} what the build puts into completions/`, async () => {
      const { stdout, status } = await run('feedmill', ['completion', shellName]);
      assert.equal(status, 0);
      assert.equal(stdout, readFileSync(join(root, 'completions', completionFiles[shellName]), 'utf8'));
      assert.equal(stdout, await completionScript(shellName, commands, tools));
    });
  }

  const cases: [words: string[], includes: string[], excludes: string[]][] = [
    [['feedmill', ''], [...Object.keys(commands), ...Object.keys(tools)], []],
    [['feedmill', 'ke'], ['keywords'], ['fetch']],
    [['feedmill', 'fetch', '--st'], ['--state', '--stats'], ['--timeout']],
    [['fetch', '--t'], ['--timeout'], ['--top']],
    [['keywords', '-'], ['--top', '-o', '--output', '--help'], ['--timeout']],
    [['keywords', '--method', ''], ['phrases', 'rake', 'tfidf'], []],
    [['keywords', '--method', '='], ['phrases', 'rake', 'tfidf'], []],
    [['keywords', '--method', '=', 'ra'], ['rake'], ['tfidf']],
    [['enrich', '--with', 'l'], ['lang', 'links'], ['match']],
    [['dedupe', '--state', 'ex'], ['examples'], ['README.md']],
    [['feedmill', 'schema', 'it'], ['item'], []],
    [['feedmill', 'completion', ''], ['bash', 'zsh', 'fish'], []],
  ];
  for (const [words, includes, excludes] of cases) {
    it(`offers in bash, behind '${words.join(' ')}', ${includes.join(' ')}`, async () => {
      const words_ = await offered(...words);
      for (const word of includes) assert.ok(words_.includes(word), `${word} in ${words_}`);
      for (const word of excludes) assert.ok(!words_.includes(word), `${word} not in ${words_}`);
    });
  }

  it('leaves files to bash', async () => {
    assert.deepEqual(await offered('parse', 'ex'), []);
    assert.deepEqual(await offered('parse', '-o', 'ex'), []);
  });

  it('is taken by zsh', { skip: absent('zsh') }, async (t) => {
    const script =
      'autoload -Uz compinit && compinit -D -d "$0/dump" && source completions/_feedmill && print $_comps[fetch] $_comps[feedmill]';
    const { stdout, stderr, status } = await shell(`zsh -fc '${script}' "$0"`, { args: [scratch(t)], cwd: root });
    assert.deepEqual([stdout, stderr, status], ['_feedmill _feedmill\n', '', 0]);
  });

  it('is taken by fish', { skip: absent('fish') }, async (t) => {
    const script = 'source completions/feedmill.fish; complete -C "fetch --stat"; complete -C "feedmill schema it"';
    const { stdout, stderr, status } = await shell(`fish --no-config -c '${script}'`, { cwd: root, env: { HOME: scratch(t) } });
    assert.deepEqual([stderr, status], ['', 0]);
    for (const word of ['--state', '--stats', 'item']) assert.ok(stdout.includes(word), stdout);
  });

  for (const args of [[], ['tcsh'], ['bash', 'zsh']]) {
    it(`refuses ${JSON.stringify(args)}`, async () => {
      const { stderr, status } = await run('feedmill', ['completion', ...args]);
      assert.deepEqual([status, stderr], [2, 'completion: one shell is wanted: bash, zsh, fish\n']);
    });
  }

  it('has the executables that it is for', () => {
    assert.match(
      readFileSync(join(root, 'completions/feedmill.bash'), 'utf8'),
      new RegExp(`^complete .* ${Object.keys(commands).join(' ')}$`, 'm'),
    );
  });
});
