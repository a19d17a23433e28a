// npm run coverage [-- FILE…]: runs the tests, all or these, and prints which lines and branches of src/ they reach in their own
// process; executables run the bundle and are not counted. Node 24 measures: earlier versions cannot leave the tests out.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const given = process.argv.slice(2);
const all = readdirSync('test', { recursive: true, encoding: 'utf8' }).map((name) => `test/${name}`);
const files = given.length > 0 ? given : all.filter((name) => name.endsWith('.test.ts')).sort();
const coverage = ['--experimental-test-coverage', '--test-coverage-include=src/**', '--test-coverage-exclude=src/build/**'];
const runner = ['--import', 'tsx', '--test', '--test-reporter=spec', '--test-concurrency=3', '--test-timeout=240000'];
const node = Number.parseInt(process.versions.node, 10) < 24 ? ['npx', '-y', '-p', 'node@24', '--', 'node'] : [process.execPath];

const [program, ...args] = [...node, ...runner, ...coverage, ...files];
process.exitCode = spawnSync(program, args, { stdio: 'inherit' }).status ?? 1;
