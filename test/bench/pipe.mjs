// The README's pipe on its defaults, over feeds served on this machine: what each stage takes, and the whole as a shell pipe and as
// `feedmill run`, beside an earlier build and beside another program that does the same. Medians; runs of different programs interleave.
//   npm run bench:pipe -- [--feeds FOLDER] [--against REV] [--other SCRIPT] [--times N] [--rounds N] [--node PROGRAM]
// --against builds the commit REV in a scratch folder. --other is a Python script that is given an OPML file and writes a corpus.
// --times subscribes to each feed N times, each with ids of its own.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { median, table } from './report.mjs';

const root = resolve(import.meta.dirname, '../..');
const shared = join(root, '../shared');
const firstThere = (...paths) => paths.find((path) => existsSync(path));
const { values: options } = parseArgs({
  options: {
    feeds: { type: 'string', default: firstThere(join(shared, 'fixtures/feeds'), join(root, 'examples/feeds')) },
    against: { type: 'string' },
    other: { type: 'string', default: firstThere(join(shared, 'peers/seed_pipeline.py')) },
    times: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    node: { type: 'string', default: process.execPath },
  },
});
const scratch = mkdtempSync(join(tmpdir(), 'feedmill-bench-'));
const names = readdirSync(options.feeds).filter((name) => /\.(xml|rss|atom|rdf|json)$/.test(name));
const times = Number(options.times);

const stages = [
  'opml2feeds ../subs.opml',
  'fetch --state state',
  'parse',
  'dedupe --state state',
  'enrich --with lang --with text-stats',
  'keywords --top 5',
];
// What the other program does: no languages, no statistics, RAKE.
const likeOther = [...stages.slice(0, 4), 'keywords --method rake --lang en'];
const subjects = {
  'shell pipe': (pipe) => `${pipe.join(' | ')} > corpus.ndjson`,
  'feedmill run': (pipe) => `feedmill run '${pipe.join(' | ')}' > corpus.ndjson`,
  'feedmill run --jobs 2': (pipe) => `feedmill run --jobs 2 '${pipe.join(' | ')}' > corpus.ndjson`,
};

const server = await serve();
const builds = [['ours', join(root, 'bin')]];
if (options.against) builds.push([options.against, join(built(options.against), 'bin')]);

const cases = [];
for (const [subject, command] of Object.entries(subjects)) {
  for (const [build, bin] of builds) cases.push({ subject, build, bin, command: command(stages) });
}
for (const [build, bin] of builds)
  cases.push({ subject: 'feedmill run, RAKE alone', build, bin, command: subjects['feedmill run'](likeOther) });
const python = ['python3', '/usr/bin/python3'].find((program) => works(program, '-c', 'import aiohttp, feedparser'));
if (options.other && python)
  cases.push({
    subject: 'other program',
    build: '',
    bin: join(root, 'bin'),
    command: `${python} ${resolve(options.other)} ../subs.opml > corpus.ndjson`,
  });
else console.log('other program: python3 with aiohttp and feedparser, or the script, is not here: skipped');

for (const each of cases) each.runs = [];
// The first round warms up the machine and is not counted.
for (let round = 0; round <= Number(options.rounds); round++) {
  for (const each of cases) {
    const run = timed(each);
    if (round > 0) each.runs.push(run);
  }
}
report();
rmSync(scratch, { recursive: true });
await server.terminate();

/** Runs a case once, in a folder of its own. */
function timed({ bin, command }) {
  const folder = join(scratch, 'run');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const env = {
    ...process.env,
    PATH: `${nodeFolder()}:${bin}:${process.env.PATH}`,
    NODE_OPTIONS: `--require ${join(root, 'test/support/peak.cjs')}`,
    FEEDMILL_PEAKS: join(folder, 'peaks'),
    TIMEFORMAT: 'time %R %U %S',
  };
  const { stderr } = spawnSync('bash', ['-c', `time { ${command} 2>/dev/null; }`], { cwd: folder, env, encoding: 'utf8' });
  const [, real, user, system] = /time ([\d.]+) ([\d.]+) ([\d.]+)/.exec(stderr);
  const processes = existsSync(env.FEEDMILL_PEAKS)
    ? readFileSync(env.FEEDMILL_PEAKS, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' '))
        .map(([name, peak, cpu]) => ({ name, peak: Number(peak) / 1000, cpu: Number(cpu) / 1e6 }))
    : [];
  const items = readFileSync(join(folder, 'corpus.ndjson'), 'utf8').split('\n').length - 1;
  return { wall: Number(real), cpu: Number(user) + Number(system), processes, items };
}

function report() {
  const { runs } = cases[0];
  const [{ items }] = runs;
  const inputs = { opml2feeds: 1, fetch: names.length * times, parse: names.length * times };
  const whole = median(runs.map(({ cpu }) => cpu));
  const byStage = (of, pick) =>
    stages.map((stage) => {
      const [name] = stage.split(' ');
      return median(of.map(({ processes }) => pick(processes.find((process) => process.name === name) ?? {})));
    });
  const cpu = byStage(runs, (process) => process.cpu ?? 0);
  const peaks = byStage(runs, (process) => process.peak ?? 0);
  const earlier = options.against && byStage(cases[1].runs, (process) => process.cpu ?? 0);
  console.log(
    `${names.length * times} feeds, ${items} items; node ${execFileSync(options.node, ['--version'], { encoding: 'utf8' }).trim()}`,
  );
  table(
    'the stages of the shell pipe',
    ['stage', 'CPU s', 'share', 'records in/s of CPU', 'peak MB', ...(earlier ? [`CPU s of ${options.against}`, 'ratio'] : [])],
    stages.map((stage, n) => [
      stage,
      cpu[n].toFixed(2),
      `${((100 * cpu[n]) / whole).toFixed(0)} %`,
      Math.round((inputs[stage.split(' ')[0]] ?? items) / cpu[n]),
      peaks[n].toFixed(0),
      ...(earlier ? [earlier[n].toFixed(2), (earlier[n] / cpu[n]).toFixed(2)] : []),
    ]),
  );
  const rows = cases.map((each) => ({
    ...each,
    cpu: median(each.runs.map((run) => run.cpu)),
    wall: median(each.runs.map((run) => run.wall)),
    memory: median(each.runs.map((run) => run.processes.reduce((sum, { peak }) => sum + peak, 0))),
  }));
  const other = rows.find(({ subject }) => subject === 'other program');
  const same = (subject, build) => rows.find((row) => row.subject === subject && row.build === build);
  table(
    'the whole',
    [
      'program',
      'build',
      'CPU s',
      'of our pipe',
      'wall s',
      'MB in all',
      ...(options.against ? ['times less CPU than before'] : []),
      ...(other ? ['times less CPU than the other'] : []),
    ],
    rows.map(({ subject, build, cpu, wall, memory }) => [
      subject,
      build,
      cpu.toFixed(2),
      (cpu / rows[0].cpu).toFixed(2),
      wall.toFixed(2),
      memory ? memory.toFixed(0) : '',
      ...(options.against ? [build === 'ours' ? (same(subject, options.against).cpu / cpu).toFixed(2) : ''] : []),
      ...(other ? [(other.cpu / cpu).toFixed(1)] : []),
    ]),
  );
}

/** The folder of a build of an earlier commit, made once. */
function built(revision) {
  const commit = execFileSync('git', ['rev-parse', '--verify', `${revision}^{commit}`], { cwd: root, encoding: 'utf8' }).trim();
  const folder = join(tmpdir(), `feedmill-bench-${commit.slice(0, 12)}`);
  if (existsSync(join(folder, 'dist'))) return folder;
  console.error(`building ${revision} in ${folder} …`);
  rmSync(folder, { recursive: true, force: true });
  execFileSync('git', ['clone', '--quiet', root, folder], { stdio: 'inherit' });
  execFileSync('git', ['checkout', '--quiet', commit], { cwd: folder });
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: 'ignore' });
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: folder, stdio: 'inherit' });
  return folder;
}

/** A folder in which `node` is the one that was asked for. */
function nodeFolder() {
  const folder = join(scratch, 'node');
  if (!existsSync(folder)) {
    mkdirSync(folder);
    symlinkSync(resolve(options.node), join(folder, 'node'));
  }
  return folder;
}

/** Serves the feeds from a thread, so that its work counts for none of the programs; writes the OPML that subscribes to them. */
async function serve() {
  const thread = new Worker(
    `const { createServer } = require('node:http'); const { readFileSync } = require('node:fs'); const { workerData, parentPort } = require('node:worker_threads');
     const bodies = workerData.map((path) => readFileSync(path));
     createServer((request, response) => { response.setHeader('content-type', 'application/xml'); response.end(bodies[Number(request.url.slice(1)) % bodies.length]); })
       .listen(0, '0.0.0.0', function () { parentPort.postMessage(this.address().port); });`,
    { eval: true, workerData: names.map((name) => resolve(options.feeds, name)) },
  );
  const port = await new Promise((done) => thread.once('message', done));
  const outlines = Array.from(
    { length: names.length * times },
    (_, n) => `<outline title="Feed ${n}" xmlUrl="http://127.0.${1 + (n % 200)}.1:${port}/${n}"/>`,
  );
  writeFileSync(join(scratch, 'subs.opml'), `<opml version="2.0"><body>${outlines.join('')}</body></opml>`);
  return thread;
}

function works(program, ...args) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
