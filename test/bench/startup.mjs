// How long a command takes to start, beside `node -e 0`: the ratio of the medians, interleaved in one run.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { median, table } from './report.mjs';

const bin = fileURLToPath(new URL('../../bin', import.meta.url));
const rounds = Number(process.argv[2] ?? 30);
const node = process.execPath;
const cases = [['node -e 0', ['-e', '0']]];
for (const name of readdirSync(bin)) cases.push([`${name} --version`, [`${bin}/${name}`, '--version']]);
for (const name of ['parse', 'fetch', 'keywords']) cases.push([`${name} --help`, [`${bin}/${name}`, '--help']]);

const times = new Map(cases.map(([name]) => [name, []]));
for (let round = -2; round < rounds; round++) {
  for (const [name, args] of cases) {
    const began = performance.now();
    spawnSync(node, args, { stdio: 'ignore' });
    if (round >= 0) times.get(name).push(performance.now() - began);
  }
}
const base = median(times.get('node -e 0'));
table(
  'start-up',
  ['command', 'ms', 'ratio'],
  cases.map(([name]) => [name, median(times.get(name)).toFixed(1), (median(times.get(name)) / base).toFixed(2)]),
);
