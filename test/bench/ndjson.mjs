// NDJSON at the speed of the machine: records of 3 KB through the same pipes, MB/s beside cat, jq, Python and split2.
//   node test/bench/ndjson.mjs [MEGABYTES]
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, table } from './report.mjs';

const megabytes = Number(process.argv[2] ?? 1000);
const rounds = 3;
const here = fileURLToPath(new URL('.', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'feedmill-bench-'));
const file = join(folder, 'records.ndjson');
const node = process.execPath;

const record = (id) =>
  `{"id":${id}.0,"url":"https://example.org/${id}","title":"Item ${id}","content_text":"${'lorem ipsum dolor sit amet '.repeat(108)}"}\n`;
const out = openSync(file, 'w');
for (let written = 0, id = 0; written < megabytes * 1e6; ) {
  const block = Array.from({ length: 300 }, () => record(id++)).join('');
  written += writeSync(out, block);
}
closeSync(out);
const size = statSync(file).size / 1e6;

const python = `import sys, json
for line in sys.stdin:
    record = json.loads(line); record["x"] = 1
    sys.stdout.write(json.dumps(record) + "\\n")`;
// The slow ones get a share of the records: their speed does not depend on how many there are.
const cases = [
  ['cat', 'cat', 1],
  ['feedmill, pass', `${node} ${here}pass.mjs`, 1],
  ['feedmill, add a field', `${node} ${here}add.mjs`, 1],
  ['dedupe --by id', `${here}../../bin/dedupe --by id`, 1],
  ['split2, add a field', `${node} ${here}split2.mjs`, 0.2],
  ['python3, add a field', `python3 -c '${python}'`, 0.2],
  ["jq -c '.x=1'", "jq -c '.x=1'", 0.1],
];

const peaks = join(folder, 'peaks');
const env = { ...process.env, NODE_OPTIONS: `--require ${here}../support/peak.cjs`, FEEDMILL_PEAKS: peaks };
const results = [];
for (const [name, command, share] of cases) {
  if (spawnSync('bash', ['-c', `command -v ${command.split(' ')[0]}`]).status !== 0) {
    console.log(`${name}: not installed, skipped`);
    continue;
  }
  const bytes = Math.round(size * share * 1e6);
  const speeds = [];
  rmSync(peaks, { force: true });
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    const { status } = spawnSync(
      'bash',
      ['-c', `head -c ${bytes} ${file} | cat | ${command} | cat > /dev/null; exit \${PIPESTATUS[2]}`],
      { env, stdio: 'ignore' },
    );
    if (status !== 0 && share === 1) throw new Error(`${name} ended with ${status}`);
    speeds.push(bytes / 1e6 / ((performance.now() - began) / 1000));
  }
  let peak = '';
  if (command.startsWith(node) || command.includes('bin/')) {
    const taken = readFileSync(peaks, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => Number(line.split(' ')[1]) / 1000);
    peak = `${Math.max(...taken).toFixed(0)} MB`;
  }
  results.push({ name, speed: median(speeds), peak });
}
rmSync(folder, { recursive: true });

const speedOf = (name) => results.find((result) => result.name === name)?.speed;
const ratio = (speed, name) => (speedOf(name) ? (speed / speedOf(name)).toFixed(2) : '');
table(
  `NDJSON, ${size.toFixed(0)} MB of 3 KB records`,
  ['program', 'MB/s', 'of cat', 'of jq', 'peak memory'],
  results.map(({ name, speed, peak }) => [name, speed.toFixed(0), ratio(speed, 'cat'), ratio(speed, "jq -c '.x=1'"), peak]),
);
