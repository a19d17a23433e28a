import assert from 'node:assert/strict';
import test from 'node:test';
import { languageCode } from '../../../src/lib/language/languages.ts';
import { stopWords } from '../../../src/lib/text/stopwords.ts';

const languages =
  `af ar bg bn ca cs da de el en eo es et eu fa fi fr ga gl gu ha he hi hr hu hy id it ja ko ku la lt lv mr ms nl no pl
  pt ro ru sk sl so sv sw th tl tr uk ur vi yo zh zu`.split(/\s+/);

test('stop words: of 56 languages, in lower case', async () => {
  for (const language of languages) {
    const words = await stopWords(language);
    assert.ok(words && words.length > 20, language);
    assert.deepEqual(
      words.filter((word) => word !== word.toLowerCase()),
      [],
      language,
    );
  }
});

const examples: [language: string, word: string][] = [
  ['en', 'the'],
  ['de', 'und'],
  ['fr', 'les'],
  ['es', 'porque'],
  ['ru', 'что'],
  ['zh', '的'],
  ['ja', 'これ'],
  ['ar', 'من'],
];
for (const [language, word] of examples) {
  test(`stop words: ${word} is one in ${language}`, async () => assert.ok((await stopWords(language))?.includes(word)));
}

test('stop words: none for a language without a list, whatever its name', async () => {
  for (const language of ['xx', 'constructor', '__proto__']) assert.equal(await stopWords(language), undefined);
});

const tags: [tag: string, code: string | undefined][] = [
  ['en-US', 'en'],
  ['PT_br', 'pt'],
  ['zh-Hant-TW', 'zh'],
  ['nb', 'no'],
  ['iw', 'he'],
  ['und', undefined],
  ['english', undefined],
  ['', undefined],
];
for (const [tag, code] of tags) test(`languageCode of ${JSON.stringify(tag)}`, () => assert.equal(languageCode(tag), code));
