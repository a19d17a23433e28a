import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../support/executables.ts';

const paths = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trimEnd().split('\n');
const texts = paths
  .filter(
    (path) =>
      !path.startsWith('test/fixtures/') && /(?:\.(?:ts|mts|mjs|cjs|js|json|md|sh|py|[157]|yaml|toml)|\/[\w-]+)$/.test(path),
  )
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

function naming(pattern: RegExp): string[] {
  return texts.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 100)}`] : [])),
  );
}

describe('the text of the project', () => {
  it('is looked at', () => {
    assert.ok(texts.length > 500);
  });

  it('names no place of one machine', () => {
    assert.deepEqual(naming(/["'\s(=](?:\/home\/\w+|\/root\/|\/Users\/\w+|\/work\/\w+)\b/), []);
  });

  it('names no host of a registry, but the lock file', () => {
    const hosts = naming(/registry\.(?:npmjs|yarnpkg)\b|deb\.debian\.org/).filter(
      (line) =>
        !line.startsWith('package-lock.json') &&
        !line.startsWith('test/bench/package-lock.json') &&
        !line.startsWith('test/house/'),
    );
    assert.deepEqual(hosts, []);
  });
});
