// How fast `parse` is beside others, as whole processes, bytes in to items out: npm run bench:parse [-- FOLDER]
// FOLDER holds feeds, each a file; without it, the shared fixtures where they are, else the fixtures of the tests. CPU time is what is
// compared, since the wall clock also measures whoever else is at work on the machine; wall time is given beside it.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
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
const output = openSync(join(scratch, 'output'), 'w');

const peers = [
  ['feedmill parse', [here('../../bin/parse'), ...files]],
  ['feedmill parse --jobs 2', [here('../../bin/parse'), '--jobs', '2', ...files]],
  ['sfeed, a process a feed', found('sfeed') && ['sh', '-c', 'for file; do sfeed < "$file"; done', 'sh', ...files]],
  ['feedsmith', installed('feedsmith') && [process.execPath, here('parse-peers.mjs'), 'feedsmith', ...files]],
  ['rss-parser', installed('rss-parser') && [process.execPath, here('parse-peers.mjs'), 'rss-parser', ...files]],
  ['feedparser (Python)', importable() && ['python3', here('parse-peers.py'), ...files]],
];
const rows = peers.map(([name, command]) => [name, ...(command ? measure(command) : ['not installed: skipped'])]);
const [, ours] = rows[0];
table(
  `${files.length} feeds, ${(bytes / 1e6).toFixed(1)} MB, best of ${rounds} rounds`,
  ['program', 'CPU s', 'MB/s of CPU', 'wall s', 'MB/s', 'CPU of it over ours'],
  rows.map(([name, cpu, wall]) =>
    wall === undefined
      ? [name, cpu, '', '', '', '']
      : [
          name,
          cpu.toFixed(2),
          (bytes / 1e6 / cpu).toFixed(1),
          wall.toFixed(2),
          (bytes / 1e6 / wall).toFixed(1),
          (cpu / ours).toFixed(2),
        ],
  ),
);
rmSync(scratch, { recursive: true });

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

/** The least CPU time and wall time of a command, in seconds. The shell's `times` ends with what its children took: `0m1.20s 0m0.10s`. */
function measure(command) {
  const times = Array.from({ length: rounds }, () => {
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
    return [cpu, wall];
  });
  return [0, 1].map((column) => Math.min(...times.map((time) => time[column])));
}

function found(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

function importable() {
  return spawnSync('python3', ['-c', 'import feedparser']).status === 0;
}

function installed(name) {
  try {
    createRequire(import.meta.url).resolve(`${name}/package.json`);
    return true;
  } catch (error) {
    return error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
  }
}
