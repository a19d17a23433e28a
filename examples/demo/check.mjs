// Checks what npm run demo has left: node examples/demo/check.mjs [FOLDER]. Exits with 1 and a line for each thing that is not as it has to be.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Each sample feed by its title: its format, the language that its items are found to be in, and how many of them there are. */
const feeds = {
  'Lighthouse Log': ['rss2.0', 'en', 3],
  'Kernel Notes': ['atom1.0', 'en', 3],
  'Harbour Bulletin': ['rss0.91', 'en', 3],
  'Patch Cable': ['rss0.92', 'en', 3],
  'Observatory Hill': ['rss1.0', 'en', 3],
  'Brot & Kruste': ['atom0.3', 'de', 3],
  'The Map Desk': ['json1.1', 'en', 3],
  'Signal & Noise': ['rss2.0', 'en', 3],
  喫茶店めぐり: ['rss2.0', 'ja', 3],
  山间笔记: ['atom1.0', 'zh', 2],
  'منارة العلوم': ['rss2.0', 'ar', 2],
  'הספרייה ברחוב הצדדי': ['atom1.0', 'he', 1],
  'Cartas das vinhas': ['rss2.0', 'pt', 2],
  'Дневник лесника': ['rss2.0', 'ru', 2],
  'Cuaderno de glaciares': ['rss2.0', 'es', 2],
  'Vogels boven de polder': ['rss2.0', 'nl', 2],
  'Treni lenti': ['atom1.0', 'it', 2],
  'La cabine de projection': ['rss2.0', 'fr', 2],
  'Kites & Wind': ['rss2.0', 'en', 2],
  // It has two items more, which are in other feeds too.
  'Planet Small Machines': ['atom1.0', 'en', 1],
};

/** Values that show that something hard went well: the id of an item, a path in it, what is there. */
const details = [
  ['https://vinhas.example/ultima-vindima', 'title', 'A última vindima do ano'],
  ['https://taiga.example/pervyj-sneg', 'title', 'Первый снег на перевале'],
  ['https://kissaten.example/nel-drip', 'date_published', '2026-11-14T01:00:00Z'],
  ['tag:kernel-notes.example,2026:pipes', 'title', 'Pipes, buffers & back-pressure'],
  ['tag:kernel-notes.example,2026:pipes', 'url', 'https://kernel-notes.example/posts/pipes'],
  ['tag:brot.example,2026:kruste', 'authors.0.name', 'Käthe Lindner'],
  ['signal-and-noise-12', 'attachments.0.duration_in_seconds', 3723],
  ['https://maps.example/tile-server', 'external_url', 'https://kernel-notes.example/posts/pipes'],
  ['https://kites.example/bridle-knots', 'url', 'https://kites.example/bridle-knots?ref=feed&page=1'],
];

const folder = process.argv[2] ?? fileURLToPath(new URL('../../demo-out', import.meta.url));
const faults = [];

const corpus = read('corpus.ndjson');
for (const item of corpus) checkItem(item);
const byId = new Map(corpus.map((item) => [item.id, item]));
expect(byId.size, corpus.length, 'different ids in corpus.ndjson');
expect(corpus.length, sum(Object.values(feeds).map(([, , items]) => items)), 'items in corpus.ndjson');
for (const [title, [format, , items]] of Object.entries(feeds)) {
  // What a planet repeats is kept once, whichever of the two was there first.
  const origin = ({ id, feed }) =>
    /kernel-notes/.test(id) ? 'Kernel Notes' : /maps\.example/.test(id) ? 'The Map Desk' : feed.title;
  const own = corpus.filter((item) => origin(item) === title);
  expect(own.length, items, `items of ${title}`);
  expect(
    own.some(({ feed }) => feed.format === format),
    true,
    `format ${format} in ${title}`,
  );
}
for (const [id, path, value] of details) expect(valueAt(byId.get(id), path), value, `${path} of ${id}`);

const [first, ...later] = read('runs.ndjson');
expect(tally(first?.answers), '200 21', 'answers in the first run');
expect(tally(first?.rejects), 'HTTP_404 1, NOT_A_FEED 1, TRUNCATED 1', 'rejects in the first run');
for (const run of later) {
  expect(tally(run.answers), '304 21', `answers at ${run.at}`);
  // A feed that failed is not asked again at once.
  expect(tally(run.rejects), 'BACKING_OFF 1', `rejects at ${run.at}`);
  expect(run.new_items, 0, `new items at ${run.at}`);
}
for (const name of existsSync(join(folder, 'rejects')) ? readdirSync(join(folder, 'rejects')) : []) {
  for (const { error, record } of read(`rejects/${name}`)) {
    expect(`${error?.command}.ndjson`, name, 'the command of a reject');
    expect(typeof record, 'object', `the record rejected as ${error?.code}`);
  }
}
expect(
  read('archive.ndjson')
    .map(({ s3 }) => s3?.state)
    .join(' '),
  'new changed same',
  'states in archive.ndjson',
);

for (const fault of faults) process.stderr.write(`check: ${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
else process.stdout.write(`check: ${corpus.length} items of ${Object.keys(feeds).length} feeds are as they have to be\n`);

function checkItem(item) {
  const { id, title, content_text, summary, feed, enrichments, keywords } = item;
  const name = `${feed?.title}: ${id}`;
  expect(typeof id, 'string', `${name}: type of id`);
  expect(typeof (title ?? content_text ?? summary), 'string', `${name}: type of the text`);
  expect(feed?.url?.startsWith('http://127.0.0.1:'), true, `${name}: feed.url is where it was served`);
  expect(enrichments?.lang?.language, feeds[feed?.title]?.[1], `${name}: language`);
  expect(enrichments?.['text-stats']?.words > 5, true, `${name}: has words`);
  const scores = keywords?.map(({ phrase, score }) => (typeof phrase === 'string' && phrase !== '' ? score : Number.NaN)) ?? [];
  expect(scores.length > 0, true, `${name}: has keywords`);
  expect(
    scores.every((score, i) => score > 0 && (i === 0 || score <= scores[i - 1])),
    true,
    `${name}: keywords are best first`,
  );
}

/** The records of a file; whatever is no JSON object in a line of its own is a fault. */
function read(name) {
  const path = join(folder, name);
  if (!existsSync(path)) return faults.push(`${path}: is missing; npm run demo makes it`) && [];
  const text = readFileSync(path, 'utf8');
  expect(text === '' || text.endsWith('\n'), true, `${name}: ends with a whole line`);
  expect(/\u001b|\\u001b/.test(text), false, `${name}: holds escape sequences`);
  return text
    .split('\n')
    .slice(0, -1)
    .flatMap((line, i) => {
      try {
        const record = JSON.parse(line);
        if (typeof record === 'object' && record !== null && !Array.isArray(record)) return [record];
      } catch {}
      faults.push(`${name}:${i + 1}: no JSON object: ${line.slice(0, 60)}`);
      return [];
    });
}

function expect(found, expected, what) {
  if (found !== expected) faults.push(`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
}

function valueAt(record, path) {
  return path.split('.').reduce((value, name) => value?.[name], record);
}

function tally(counts = {}) {
  const rows = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return rows.sort().join(', ');
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
