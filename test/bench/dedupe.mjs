// dedupe beside what people pick instead: over short lines, and by key over item records; seconds, peak memory, and ratios to ours.
// Arguments: how many lines and how many records (10,000,000 and 1,000,000, of which half are duplicates).
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { table } from './report.mjs';

const [lines = 10_000_000, records = 1_000_000] = process.argv.slice(2).map(Number);
const dedupe = fileURLToPath(new URL('../../bin/dedupe', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'feedmill-dedupe-'));
const time = '/usr/bin/time';

let state = 1;
function random(below) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

/** Writes a file of `count` lines, of which about half repeat one before. */
function generate(name, count, lineOf) {
  const path = join(folder, name);
  const fd = openSync(path, 'w');
  let block = [];
  for (let number = 0; number < count; number++) {
    // Of the keys of a range drawn from as often as 1.25 times its size, half of the draws are the first of theirs.
    block.push(lineOf(random(Math.ceil(count * 0.63))));
    if (block.length < 10_000 && number < count - 1) continue;
    writeSync(fd, `${block.join('\n')}\n`);
    block = [];
  }
  closeSync(fd);
  return path;
}

const words = Array.from({ length: 4000 }, () => Math.floor(random(2 ** 31)).toString(36));
const prose = (count) => Array.from({ length: count }, () => words[random(words.length)]).join(' ');
function item(key) {
  const text = prose(64);
  return JSON.stringify({
    id: `https://example.org/${key % 500}/item-${key}`,
    url: `https://example.org/${key % 500}/item-${key}.html`,
    title: text.slice(0, 60),
    content_html: `<p class="x">${text}</p>\n`,
    content_text: text,
    date_published: '2026-01-02T03:04:05Z',
    tags: ['a', 'b'],
    feed: { url: `https://example.org/${key % 500}/feed.xml`, title: 'Feed' },
  });
}

const python = (body) =>
  `import sys, json\nseen = set()\nwrite = sys.stdout.buffer.write\nfor line in sys.stdin.buffer:\n${body}`;
writeFileSync(join(folder, 'lines.py'), python('    if line not in seen:\n        seen.add(line)\n        write(line)\n'));
writeFileSync(
  join(folder, 'key.py'),
  python(
    '    r = json.loads(line)\n    k = (r["feed"]["url"], r["id"])\n    if k not in seen:\n        seen.add(k)\n        write(line)\n',
  ),
);
const split2 = new URL('../../node_modules/split2/index.js', import.meta.url).href;
writeFileSync(
  join(folder, 'split2.mjs'),
  `import split from '${split2}';
const seen = new Set();
process.stdin.pipe(split((line) => { if (seen.has(line)) return; seen.add(line); return line + '\\n'; })).pipe(process.stdout);`,
);
const byKey =
  '{match($0,/"id":"[^"]*"/);k=substr($0,RSTART,RLENGTH);match($0,/"feed":[{]"url":"[^"]*"/);k=k substr($0,RSTART,RLENGTH);if(!seen[k]++)print}';
/** Runs a program over a file; gives its seconds and its peak memory in MB, or undefined where it is not installed. */
function measure([program, ...args], input) {
  const found = spawnSync('sh', ['-c', `command -v "${program}"`]).status === 0;
  if (!found) return undefined;
  const timed = existsSync(time) ? [time, '-f', '%M', program] : [program];
  const stdin = openSync(input, 'r');
  const stdout = openSync('/dev/null', 'w');
  const began = performance.now();
  const { status, stderr } = spawnSync(timed[0], [...timed.slice(1), ...args], {
    stdio: [stdin, stdout, 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  const seconds = (performance.now() - began) / 1000;
  closeSync(stdin);
  closeSync(stdout);
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  const peak = timed.length > 1 ? Number(String(stderr).trim().split('\n').at(-1)) / 1024 : Number.NaN;
  return { seconds, peak };
}

function compare(title, input, programs) {
  const rows = [];
  let ours;
  for (const [name, command, own = input] of programs) {
    const run = measure(command, own);
    if (!run) {
      rows.push([name, 'skipped: not installed', '', '', '']);
      continue;
    }
    ours ??= run;
    const { seconds, peak } = run;
    rows.push([name, seconds.toFixed(2), peak.toFixed(0), (seconds / ours.seconds).toFixed(1), (peak / ours.peak).toFixed(1)]);
  }
  table(title, ['program', 'seconds', 'peak MB', 'times our time', 'times our memory'], rows);
}

const short = generate('lines', lines, (key) => `user-${key}@example.org`);
compare(`${lines.toLocaleString('en')} short lines`, short, [
  ['dedupe --lines', [dedupe, '--lines']],
  ["mawk '!seen[$0]++'", ['mawk', '!seen[$0]++']],
  ["gawk '!seen[$0]++'", ['gawk', '!seen[$0]++']],
  ['sort -u', ['sort', '-u', '-T', folder]],
  ['Python set', ['python3', join(folder, 'lines.py')]],
  ['split2 + Set', [process.execPath, join(folder, 'split2.mjs')]],
]);
rmSync(short);
const items = generate('items', records, item);
// jq holds all records in memory, several times their size.
const tenth = generate('tenth', records / 10, item);
compare(`${records.toLocaleString('en')} item records of 1 KB, by feed.url and id`, items, [
  ['dedupe', [dedupe]],
  ['dedupe --state', [dedupe, '--state', join(folder, 's')]],
  ['mawk, by pattern', ['mawk', byKey]],
  ['gawk, by pattern', ['gawk', byKey]],
  ['jq unique_by, a tenth of them', ['jq', '-cs', 'unique_by(.feed.url, .id)[]'], tenth],
  ['Python json + set', ['python3', join(folder, 'key.py')]],
]);
rmSync(folder, { recursive: true });
