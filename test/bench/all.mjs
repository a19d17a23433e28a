// npm run bench: every benchmark, one after another, and one record of the whole in bench-out/: Markdown to read, JSON to compare.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { scripts, version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
const chosen = process.argv.slice(2);
const names = Object.keys(scripts)
  .flatMap((script) => /^bench:(\w+)$/.exec(script)?.[1] ?? [])
  .filter((name) => chosen.length === 0 || chosen.includes(name));

const versions = {};
for (const [program, args] of Object.entries({
  jq: ['--version'],
  python3: ['--version'],
  curl: ['--version'],
  nginx: ['-v'],
  'redis-server': ['--version'],
  sfeed: [],
})) {
  const { stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', input: '' });
  versions[program] = error ? 'not installed' : (stdout || stderr).split('\n', 1)[0].trim() || 'installed';
}
const machine = {
  processor: cpus()[0].model,
  processors: cpus().length,
  memory_gb: Math.round(totalmem() / 1e9),
  node: process.version,
  feedmill: version,
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
  ...versions,
};

const results = {};
let markdown = `# Benchmarks\n\n${Object.entries(machine)
  .map(([name, value]) => `- ${name}: ${value}`)
  .join('\n')}\n`;
for (const name of names) {
  console.log(`bench:${name} …`);
  const { stdout, status } = spawnSync('npm', ['run', '-s', `bench:${name}`], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 26,
  });
  results[name] = { ended: status === 0, tables: tables(stdout) };
  markdown += `\n## ${name}${status === 0 ? '' : ` (ended with ${status})`}\n\n${stdout.trim()}\n`;
}
mkdirSync(`${root}/bench-out`, { recursive: true });
writeFileSync(`${root}/bench-out/report.md`, markdown);
writeFileSync(`${root}/bench-out/report.json`, `${JSON.stringify({ machine, results }, null, 1)}\n`);
console.log('written: bench-out/report.md, bench-out/report.json');
if (Object.values(results).some(({ ended }) => !ended)) process.exitCode = 1;

/** The Markdown tables in a text, each as a list of objects. */
function tables(text) {
  const found = [];
  let head;
  for (const line of text.split('\n')) {
    const cells = line.startsWith('|')
      ? line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim())
      : undefined;
    if (!cells) head = undefined;
    else if (!head) {
      head = cells;
      found.push([]);
    } else if (!/^[-:]+$/.test(cells[0]))
      found.at(-1).push(Object.fromEntries(head.map((name, column) => [name, cells[column]])));
  }
  return found;
}
