import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { run, scratch } from '../support/executables.ts';

interface Found {
  keywords: { phrase: string; score: number }[];
}

async function keywords(record: object, ...args: string[]): Promise<Found['keywords']> {
  const { stdout, stderr, status } = await run('keywords', args, { input: `${JSON.stringify(record)}\n` });
  assert.equal(stderr, '');
  assert.equal(status, 0);
  return (JSON.parse(stdout) as Found).keywords;
}

const phrases = (found: Found['keywords']) => found.map(({ phrase }) => phrase);

test('keywords adds its field at the end and leaves the rest as it came', async () => {
  const line = '{"n":1.0,"10":12345678901234567890,"title":"Solar \\u0070ower","__proto__":{"a":1}';
  const { stdout, status } = await run('keywords', ['--method', 'rake', '--lang', 'en'], { input: `${line}}\n` });
  assert.equal(stdout, `${line},"keywords":[{"phrase":"Solar power","score":4}]}\n`);
  assert.equal(status, 0);
});

test('keywords of an earlier run are replaced where they stand', async () => {
  const input = '{"keywords":["old"],"title":"solar power"}\n';
  const { stdout } = await run('keywords', ['--method', 'rake', '--lang', 'en'], { input });
  assert.equal(stdout, '{"keywords":[{"phrase":"solar power","score":4}],"title":"solar power"}\n');
});

test('a record without text has no keywords and is no reject', async () => {
  const input = '{}\n{"title":null,"content_text":""}\n{"title":"!!! 🎉 ..."}\n{"title":["a list",1]}\n{"title":"12 345"}\n';
  const { stdout, status } = await run('keywords', ['--lang', 'en', '--method', 'rake'], { input });
  const found = stdout.split('\n').slice(0, -1);
  assert.deepEqual(
    found.map((line) => JSON.parse(line).keywords.length),
    [0, 0, 0, 1, 0],
  );
  assert.equal(status, 0);
});

test('--rake-variant langkit gives all phrases unless --top says otherwise', async () => {
  const record = { content_text: `${Array.from({ length: 15 }, (_, i) => `word${i} is`).join(' ')}.` };
  assert.equal((await keywords(record, '--method', 'rake', '--rake-variant', 'langkit')).length, 15);
  assert.equal((await keywords(record, '--method', 'rake', '--rake-variant', 'langkit', '--top', '4')).length, 4);
});

const records: [name: string, record: object, args: string[], expected: string[]][] = [
  ['reads title and content_text', { title: 'Solar power', content_text: 'is cheap' }, [], ['Solar power', 'cheap']],
  ['--field reads other fields, dotted ones too', { a: { b: 'Solar power' }, title: 'x' }, ['--field', 'a.b'], ['Solar power']],
  ['--max-words', { title: 'red brick houses, green doors' }, ['--max-words', '2'], ['green doors']],
  ['--min-score', { title: 'red brick houses, green doors' }, ['--min-score', '5'], ['red brick houses']],
  ['--top', { title: 'red brick houses, green doors' }, ['--top', '1'], ['red brick houses']],
  [
    'takes the language from enrichments.lang',
    { language: 'en', enrichments: { lang: 'de' }, title: 'Haus und Garten' },
    [],
    ['Haus', 'Garten'],
  ],
  ['takes the language from language', { language: 'fr-FR', title: 'le chat et la souris' }, [], ['chat', 'souris']],
  [
    'detects the language',
    { title: 'Die Katze schläft heute auf dem Sofa und die Maus tanzt in der Küche' },
    ['--top', '1'],
    ['Katze schläft'],
  ],
  ['--lang wins', { language: 'fr', title: 'Haus und Garten' }, ['--lang', 'de'], ['Haus', 'Garten']],
];
for (const [name, record, args, expected] of records) {
  test(`keywords ${name}`, async () => assert.deepEqual(phrases(await keywords(record, '--method', 'rake', ...args)), expected));
}

test('--no-scores gives plain phrases', async () => {
  const { stdout } = await run('keywords', ['--method', 'rake', '--no-scores', '--lang', 'en'], {
    input: '{"title":"solar power"}\n',
  });
  assert.deepEqual(JSON.parse(stdout).keywords, ['solar power']);
});

test('--stopwords replaces the list, or changes it', async (t) => {
  const file = join(scratch(t), 'stop.txt');
  const record = { title: 'red and green' };
  writeFileSync(file, '# ours\nred\n');
  assert.deepEqual(phrases(await keywords(record, '--method', 'rake', '--lang', 'en', '--stopwords', file)), ['and green']);
  writeFileSync(file, '+red\n');
  assert.deepEqual(phrases(await keywords(record, '--method', 'rake', '--lang', 'en', '--stopwords', file)), ['green']);
  writeFileSync(file, '-and\n');
  assert.deepEqual(phrases(await keywords(record, '--method', 'rake', '--lang', 'en', '--stopwords', file)), ['red and green']);
});

const wrong: [args: string[], status: number, message: RegExp][] = [
  [['--method', 'magic'], 2, /magic/],
  [['--top', '0'], 2, /--top/],
  [['--min-score', 'low'], 2, /--min-score/],
  [['--lang', 'english'], 2, /--lang english/],
  [['--rake-variant', 'x'], 2, /--rake-variant/],
  [['--stopwords', '/nowhere/stop.txt'], 4, /nowhere\/stop\.txt/],
];
for (const [args, status, message] of wrong) {
  test(`keywords ${args.join(' ')} exits ${status}`, async () => {
    const result = await run('keywords', args, { input: '{"title":"x"}\n' });
    assert.equal(result.status, status);
    assert.match(result.stderr, message);
    assert.equal(result.stdout, '');
  });
}

test('a bad line is a reject, and the others go on', async () => {
  const { stdout, stderr, status } = await run('keywords', ['--method', 'rake', '--lang', 'en'], {
    input: 'x\n{"title":"solar power"}\n',
  });
  assert.equal(status, 1);
  assert.match(stderr, /^keywords: stdin:1: /);
  assert.equal(stdout.split('\n').length, 2);
});

test('keywords without options gives phrases of every record in its language', async () => {
  const input = [
    { language: 'en', title: 'The electric car', content_text: 'An electric car needs no petrol.' },
    { language: 'de', title: 'Das Elektroauto', content_text: 'Das Elektroauto und sein Benzin.' },
    { title: '电动汽车', content_text: '电动汽车不需要汽油。' },
  ];
  const { stdout, status } = await run('keywords', [], { input: input.map((record) => `${JSON.stringify(record)}\n`).join('') });
  assert.equal(status, 0);
  const firsts = stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as Found).keywords[0]!.phrase);
  assert.deepEqual(firsts, ['electric car', 'Elektroauto', '电动汽车']);
});

const corpus = ['solar power', 'solar wind', 'solar eclipse and tortoise'].map(
  (title) => `{"title":"${title}","language":"en"}\n`,
);

test('tfidf without --df counts all records first, and gives them back as they came', async () => {
  const { stdout, stderr, status } = await run('keywords', ['--method', 'tfidf', '--max-words', '1', '--allow-rejects'], {
    input: `${corpus.join('')}no record\n`,
  });
  const lines = stdout.split('\n').slice(0, -1);
  assert.deepEqual(
    lines.map((line) => `${line.replace(/,"keywords":.*/, '}')}\n`),
    corpus,
  );
  const last = (JSON.parse(lines[2]!) as Found).keywords;
  assert.deepEqual(phrases(last).toSorted(), ['eclipse', 'solar', 'tortoise']);
  assert.equal(last.at(-1)!.phrase, 'solar');
  assert.match(stderr, /^keywords: stdin:4: /);
  assert.equal(status, 0);
});

test('--df-out writes a table, --df uses it, and several tables are merged', async (t) => {
  const file = (name: string) => join(scratch(t), name);
  const [one, two, both, all] = ['one.df', 'two.df', 'both.df', 'all.df'].map(file);
  await run('keywords', ['--df-out', one!], { input: corpus[0] });
  await run('keywords', ['--method', 'rake', '--df-out', two!], { input: corpus.slice(1).join('') });
  const merged = await run('keywords', ['--df', one!, '--df', two!, '--df-out', both!], { input: '' });
  assert.deepEqual([merged.status, merged.stdout, merged.stderr], [0, '', '']);
  const whole = await run('keywords', ['--method', 'tfidf', '--df-out', all!], { input: corpus.join('') });
  const counts = (path: string) => readFileSync(path, 'utf8').split('\n').toSorted();
  assert.deepEqual(counts(both!), counts(all!));
  const { stdout } = await run('keywords', ['--df', one!, '--df', two!], { input: corpus.join('') });
  assert.equal(stdout, whole.stdout);
});

test('--df is refused for a method that has no use for it, and --rake-variant too', async (t) => {
  const file = join(scratch(t), 'a.df');
  writeFileSync(file, '');
  for (const args of [
    ['--method', 'yake', '--df', file],
    ['--method', 'yake', '--rake-variant', 'paper'],
  ]) {
    assert.equal((await run('keywords', args, { input: '' })).status, 2);
  }
});

test('--lang takes codes of languages alone', async () => {
  for (const code of ['xx', 'english', '1']) {
    const { status, stdout, stderr } = await run('keywords', ['--lang', code], { input: '{"title":"a text"}\n' });
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, new RegExp(`--lang ${code}: not a language code`));
  }
});
