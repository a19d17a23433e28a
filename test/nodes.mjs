// npm run test:nodes [-- VERSION… FILE…]: the tests under other versions of Node, which the npm package `node` holds. Lint and types
// are the same under all of them, and are left to npm test.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const USUAL = ['22', '24', '26'];
const given = process.argv.slice(2);
const versions = given.filter((word) => /^\d+(?:\.\d+)*$/.test(word));
const files = given.filter((word) => !versions.includes(word));
const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `test/${name}`)
  .sort();

const results = [];
for (const version of versions.length > 0 ? versions : USUAL) {
  // The package puts its own node first on the PATH, so the executables of bin/ run under it, too.
  const runner = ['-y', '-p', `node@${version}`, '--', 'node', 'test/run.mjs', ...(files.length > 0 ? files : tests)];
  const { status } = spawnSync('npx', runner, { stdio: 'inherit' });
  results.push({ node: version, result: status === 0 ? 'passed' : `failed (${status})` });
}
console.table(results);
if (results.some(({ result }) => result !== 'passed')) process.exitCode = 1;
