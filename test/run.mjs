// npm test: lint, types, and every *.test.ts in the tree. Arguments, if any, are the test files to run instead of all of them.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const long = process.argv[2] === '--long';
const chosen = process.argv.slice(long ? 3 : 2);
const all = readdirSync('test', { recursive: true })
  .map((name) => `test/${name}`)
  .sort();
const files = chosen.length === 0 ? all.filter((name) => name.endsWith(long ? '.long.ts' : '.test.ts')) : chosen;

// Three at a time on two cores: many tests wait more than they compute.
const runner = [
  '--import',
  'tsx',
  '--test',
  '--test-reporter=spec',
  '--test-concurrency=3',
  `--test-timeout=${long ? 3_600_000 : 240_000}`,
];
const steps = [
  ['npx', ['biome', 'check', '--error-on-warnings']],
  ['npx', ['tsc', '--noEmit']],
  [process.execPath, [...runner, ...files]],
];
for (const [program, args] of chosen.length > 0 ? steps.slice(-1) : steps) {
  const { status } = spawnSync(program, args, { stdio: 'inherit' });
  if (status !== 0) {
    process.exitCode = status ?? 1;
    break;
  }
}
