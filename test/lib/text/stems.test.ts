import assert from 'node:assert/strict';
import test from 'node:test';
import { stemmerOf } from '../../../src/lib/text/stems.ts';

const pairs: [language: string, one: string, other: string][] = [
  ['en', 'network', 'networks'],
  ['de', 'haus', 'häuser'],
  ['fr', 'réseau', 'réseaux'],
  ['es', 'noticia', 'noticias'],
  ['ru', 'новость', 'новости'],
  ['it', 'giornale', 'giornali'],
  ['sv', 'tidning', 'tidningar'],
  ['tr', 'haber', 'haberler'],
  ['fi', 'uutiset', 'uutisen'],
];
for (const [language, one, other] of pairs) {
  test(`stems: ${one} and ${other} have one in ${language}`, async () => {
    const stem = await stemmerOf(language);
    assert.equal(stem(one), stem(other));
  });
}

test('stems: a language without a stemmer keeps its words', async () => assert.equal((await stemmerOf('xx'))('words'), 'words'));
