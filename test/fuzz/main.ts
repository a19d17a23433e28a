// npm run fuzz -- TARGET [TIME] [--seed N]: generated and damaged inputs for one reader, or for all in turn, until TIME is over (10s, 10m, 2h).
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';
import { targets } from './targets.ts';

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000 };
const { values, positionals } = parseArgs({ options: { seed: { type: 'string' } }, allowPositionals: true });
const [name = '', time = '1m'] = positionals;
const [, count, unit] = /^(\d+)([smh]?)$/.exec(time) ?? [];
const chosen = Object.entries(targets).filter(([target]) => name === 'all' || name === target);

if (chosen.length === 0 || count === undefined) {
  console.error(
    `usage: npm run fuzz -- TARGET [TIME] [--seed N]; TARGET is all, ${Object.keys(targets).join(', ')}; TIME is 10s, 10m or 2h`,
  );
  process.exitCode = 2;
} else {
  const each = (Number(count) * (UNITS[unit || 's'] ?? 1000)) / chosen.length;
  for (const [target, made] of chosen) {
    const { runs, failure } = fuzz(made, { time: each, ...(values.seed !== undefined && { seed: Number(values.seed) }) });
    console.log(`${target}: ${runs} inputs${failure ? `, and a fault\n${failure}` : ''}`);
    if (failure) process.exitCode = 1;
  }
}
