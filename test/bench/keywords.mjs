// How good and how fast the methods of `keywords` are, and how fast beside others: npm run bench:keywords [-- FILE...]
// A FILE is NDJSON of {id, title, content_text, language, gold: […]}; what stands before the first - of an id is its group.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stemmer } from 'stemmer';
import { median, table } from './report.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const keywords = here('../../bin/keywords');
const methods = [
  ['phrases'],
  ['rake'],
  ['rake', '--rake-variant', 'langkit', '--top', '10'],
  ['rake', '--rake-variant', 'paper', '--top', '10'],
  ['yake'],
  ['textrank'],
  ['tfidf'],
];
const timedDocuments = 3000;
const rounds = 5;

const scratch = mkdtempSync(join(tmpdir(), 'feedmill-bench-'));
const files = process.argv.slice(2);
if (files.length === 0) files.push(here('../../../shared/fixtures/keywords-dev.ndjson'));
for (const file of files) {
  if (existsSync(file)) measure(file);
  else console.log(`${basename(file)}: is not here: skipped`);
}
rmSync(scratch, { recursive: true });

function measure(file) {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const documents = lines.map((line) => JSON.parse(line));
  const many = join(scratch, 'many.ndjson');
  const copies = Math.max(1, Math.ceil(timedDocuments / lines.length));
  writeFileSync(many, `${lines.join('\n')}\n`.repeat(copies));

  const rows = [];
  for (const method of methods) {
    const args = ['--method', ...method];
    const { stdout, status } = spawnSync(keywords, [...args, file], { maxBuffer: 2 ** 30 });
    if (status !== 0) throw new Error(`keywords ${args.join(' ')}: status ${status}`);
    const found = stdout
      .toString()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).keywords.map(({ phrase }) => phrase));
    const seconds = run(keywords, args, many);
    for (const [group, members] of groups(documents)) {
      const cells = [5, 10].flatMap((k) => macro(members.map((i) => scores(documents[i].gold, found[i], k))));
      const speed = group === 'all' ? Math.round((copies * lines.length) / seconds) : '';
      rows.push([
        method.join(' ').replace(/ --top 10| --rake-variant/g, ''),
        group,
        ...cells.map((cell) => (100 * cell).toFixed(1)),
        speed,
      ]);
    }
  }
  table(
    `${basename(file)}: ${lines.length} documents`,
    ['method', 'documents', 'P@5', 'R@5', 'F1@5', 'P@10', 'R@10', 'F1@10', 'documents/s'],
    rows,
  );
  compare(many, copies * lines.length);
}

/** All documents, and by group where there are several. */
function groups(documents) {
  const found = new Map([['all', documents.map((_, i) => i)]]);
  for (const [i, { id }] of documents.entries()) {
    const name = String(id ?? '').split('-')[0];
    found.set(name, [...(found.get(name) ?? []), i]);
  }
  return found.size > 2 && found.size < 10 ? found : new Map([...found].slice(0, 1));
}

function stems(phrase) {
  return phrase.toLowerCase().trim().split(/\s+/).map(stemmer).join(' ');
}

/** Precision, recall and F1 of the first k phrases, compared by the Porter stems of their words. */
function scores(gold, found, k) {
  const wanted = new Set(gold.map(stems));
  const given = [...new Set(found.map(stems))].slice(0, k);
  const hits = given.filter((phrase) => wanted.has(phrase)).length;
  const precision = given.length > 0 ? hits / given.length : 0;
  const recall = wanted.size > 0 ? hits / wanted.size : 0;
  return [precision, recall, hits > 0 ? (2 * precision * recall) / (precision + recall) : 0];
}

function macro(all) {
  return [0, 1, 2].map((column) => all.reduce((sum, row) => sum + row[column], 0) / all.length);
}

/** Seconds that a program takes to read a file on standard input and write records to nowhere. */
function run(program, args, file) {
  const input = openSync(file, 'r');
  const began = performance.now();
  const { status, stderr } = spawnSync(program, args, { stdio: [input, openSync('/dev/null', 'w'), 'pipe'] });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return (performance.now() - began) / 1000;
}

/** Times ours and others over the same records, NDJSON in and out, in turns. */
function compare(file, documents) {
  const peer = (name) => ({ name, program: process.execPath, args: [here('keywords-peers.mjs'), name] });
  const rakePy = here('../../../shared/peers/rake.py');
  const programs = [
    { name: 'keywords --method rake', program: keywords, args: ['--method', 'rake'] },
    {
      name: 'keywords --method rake --rake-variant langkit',
      program: keywords,
      args: ['--method', 'rake', '--rake-variant', 'langkit', '--top', '10'],
    },
    { name: 'keywords', program: keywords, args: [] },
    { name: 'rake.py', program: 'python3', args: [rakePy], missing: existsSync(rakePy) ? '' : 'is not here' },
    ...['keyword-extractor', 'retext-keywords'].map((name) => ({
      ...peer(name),
      missing: existsSync(here(`node_modules/${name}`)) ? '' : 'is not installed: npm ci --prefix test/bench',
    })),
  ];
  for (const { name, missing } of programs) if (missing) console.log(`${name}: ${missing}: skipped`);
  const there = programs.filter(({ missing }) => !missing);
  const times = new Map(there.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, program, args } of there) times.get(name).push(run(program, args, file));
  }
  const speed = (name) => documents / median(times.get(name));
  const others = there.slice(3).map(({ name }) => name);
  table(
    `speed over ${documents} records, NDJSON in and out, start-up included; median of ${rounds} runs in turns`,
    ['program', 'records/s', ...others.map((name) => `times ${name}`)],
    there.map(({ name }) => [name, Math.round(speed(name)), ...others.map((other) => (speed(name) / speed(other)).toFixed(2))]),
  );
}
