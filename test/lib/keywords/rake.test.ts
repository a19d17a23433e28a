import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { Langkit } from '../../../src/lib/keywords/langkit.ts';
import { Rake } from '../../../src/lib/keywords/rake.ts';
import { stopList } from '../../../src/lib/keywords/stoplist.ts';
import { Vocabulary } from '../../../src/lib/keywords/vocabulary.ts';
import { stemmerOf } from '../../../src/lib/text/stems.ts';

const all = { top: Number.POSITIVE_INFINITY, minScore: 0, maxWords: Number.POSITIVE_INFINITY };
const english = await stemmerOf('en');

async function rake(variant: 'default' | 'paper'): Promise<Rake> {
  return new Rake(new Vocabulary(await stopList('en', variant, undefined), english), variant === 'default');
}

const langkit = new Langkit(await stopList('en', 'langkit', undefined));
const fixtures = new URL('../../../../shared/fixtures/', import.meta.url);

function fixture(name: string): { skip: string } | { skip: false; data: Record<string, never> } {
  const file = new URL(name, fixtures);
  return existsSync(file) ? { skip: false, data: JSON.parse(readFileSync(file, 'utf8')) } : { skip: `${name} is not here` };
}

const seed = fixture('rake-seed.json');
test('langkit gives the phrases and scores of rake-seed.json', { skip: seed.skip }, () => {
  if (seed.skip !== false) return;
  const { text, keywords } = seed.data as unknown as { text: string; keywords: { phrase: string; score: number }[] };
  const found = new Map(langkit.extract([text], all).map(({ phrase, score }) => [phrase, score]));
  assert.deepEqual(found, new Map(keywords.map(({ phrase, score }) => [phrase, score])), 'compared as sets');
});

const paper = fixture('rake-paper.json');
test('paper gives the table of rake-paper.json', { skip: paper.skip }, async () => {
  if (paper.skip !== false) return;
  const { title, content_text, keywords } = paper.data as unknown as { title: string; content_text: string; keywords: unknown };
  const found = (await rake('paper')).extract([title, content_text], all).filter(({ score }) => score > 1);
  assert.deepEqual(
    found.map(({ phrase, score }) => ({ phrase, score: Number(score.toFixed(2)) })),
    keywords,
  );
});

const langkitCases: [name: string, text: string, phrases: string[]][] = [
  ['a phrase open at the end of a sentence is dropped', 'red brick houses', []],
  ['a full stop ends the last phrase', 'red brick houses.', ['red brick houses']],
  ['punctuation inside a token is deleted', 'the web-service runs, at last.', ['webservice runs', 'last']],
  ['typographic quotes are part of a token', '“quoted” words.', ['quoted words']],
  ['a comma before a digit splits nothing', '1,000 people.', ['1000 people']],
];
for (const [name, text, phrases] of langkitCases) {
  test(`langkit: ${name}`, () =>
    assert.deepEqual(
      langkit.extract([text], all).map(({ phrase }) => phrase),
      phrases,
    ));
}

test('langkit: numbers add nothing to the degree of a word', () => {
  assert.deepEqual(langkit.extract(['90 days.'], all), [{ phrase: '90 days', score: 2 }]);
});

test('rake: a phrase scores the sum of degree by frequency of its words', async () => {
  const found = (await rake('default')).extract(['Linux kernel. The Linux scheduler! A scheduler'], all);
  assert.deepEqual(found, [
    { phrase: 'Linux kernel', score: 4 },
    { phrase: 'Linux scheduler', score: 3.5 },
  ]);
});

const defaultCases: [name: string, fields: string[], phrases: string[]][] = [
  ['the last phrase needs no full stop', ['red brick houses'], ['red brick houses']],
  ['no phrase goes across two fields', ['solar', 'power'], ['solar', 'power']],
  ['ties keep the order of the text', ['zebra. apple. mango'], ['zebra', 'apple', 'mango']],
  ['the most frequent spelling is shown', ['The linux box. Linux, and Linux.', 'linux'].slice(0, 1), ['linux box', 'Linux']],
  ['plurals are one keyword', ['neural networks. A neural network'], ['neural networks']],
  ['a part that never stands alone is left out', ['new solar panel. that solar panel'], ['solar panel']],
  ['numbers alone are none', ['1999. 12,000. the 90 days'], ['90 days']],
  ['white space inside is one space', ['solar \t power\nplant'], ['solar power plant']],
  ['Chinese phrases have no spaces', ['人工智能的发展'], ['人工智能的发展']],
];
for (const [name, fields, phrases] of defaultCases) {
  test(`rake: ${name}`, async () => {
    assert.deepEqual(
      (await rake('default')).extract(fields, all).map(({ phrase }) => phrase),
      phrases,
    );
  });
}

test('rake: --top, --min-score and --max-words hold', async () => {
  const extractor = await rake('default');
  const text = ['red brick houses. green doors. windows'];
  assert.equal(extractor.extract(text, { ...all, top: 1 }).length, 1);
  assert.deepEqual(
    extractor.extract(text, { ...all, minScore: 4 }).map(({ score }) => score),
    [9, 4],
  );
  assert.deepEqual(
    extractor.extract(text, { ...all, maxWords: 2 }).map(({ phrase }) => phrase),
    ['green doors', 'windows'],
  );
});
