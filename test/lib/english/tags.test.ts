import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import { loadTagger, tag } from '../../../src/lib/english/tags.ts';
import { Lexicon } from '../../../src/lib/text/lexicon.ts';
import { Words } from '../../../src/lib/text/words.ts';

const tagNames: Record<string, keyof typeof tag> = {
  NOUN: 'noun',
  PROPN: 'name',
  ADJ: 'adjective',
  VERB: 'verb',
  NUM: 'number',
  ADP: 'adposition',
  ADV: 'adverb',
  DET: 'determiner',
};

const wink = winkNLP(model, ['pos']);
const words = new Words(new Lexicon());
const tagger = await loadTagger();

/** What wink says of a text whose words stand apart by spaces. */
function winkTags(text: string): [string, string][] {
  const tokens = wink.readDoc(text).tokens();
  const values = tokens.out(wink.its.value) as string[];
  const parts = tokens.out(wink.its.pos) as unknown as string[];
  return values.flatMap((value, i) =>
    /^[.,]$/.test(value) ? [] : [[value, tagNames[parts[i] ?? ''] ?? 'other'] as [string, string]],
  );
}

function ourTags(text: string): [string, string][] {
  words.scan(text);
  const names = Object.entries(tag);
  return Array.from(tagger.tags(text, words), (number, i) => [
    text.slice(words.starts[i], words.ends[i]),
    names.find(([, known]) => known === number)?.[0] ?? '',
  ]);
}

const texts = [
  'The council approved the new budget after a long debate on Tuesday , and nobody objected . It was a surprise',
  'I saw that . That is what I saw . As promised , here is the report of the past',
  'He will book a flight , read the book and fly to Paris with the fly',
  'Fed raises rates . Stocks fall as markets fear what comes next',
  'She has been running a running club since 2004 with 35 people',
  'Microsoft and OpenAI sign a deal worth 10 billion dollars with the FTP and the BBC',
  'the Pixelarium quickly frobnicated its gizmotrons , a zorbable anti zorb of Zorbistan and the Zorbington',
  'You cannot say that they dont know what they wont do',
  'On the 2nd and 21st of May at 10am we met in the 1990s near B2B iPhone17 HQ',
  'Café Müller in Łódź and Москва serve crème brûlée',
  'colour and color , grey and gray , the best of the worst',
  'to be or not to be , that is the question . All work and no play',
  'A B C d e f',
  'Running',
];

describe('Tagger', () => {
  for (const text of texts) {
    it(`tags as wink does: ${text.slice(0, 40)}`, () => {
      assert.deepEqual(
        ourTags(text).map(([, name]) => name),
        merged(text, winkTags(text)),
      );
    });
  }

  /** wink makes several tokens of some words: the last one is the word's head. */
  function merged(text: string, tagged: [string, string][]): string[] {
    let at = 0;
    return text
      .split(/[\s.,]+/)
      .filter(Boolean)
      .map((word) => {
        let name = '';
        for (let rest = word.length; rest > 0 && at < tagged.length; at++) {
          rest -= tagged[at]?.[0].length ?? rest;
          name = tagged[at]?.[1] ?? '';
        }
        return name;
      });
  }

  it('tags each word of the model as wink does where it stands alone', () => {
    const { list } = ((model.core as () => unknown)() as { features: { lexeme: { list: string[] } } }).features.lexeme;
    const sample = list.filter((word, i) => i % 61 === 0 && /^[a-z]{2,}$/i.test(word) && !/n.?t$/i.test(word));
    const different = sample.filter((word) => ourTags(word).at(-1)?.[1] !== winkTags(word).at(-1)?.[1]);
    assert.ok(sample.length > 1000);
    assert.deepEqual(different, []);
  });

  it('remembers nothing of words whose numbers were given to others', () => {
    const lexicon = new Lexicon();
    const forgetful = new Words(lexicon);
    forgetful.scan('quickly ran');
    const before = [...tagger.tags('quickly ran', forgetful)];
    lexicon.clear();
    forgetful.scan('table ran');
    assert.notDeepEqual([...tagger.tags('table ran', forgetful)], before);
    forgetful.scan('quickly ran');
    assert.deepEqual([...tagger.tags('quickly ran', forgetful)], before);
  });
});
