// How well dedupe --near tells reprints from other stories, and how fast. A labelled set is made by editing stories; besides it holds
// two different stories on each event. Stories are written by a grammar, or taken from FILE (NDJSON with `content_text`), whose halves
// then stand for two stories on one event.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { storyPairs } from './near-stories.mjs';
import { table } from './report.mjs';

const dedupe = fileURLToPath(new URL('../../bin/dedupe', import.meta.url));
const fixture = fileURLToPath(new URL('../../../shared/fixtures/keywords-dev.ndjson', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'feedmill-near-'));

let state = 1;
function random() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}

const notice =
  'This article was first published elsewhere. Sign up for our newsletter to receive the best stories of the week in your inbox. ' +
  'All rights reserved; reproduction in whole or in part without written permission is prohibited.';
const edits = {
  'one word changed': (story) => {
    const words = story.join('\n\n').split(' ');
    words[Math.floor(random() * words.length)] = 'changed';
    return words.join(' ').split('\n\n');
  },
  'a paragraph cut': (story) => {
    const cut = Math.floor(random() * story.length);
    return story.filter((_, paragraph) => paragraph !== cut);
  },
  'headline rewritten': (story) => ['Officials weigh what comes next as questions mount', ...story.slice(1)],
  'boilerplate added': (story) => [...story, notice],
  'other typography': (story) => story.map((text) => text.toUpperCase().replaceAll(' ', '  ').replaceAll('"', '”')),
};

/** The records of a labelled set: what is no edit comes first. */
function labelled(pairs) {
  const stories = pairs.flat();
  const records = stories.map((story, number) => ({
    id: `s${number}`,
    content_text: ['A headline of its own', ...story].join('\n\n'),
  }));
  for (const [kind, edit] of Object.entries(edits)) {
    for (const [number, story] of stories.entries()) {
      records.push({ id: `${kind} ${number}`, edit: kind, content_text: edit(['A headline of its own', ...story]).join('\n\n') });
    }
  }
  return records;
}

/** Real stories: three paragraphs from either half. */
function halves(file) {
  const texts = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).content_text);
  return texts
    .map((text) => text.split(/(?<=[.!?]["”]?)\s+/))
    .filter((sentences) => sentences.length >= 18)
    .map((sentences) =>
      [0, 1].map((half) => {
        const own = sentences.slice((half * sentences.length) >> 1, ((half + 1) * sentences.length) >> 1);
        const third = Math.ceil(own.length / 3);
        return [0, 1, 2].map((part) => own.slice(part * third, (part + 1) * third).join(' '));
      }),
    );
}

function measure(records, args) {
  const input = join(folder, 'in');
  const dropped = join(folder, 'dropped');
  writeFileSync(input, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  const began = performance.now();
  const run = spawnSync(process.execPath, [
    dedupe,
    '--by',
    'id',
    '--near',
    ...args,
    '--dropped',
    dropped,
    '--stats',
    '-o',
    '/dev/null',
    input,
  ]);
  const seconds = (performance.now() - began) / 1000;
  if (run.status !== 0) throw new Error(String(run.stderr));
  const gone = readFileSync(dropped, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line).record);
  const right = gone.filter(({ edit }) => edit);
  const share = (part, whole) => (whole === 0 ? 1 : part / whole).toFixed(3);
  const recalls = Object.keys(edits).map((kind) =>
    share(right.filter(({ edit }) => edit === kind).length, records.filter(({ edit }) => edit === kind).length),
  );
  return [
    share(right.length, gone.length),
    share(right.length, records.filter(({ edit }) => edit).length),
    ...recalls,
    Math.round(records.length / seconds),
  ];
}

const sets = [['stories by a grammar', storyPairs(Number(process.env.PAIRS ?? 500), random)]];
const file = process.argv[2] ?? fixture;
if (existsSync(file)) sets.push(['real stories', halves(file)]);
else console.log('real stories: skipped, no file of them');
for (const [name, pairs] of sets) {
  const records = labelled(pairs);
  table(
    `near-duplicates among ${records.length} texts: ${name}`,
    ['method', 'precision', 'recall', ...Object.keys(edits), 'texts/s'],
    [['minhash'], ['minhash', '0.7'], ['minhash', '0.9'], ['simhash'], ['simhash', '0.75'], ['simhash', '0.9']].map(
      ([method, threshold]) => [
        threshold ? `${method} --threshold ${threshold}` : method,
        ...measure(records, ['--method', method, ...(threshold ? ['--threshold', threshold] : [])]),
      ],
    ),
  );
}
rmSync(folder, { recursive: true });
