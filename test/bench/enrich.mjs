// How close `enrich` comes to what its work takes at least, and `match` beside others: npm run bench:enrich
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Line } from '../../dist/index.js';
import { Enricher, Matcher, parseTerms, parseWith, startRunner } from '../../dist/lib/enrich.js';
import { table } from './report.mjs';

const executable = fileURLToPath(new URL('../../bin/enrich', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'feedmill-bench-'));
const written = (name, text) => {
  const path = join(scratch, name);
  writeFileSync(path, text);
  return path;
};

await waiting();
await computing();
await matching();
records();
rmSync(scratch, { recursive: true });

/** How many ms an enrichment takes over some records, from the first record in to the last one out. */
async function timed(spec, pool, count) {
  const runner = await startRunner(parseWith(spec), {
    pool,
    queueSize: 64,
    timeout: 60_000,
    setupTimeout: 60_000,
    maxValue: 1e6,
    memory: 256,
    restarts: 0,
    said: () => {},
    warned: () => {},
  });
  const enricher = new Enricher({ runners: [runner], onError: 'reject', failed: (_, { message }) => console.log(message) });
  const lines = Array.from({ length: count }, (_, id) => Line.of({ id }, { source: 'bench', number: id }));
  // The first record finds everything compiled, in every thread and process.
  await Promise.all(
    Array.from({ length: runner.size }, () => enricher.process(Line.of({ id: -1 }, { source: 'bench', number: 0 }))),
  );
  const began = performance.now();
  await Promise.all(lines.map((line) => enricher.process(line)));
  const took = performance.now() - began;
  await enricher.close();
  return took;
}

async function waiting() {
  const path = written('waits.mjs', 'export default () => new Promise((resolve) => setTimeout(resolve, 100))');
  const rows = [];
  for (const concurrency of [5, 25, 50]) {
    const ideal = Math.ceil(50 / concurrency) * 100;
    const took = await timed(`${path}:${concurrency}`, 'async', 50);
    rows.push([concurrency, ideal, took.toFixed(0), (took / ideal).toFixed(2)]);
  }
  table('50 records that wait 100 ms each (goal: within 1.10 of ideal)', ['at once', 'ideal ms', 'ms', 'ratio'], rows);
}

/**
 * A hash of a hash, as a proof of work takes: in one call of some 20 ms, and in 25,000 calls, where OpenSSL's own locks keep the
 * threads of one process from each other (two bare worker threads reach 1.3 times there, and processes are the better pool).
 */
async function computing() {
  const path = written(
    'hashes.mjs',
    `import { createHash, pbkdf2Sync } from 'node:crypto';
let calls;
export function setup(options) { calls = Number(options.calls); }
export default function hashes({ id }) {
  if (calls === 1) return pbkdf2Sync(String(id), 'salt', 80_000, 32, 'sha256').toString('hex');
  let digest = String(id);
  for (let i = 0; i < calls; i++) digest = createHash('sha256').update(digest).digest('hex');
  return digest;
}`,
  );
  const cores = availableParallelism();
  const rows = [];
  for (const calls of [1, 25_000]) {
    const [alone, ...others] = [
      [1, 'async'],
      [cores, 'threads'],
      [cores, 'processes'],
    ];
    const ms = ([size, pool]) => timed(`${path}:${size}?calls=${calls}`, pool, 200);
    const first = await ms(alone);
    rows.push([calls, 'one after another', first.toFixed(0), '1.00']);
    for (const [size, pool] of others) {
      const took = await ms([size, pool]);
      rows.push([calls, `${pool}, ${size}`, took.toFixed(0), (first / took).toFixed(2)]);
    }
  }
  const head = ['calls', 'pool', 'ms', 'times'];
  table(
    '200 records, each hashed over and over in so many calls (goal: threads on 2 cores 1.8 times one after another)',
    head,
    rows,
  );
}

async function matching() {
  const random = randomNumbers(7);
  const syllables = 'ka to mi ren sol ta ber lin gra pho ne sti or an ve ly ing con dis pre'.split(' ');
  const word = (least, most) =>
    Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, () => syllables[Math.floor(random() * 20)]).join(
      '',
    );
  const texts = Array.from({ length: 10_000 }, () => Array.from({ length: 12 }, () => word(1, 5)).join(' '));
  const peers = await loadPeers();
  const head = ['patterns', 'method', 'load ms', 'texts/s', 'times naive'];
  const rows = [];
  for (const count of [1_000, 10_000]) {
    const words = Array.from(new Set(Array.from({ length: count * 2 }, () => word(4, 5)))).slice(0, count);
    const expressions = words.map((text) => new RegExp(`\\b${text}\\b`, 'i'));
    const alternation = () => new RegExp(`\\b(?:${words.join('|')})\\b`, 'gi');
    const matcher = (list) => () => {
      const made = new Matcher(parseTerms(list.join('\n'), { whole: true, exact: false, prefix: '' }));
      return (text) => made.match(text).length;
    };
    const methods = [
      ['a loop over all', () => (text) => expressions.filter((expression) => expression.test(text)).length],
      [
        'one alternation',
        () =>
          (
            (made) => (text) =>
              text.match(made)?.length ?? 0
          )(alternation()),
      ],
      ...peers.map(([name, make]) => [name, () => make(words)]),
      ['match, keywords', matcher(words)],
      ['match, patterns', matcher(words.map((text) => `/\\b${text}\\b/i`))],
    ];
    let naive = 0;
    for (const [name, make] of methods) {
      const began = performance.now();
      const search = make();
      const load = performance.now() - began;
      const speed = speedOf(search, texts);
      naive ||= speed;
      rows.push([count, name, load.toFixed(0), Math.round(speed), (speed / naive).toFixed(1)]);
    }
  }
  table('Patterns over 10,000 short texts (goal: match at least 150 and 3,000 times the loop)', head, rows);
}

/** Texts a second of processor time, which others on the machine disturb least: half a second of them, the best of three rounds. */
function speedOf(search, texts) {
  const seconds = () => process.cpuUsage().user / 1e6;
  let best = 0;
  for (let round = 0; round < 3; round++) {
    const began = seconds();
    let done = 0;
    while (seconds() - began < 0.5) {
      for (const until = done + 10; done < until; done++) search(texts[done % texts.length]);
    }
    best = Math.max(best, done / (seconds() - began));
  }
  return best;
}

async function loadPeers() {
  const known = {
    'modern-ahocorasick':
      ({ default: Automaton }) =>
      (words) =>
        (
          (made) => (text) =>
            made.search(text.toLowerCase()).length
        )(new Automaton(words)),
    '@monyone/aho-corasick/fast':
      ({ FastAhoCorasick, AhoCorasick = FastAhoCorasick }) =>
      (words) =>
        (
          (made) => (text) =>
            made.matchInText(text.toLowerCase()).length
        )(new AhoCorasick(words)),
    ahocorasick:
      ({ default: Automaton }) =>
      (words) =>
        (
          (made) => (text) =>
            made.search(text.toLowerCase()).length
        )(new Automaton(words)),
  };
  const loaded = [];
  for (const [name, use] of Object.entries(known)) {
    try {
      loaded.push([name, use(await import(name))]);
    } catch {
      console.log(`${name}: is not installed (npm ci --prefix test/bench): skipped`);
    }
  }
  return loaded;
}

function records() {
  const count = 1_000_000;
  const input = written(
    'trivial.ndjson',
    Array.from({ length: count }, (_, id) => `{"id":${id},"title":"trivial record"}\n`).join(''),
  );
  const half = written(
    'half.ndjson',
    Array.from({ length: count / 2 }, (_, id) => `{"id":${id},"title":"trivial record"}\n`).join(''),
  );
  const path = written('noop.mjs', 'export default class Noop { enrichmentValue() { return 1; } }');
  const rows = [half, input].map((file, i) => {
    const began = performance.now();
    const { memory } = measured(['--with', path], file);
    const seconds = (performance.now() - began) / 1000;
    const records = count / (2 - i);
    return [records, seconds.toFixed(2), Math.round(records / seconds), memory];
  });
  table(
    'Trivial records through an enrichment that does nothing (goal: 150,000 records/s, flat memory)',
    ['records', 's', 'records/s', 'peak MB'],
    rows,
  );
}

/** Not 'ignore': a command whose standard output looks closed says that its records are lost. */
const devNull = openSync('/dev/null', 'w');

/** Runs the executable over a file; gives its peak memory in MB, where GNU time tells. */
function measured(args, file) {
  const input = openSync(file, 'r');
  const { stderr, error } = spawnSync('/usr/bin/time', ['-f', '%M', executable, ...args], { stdio: [input, devNull, 'pipe'] });
  closeSync(input);
  if (!error) return { memory: Math.round(Number(stderr.toString().trim()) / 1024) };
  const again = openSync(file, 'r');
  spawnSync(executable, args, { stdio: [again, devNull, 'inherit'] });
  closeSync(again);
  return { memory: '?' };
}

function randomNumbers(seed) {
  return () => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return seed / 0x7fffffff;
  };
}
