import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { records, run, scratch } from '../support/executables.ts';

const lines = (...all: string[]) => all.map((line) => `${line}\n`).join('');

const story = (...changes: [from: string, to: string][]) => {
  const text =
    'The council of Oulu voted on Tuesday to close the old bridge after engineers found cracks in two of its four piers. A new one will ' +
    'not open before the spring of next year, the mayor told reporters, and until then all traffic goes through the harbour tunnel. ' +
    'Shop owners nearby fear for their trade and ask for help.';
  return changes.reduce((told, [from, to]) => told.replace(from, to), text);
};
const stories = lines(
  JSON.stringify({ id: 1, content_text: story() }),
  JSON.stringify({ id: 2, content_text: story(['Tuesday', 'Wednesday']) }),
  JSON.stringify({ id: 3, content_text: story([' Shop owners nearby fear for their trade and ask for help.', '']) }),
  JSON.stringify({ id: 4, content_text: `${story().toUpperCase()} © 2026 The Paper. All rights reserved.` }),
  JSON.stringify({
    id: 5,
    content_text: 'Cracks in two of four piers: Oulu has shut its old bridge, and drivers take the tunnel by the harbour.',
  }),
  JSON.stringify({ id: 6 }),
  JSON.stringify({ id: 7, content_text: '…' }),
  JSON.stringify({ id: 8, content_text: 17 }),
);

for (const method of ['minhash', 'simhash']) {
  test(`dedupe: --near drops what is nearly the same by ${method}, says how near, and remembers it with --state`, async (t) => {
    const folder = scratch(t);
    const dropped = join(folder, 'dropped');
    const threshold = method === 'simhash' ? ['--threshold', '0.75'] : [];
    const args = ['--near', '--method', method, ...threshold, '--state', join(folder, 's'), '--explain', '--dropped', dropped];
    const first = await run('dedupe', args, { input: stories });
    assert.deepEqual(
      records(first.stdout).map(({ id }) => id),
      [1, 5, 6, 7, 8],
    );
    const reasons = records(readFileSync(dropped, 'utf8')).map((record) => record.dropped as Record<string, unknown>);
    assert.deepEqual(
      reasons.map(({ line, first, method }) => ({ line, first, method })),
      [2, 3, 4].map((line) => ({ line, first: { source: 'stdin', line: 1, id: 1 }, method })),
    );
    for (const { similarity } of reasons) assert.ok(Number(similarity) >= 0.75 && Number(similarity) <= 1);
    const input = lines(JSON.stringify({ id: 9, content_text: story(['Tuesday', 'Friday']) }), '{"id":6}', '{"id":10}');
    const second = await run('dedupe', args, { input });
    assert.equal(second.stdout, '{"id":10}\n');
  });
}

test('dedupe: --near takes a field, and --window bounds what is compared', async () => {
  const input = lines(
    ...['a b c d e', 'f g h i j', 'k l m n o', 'a b c d e'].map((title, id) => JSON.stringify({ id, x: { title } })),
  );
  const all = await run('dedupe', ['--near', 'x.title'], { input });
  assert.equal(records(all.stdout).length, 3);
  const two = await run('dedupe', ['--near', 'x.title', '--window', '2'], { input });
  assert.equal(records(two.stdout).length, 4);
});

test('dedupe: a key counts as seen when a record with it was passed on, not when one was dropped for its text', async () => {
  const input = lines(
    '{"id":1,"content_text":"a b c d"}',
    '{"id":2,"content_text":"a b c d"}',
    '{"id":2,"content_text":"other words here"}',
  );
  const { stdout } = await run('dedupe', ['--near'], { input });
  assert.equal(stdout, lines('{"id":1,"content_text":"a b c d"}', '{"id":2,"content_text":"other words here"}'));
});

/** The ids that pass. */
async function passed(items: object[], ...args: string[]): Promise<unknown[]> {
  const { stdout, status } = await run('dedupe', ['--near', ...args], {
    input: lines(...items.map((item) => JSON.stringify(item))),
  });
  assert.equal(status, 0);
  return records(stdout).map(({ id }) => id);
}

const topics = [
  'Opera opens late',
  'Rivers rise again',
  'A castle for sale',
  'Trains without drivers',
  'Snow in spring',
  'Bees on roofs',
];
const topic = (n: number) => topics[n % topics.length];
const url = (n: number) => `https://example.org/${n}`;
const notice =
  'This article first came out in the weekly paper. Readers who subscribe get it two days before all others, by post or by mail, together ' +
  'with a map of the week, three puzzles, the weather for gardeners, and a letter from the editor. To subscribe, write to us or call the ' +
  'office in the morning.';
const releaseNotes = (n: number) =>
  `Version 2.${n}.0 of the program is out. Changes: ${['faster start', 'new icons', 'fewer crashes', 'dark colours', 'better search'][n % 5]}. ` +
  'Thanks to all who reported problems and sent patches. Download it for Linux, Windows and macOS from the usual place; check the signature before ' +
  'you install it. As always, make a copy of your data first. Report problems in the tracker, and ask questions in the forum.';
const weather = (n: number) =>
  `Today ${['sunny', 'cloudy', 'rainy', 'foggy'][n % 4]} with a high of ${10 + n} and a low of ${n} degrees. Wind from the ` +
  `${['north', 'south', 'west'][n % 3]}. The forecast for the region is made by the weather office each morning at six and is valid for the day.`;

const different: [what: string, item: (n: number) => object][] = [
  ['"Comments" under other titles', (n) => ({ title: topic(n), url: url(n), content_text: 'Comments' })],
  ['"Read more" without titles, under other URLs', (n) => ({ url: url(n), content_text: 'Read more' })],
  ['counts under other titles', (n) => ({ title: topic(n), content_text: '42 points, 4 comments' })],
  [
    'a short sentence under other titles',
    (n) => ({ title: topic(n), content_text: 'Continue reading the whole story on our site.' }),
  ],
  [
    'one text under numbered titles',
    (n) => ({
      title: `Community showcase, part ${n}`,
      content_text: 'Some of the most interesting projects come from the community. This post shows three of them.',
    }),
  ],
  [
    'one text under other titles of one word',
    (n) => ({
      title: topic(n)!.split(' ').at(-1),
      content_text: 'The post appeared first on the site of the club, where you can read it.',
    }),
  ],
  ['a list of one text under dates', (n) => ({ title: `Calendar, ${n + 1} May`, content_text: notice })],
  ['release notes', (n) => ({ title: `Program 2.${n}.0`, content_text: releaseNotes(n) })],
  ['weather', (n) => ({ title: `Weather for ${n + 1} May`, content_text: weather(n) })],
];
for (const method of ['minhash', 'simhash']) {
  for (const [what, item] of different) {
    test(`dedupe: --near by ${method} passes different items: ${what}`, async () => {
      const items = [0, 1, 2, 3, 4, 5].map((id) => ({ id, ...item(id) }));
      assert.deepEqual(await passed(items, '--method', method), [0, 1, 2, 3, 4, 5]);
    });
  }
}

test('dedupe: --near drops the same item, however short its text', async () => {
  const items = different.flatMap(([, item], number) => [1, 2].map((copy) => ({ id: `${number}/${copy}`, ...item(1) })));
  const others = items.filter(({ id }) => id.endsWith('/1')).map(({ id }) => id);
  assert.deepEqual(await passed(items), others);
});

test('dedupe: --near by simhash passes release notes and weather without titles at its default threshold', async () => {
  const items = Array.from({ length: 60 }, (_, n) => ({ id: n, content_text: n % 2 ? releaseNotes(n) : weather(n) }));
  const ids = await passed(items, '--method', 'simhash');
  assert.ok(ids.length >= 54, `${ids.length} of 60`);
});

test('dedupe: --near drops a long text under another title, until it was seen under many', async () => {
  const items = Array.from({ length: 12 }, (_, id) => ({ id, title: topic(id), content_text: notice }));
  assert.deepEqual(
    await passed(items),
    [0, 3, 4, 5],
    'the second and third title may be those of reprints; the last six are repeats',
  );
});

const kept: [keep: string, ids: number[]][] = [
  ['first', [1, 4]],
  ['last', [3, 4]],
  ['longest', [2, 4]],
  ['latest', [1, 4]],
];
for (const [keep, ids] of kept) {
  test(`dedupe: --keep ${keep} keeps one of each group of near-duplicates, and --dropped names it`, async (t) => {
    const dropped = join(scratch(t), 'dropped');
    const long = `${story()} And more.`;
    const items = [
      { id: 1, url: 'u1', content_text: story(), date_published: '2026-03-01T00:00:00Z' },
      { id: 2, url: 'u2', content_text: long, date_published: '2026-01-01T00:00:00Z' },
      { id: 3, url: 'u3', content_text: story(), date_published: '2026-02-01T00:00:00+01:00' },
      { id: 4, url: 'u4', content_text: 'Another text of some words.' },
    ];
    assert.deepEqual(await passed(items, '--keep', keep, '--dropped', dropped), ids);
    const told = records(readFileSync(dropped, 'utf8')) as unknown as {
      record: { id: number };
      dropped: { key: { id: number }; first: { id: number; url: string } };
    }[];
    assert.deepEqual(
      told.map(({ record }) => record.id).sort(),
      [1, 2, 3].filter((id) => id !== ids[0]),
    );
    for (const { record, dropped } of told) {
      assert.equal(dropped.key.id, record.id);
      assert.equal(dropped.first.url, `u${dropped.first.id}`);
      assert.notEqual(dropped.first.id, record.id);
    }
  });
}

test('dedupe: --keep holds for exact duplicates as well, and --count counts near ones', async () => {
  const items = [
    { id: 1, n: 'a', content_text: 'ab' },
    { id: 1, n: 'b', content_text: 'abcd' },
    { id: 1, n: 'c', content_text: 'ab' },
  ];
  const input = lines(...items.map((item) => JSON.stringify(item)));
  const { stdout } = await run('dedupe', ['--keep', 'longest'], { input });
  assert.deepEqual(
    records(stdout).map(({ n }) => n),
    ['b'],
  );
  const counted = await run('dedupe', ['--near', '--count'], { input: stories });
  assert.deepEqual(
    records(counted.stdout).map(({ id, count }) => [id, count]),
    [
      [1, 4],
      [5, 1],
      [6, 1],
      [7, 1],
      [8, 1],
    ],
  );
});

test('dedupe: names of JavaScript are values and fields like any others', async () => {
  const names = ['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'length'];
  const input = lines(...names.flatMap((name) => [`{"id":"${name}"}`, `{"id":"${name}"}`]));
  const byValue = await run('dedupe', ['--count'], { input });
  assert.deepEqual(
    records(byValue.stdout).map(({ id, count }) => [id, count]),
    names.map((name) => [name, 2]),
  );
  const member = lines(...names.flatMap((name) => [`{"${name}":"x"}`, `{"${name}":"x"}`, '{"other":1}']));
  for (const name of names) {
    const { stdout, status } = await run('dedupe', ['--by', name, '--missing', 'drop', '--explain'], { input: member });
    assert.deepEqual([stdout, status], [`{"${name}":"x"}\n`, 0]);
  }
});
