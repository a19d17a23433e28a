import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../support/executables.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const lock: Record<string, { integrity?: string; link?: boolean }> = JSON.parse(read('package-lock.json')).packages;
const packages = Object.entries(lock).filter(([path]) => path !== '');

describe('packages', () => {
  it('each have a SHA-512 in the lock file', () => {
    assert.ok(packages.length > 50);
    const without = packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
    assert.deepEqual(
      without.map(([path]) => path),
      [],
    );
  });

  it('that are bundled are in THIRD-PARTY-NOTICES, with the text of a licence', () => {
    const notices = read('THIRD-PARTY-NOTICES')
      .split(/\n-{72}\n/)
      .slice(1);
    const { dependencies } = JSON.parse(read('package.json'));
    const names = notices.map((notice) => /^\s*(\S+) \S+ \(/.exec(notice)?.[1]);
    for (const name of Object.keys(dependencies).filter((name) => name !== 'lmdb')) assert.ok(names.includes(name), name);
    for (const notice of notices) assert.match(notice, /\([\w. -]+\)\n\n[\s\S]*\w/);
  });
});
