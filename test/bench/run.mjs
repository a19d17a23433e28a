// The main job over 500 feeds: the shell's pipe, `feedmill run`, and, where it is named, another program that does the same.
//   node test/bench/run.mjs [FOLDER_OF_FEEDS] [PYTHON_SCRIPT]
// The script is given an OPML file, and writes a corpus to standard output.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { median, table } from './report.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const [folder = join(here, '../../examples/feeds'), script] = process.argv.slice(2);
const feeds = readdirSync(folder).filter((name) => /\.(xml|rss|atom|rdf|json)$/.test(name));
const COUNT = 500;
const rounds = 3;

// A server in a thread of its own, so that its work is not counted as theirs: they are other processes.
const server = new Worker(
  `const { createServer } = require('node:http'); const { readFileSync } = require('node:fs'); const { workerData, parentPort } = require('node:worker_threads');
   const bodies = workerData.map((path) => readFileSync(path));
   createServer((request, response) => { response.setHeader('content-type', 'application/xml'); response.end(bodies[Number(request.url.slice(1)) % bodies.length]); })
     .listen(0, '0.0.0.0', function () { parentPort.postMessage(this.address().port); });`,
  { eval: true, workerData: feeds.map((name) => resolve(folder, name)) },
);
const port = await new Promise((done) => server.once('message', done));

const scratch = mkdtempSync(join(tmpdir(), 'feedmill-bench-'));
const urls = Array.from(
  { length: COUNT },
  (_, n) => `<outline title="F${n}" xmlUrl="http://127.0.${1 + (n % 200)}.1:${port}/${n}"/>`,
);
writeFileSync(join(scratch, 'subs.opml'), `<opml version="2.0"><body>${urls.join('')}</body></opml>`);

const stages = 'opml2feeds subs.opml | fetch --timeout 60 -q | parse -q | dedupe --by id | keywords --method rake';
const cases = [
  ['shell pipe', () => `${stages} > p.ndjson`],
  ['feedmill run', () => `feedmill run -q '${stages}' -o r.ndjson`],
  // What knows one language only asks no text for its own: so does this.
  ['feedmill run, --lang en', () => `feedmill run -q '${stages} --lang en' -o e.ndjson`],
  ['feedmill run --jobs 2', () => `feedmill run -q --jobs 2 '${stages}' -o j.ndjson`],
];
if (script) cases.push([script.split('/').pop(), () => `/usr/bin/python3 ${resolve(script)} subs.opml > s.ndjson`]);

const results = [];
for (const [name, command] of cases) {
  const cpu = [];
  const wall = [];
  const memory = [];
  for (let round = 0; round < rounds; round++) {
    const peaks = join(scratch, `peaks-${round}`);
    rmSync(peaks, { force: true });
    const env = {
      ...process.env,
      PATH: `${join(here, '../../bin')}:${process.env.PATH}`,
      NODE_OPTIONS: `--require ${join(here, '../support/peak.cjs')}`,
      FEEDMILL_PEAKS: peaks,
      TIMEFORMAT: 'time %R %U %S',
    };
    const { stderr } = spawnSync('bash', ['-c', `time { ${command()} 2>/dev/null; }`], {
      cwd: scratch,
      env,
      encoding: 'utf8',
    });
    const [, real, user, system] = /time ([\d.]+) ([\d.]+) ([\d.]+)/.exec(stderr);
    wall.push(Number(real));
    cpu.push(Number(user) + Number(system));
    if (!name.endsWith('.py')) {
      const taken = readFileSync(peaks, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => Number(line.split(' ')[1]) / 1000);
      memory.push(taken.reduce((sum, peak) => sum + peak, 0));
    }
  }
  // The best: what others do on the machine only ever adds.
  results.push({
    name,
    cpu: Math.min(...cpu),
    wall: Math.min(...wall),
    memory: memory.length ? `${median(memory).toFixed(0)} MB` : '',
  });
}
const lines = (file) => readFileSync(join(scratch, file), 'utf8').split('\n').length - 1;
console.log(
  `${COUNT} feeds; items: pipe ${lines('p.ndjson')}, run ${lines('r.ndjson')}${script ? `, ${script.split('/').pop()} ${lines('s.ndjson')}` : ''}`,
);
const pipe = results[0];
const other = script && results.at(-1);
table(
  `the main job over ${COUNT} feeds`,
  [
    'program',
    'CPU s',
    'of the pipe',
    ...(other ? [`times less than ${other.name}`] : []),
    'wall s',
    'peak memory, all processes',
  ],
  results.map(({ name, cpu, wall, memory }) => [
    name,
    cpu.toFixed(2),
    (cpu / pipe.cpu).toFixed(2),
    ...(other ? [(other.cpu / cpu).toFixed(1)] : []),
    wall.toFixed(2),
    memory,
  ]),
);
rmSync(scratch, { recursive: true });
await server.terminate();
