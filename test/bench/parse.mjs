// How fast `parse` is beside others, as whole processes, bytes in to items out: npm run bench:parse [-- FOLDER]
// FOLDER holds feeds, each a file; without it, the shared fixtures where they are, else the fixtures of the tests. CPU time is what is
// compared, since the wall clock also measures whoever else is at work on the machine; wall time is given beside it, and is what counts
// for --jobs. The programs take turns, so that none has the machine's good minutes to itself.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, ftruncateSync, mkdtempSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { table } from './report.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const bytesWanted = 32e6;
const mostFiles = 1000;
const rounds = 5;

const folder = process.argv[2] ?? [here('../../../shared/fixtures/feeds'), here('../fixtures/feeds')].find(existsSync);
const scratch = mkdtempSync(join(tmpdir(), 'feedmill-bench-'));
const { files, bytes } = corpus();
const output = openSync(join(scratch, 'output'), 'a');

const python = ['python3', '/usr/bin/python3'].find((program) => succeeds(program, ['-c', 'import feedparser']));
const programs = [
  ['feedmill parse', [here('../../bin/parse'), ...files]],
  ['feedmill parse --jobs 2', [here('../../bin/parse'), '--jobs', '2', ...files]],
  ['sfeed, a process a feed', found('sfeed') && ['sh', '-c', 'for file; do sfeed < "$file"; done', 'sh', ...files]],
  ['feedsmith', installed('feedsmith') && [process.execPath, here('parse-peers.mjs'), 'feedsmith', ...files]],
  ['rss-parser', installed('rss-parser') && [process.execPath, here('parse-peers.mjs'), 'rss-parser', ...files]],
  ['feedparser (Python)', python && [python, here('parse-peers.py'), ...files]],
];
const times = measured(programs.filter(([, command]) => command));
const [ours, inThreads] = ['feedmill parse', 'feedmill parse --jobs 2'].map((name) => times.get(name));
table(
  `${files.length} feeds, ${(bytes / 1e6).toFixed(1)} MB, best of ${rounds} rounds`,
  ['program', 'CPU s', 'MB/s of CPU', 'wall s', 'MB/s', 'CPU of it over ours'],
  programs.map(([name]) => {
    const time = times.get(name);
    if (!time) return [name, 'not installed: skipped', '', '', '', ''];
    const { cpu, wall } = time;
    return [name, cpu.toFixed(2), rate(cpu), wall.toFixed(2), rate(wall), (cpu / ours.cpu).toFixed(2)];
  }),
);
const goals = [
  ['times as fast as feedsmith (CPU)', times.get('feedsmith')?.cpu / ours.cpu, 4],
  ['times as fast as Python feedparser (CPU)', times.get('feedparser (Python)')?.cpu / ours.cpu, 25],
  ['of the speed of sfeed on one core (CPU)', times.get('sfeed, a process a feed')?.cpu / ours.cpu, 0.5],
  ['with --jobs 2, times as fast as sfeed (wall)', times.get('sfeed, a process a feed')?.wall / inThreads.wall, 1],
  ['with --jobs 2, times as fast as without (wall)', ours.wall / inThreads.wall, 1],
];
table(
  'Goals',
  ['goal', 'wanted', 'measured', ''],
  goals
    .filter(([, ratio]) => ratio !== undefined && !Number.isNaN(ratio))
    .map(([name, ratio, wanted]) => [name, `>= ${wanted}`, ratio.toFixed(2), ratio >= wanted ? 'met' : 'missed']),
);
rmSync(scratch, { recursive: true });

function rate(seconds) {
  return (bytes / 1e6 / seconds).toFixed(1);
}

/** Copies of the feeds, as many as it takes to have enough bytes. */
function corpus() {
  const names = readdirSync(folder).filter((name) => !/\.(?:tsv|expected)$/.test(name));
  const files = [];
  let bytes = 0;
  for (let copy = 0; bytes < bytesWanted && files.length < mostFiles; copy++) {
    for (const name of names) {
      const file = join(scratch, `${copy}-${name}`);
      copyFileSync(join(folder, name), file);
      files.push(file);
      bytes += statSync(file).size;
    }
  }
  return { files, bytes };
}

/** The least CPU time and wall time of each program, in seconds. */
function measured(programs) {
  const best = new Map(programs.map(([name]) => [name, { cpu: Number.POSITIVE_INFINITY, wall: Number.POSITIVE_INFINITY }]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, command] of programs) {
      const { cpu, wall } = time(command);
      const before = best.get(name);
      best.set(name, { cpu: Math.min(before.cpu, cpu), wall: Math.min(before.wall, wall) });
    }
  }
  return best;
}

/** The CPU time and wall time of a command, in seconds. The shell's `times` ends with what its children took: `0m1.20s 0m0.10s`. */
function time(command) {
  ftruncateSync(output);
  const began = performance.now();
  const { error, stderr } = spawnSync('sh', ['-c', '"$@"; times >&2', 'sh', ...command], {
    stdio: ['ignore', output, 'pipe'],
    maxBuffer: 2 ** 28,
  });
  if (error) throw error;
  const wall = (performance.now() - began) / 1000;
  const children = stderr.toString().trim().split('\n').at(-1);
  const cpu = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (total, [, minutes, seconds]) => total + minutes * 60 + Number(seconds),
    0,
  );
  return { cpu, wall };
}

function found(program) {
  return succeeds('sh', ['-c', `command -v ${program}`]);
}

function succeeds(program, args) {
  return spawnSync(program, args).status === 0;
}

function installed(name) {
  try {
    createRequire(import.meta.url).resolve(`${name}/package.json`);
    return true;
  } catch (error) {
    return error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
  }
}
