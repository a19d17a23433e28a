import assert from 'node:assert/strict';
import test from 'node:test';
import { type JsonObject, parseFields } from '../../../src/lib/json/index.ts';
import {
  DocumentFrequencies,
  type Keyword,
  KeywordFinder,
  type KeywordSettings,
  methods,
} from '../../../src/lib/keywords/index.ts';

const defaults: KeywordSettings = {
  method: 'phrases',
  rakeVariant: 'default',
  language: 'auto',
  fields: parseFields('title,content_text'),
  stopWords: undefined,
  frequencies: new DocumentFrequencies(),
  counted: new DocumentFrequencies(),
  minScore: Number.NEGATIVE_INFINITY,
};

async function find(record: JsonObject, settings: Partial<KeywordSettings> = {}): Promise<Keyword[]> {
  return new KeywordFinder({ ...defaults, ...settings }).find(record);
}

const phrasesOf = (keywords: Keyword[]) => keywords.map(({ phrase }) => phrase);

const article = {
  language: 'en',
  title: 'Solar power stations in the desert',
  content_text: `Engineers have finished three solar power stations in the desert. The stations store heat in molten salt, so a solar
power station can sell electricity at night. Molten salt is cheap, says Maria Lopez of the Desert Energy Agency. Critics of the agency
fear for desert tortoises. The Desert Energy Agency promises to count the tortoises each year.`,
};

test('every method finds what an article is about, best first', async () => {
  for (const method of methods) {
    const keywords = await find(article, { method });
    assert.ok(keywords.length > 5 && keywords.length <= 10, method);
    assert.match(phrasesOf(keywords).join('; '), /solar power/i, method);
    const scores = keywords.map(({ score }) => score);
    assert.deepEqual(
      scores,
      scores.toSorted((a, b) => b - a),
      method,
    );
    assert.ok(
      scores.every((score) => Number.isFinite(score) && score > 0),
      method,
    );
  }
});

test('phrases are noun phrases as they are written, plurals folded', async () => {
  const found = phrasesOf(await find(article));
  assert.ok(
    found
      .slice(0, 3)
      .map((phrase) => phrase.toLowerCase())
      .includes('solar power stations'),
  );
  assert.ok(found.includes('Desert Energy Agency'));
  assert.ok(found.includes('molten salt') || found.includes('Molten salt'));
  assert.equal(new Set(found.map((phrase) => phrase.toLowerCase().replace(/s$/, ''))).size, found.length);
  assert.ok(!found.some((phrase) => /^(the|so|promises|says)\b|\b(of|at)$/i.test(phrase)), found.join('; '));
});

test('scores of phrases are likelihoods, and those of a record do not depend on the records before it', async () => {
  const finder = new KeywordFinder(defaults);
  const first = await finder.find(article);
  for (let i = 0; i < 20; i++) await finder.find({ language: 'en', content_text: `Other text ${i} about zebra${i} crossings.` });
  assert.deepEqual(await finder.find(article), first);
  assert.ok(first.every(({ score }) => score > 0 && score < 1));
});

const spellings: [name: string, text: string, expected: string][] = [
  ['the most frequent spelling', 'He likes Open Source. We like open source, and open source likes us.', 'open source'],
  ['the singular where it is more frequent', 'A neural network. The neural network. Two neural networks.', 'neural network'],
  ['names with their dots', 'The U.S. Navy has ships. The U.S. Navy sails.', 'U.S. Navy'],
  ['words that go across a line', 'The electric\ncar is here. The electric car is fast.', 'electric car'],
];
for (const [name, content_text, expected] of spellings) {
  test(`phrases shows ${name}`, async () => {
    assert.ok(phrasesOf(await find({ content_text, language: 'en' })).includes(expected));
  });
}

const languages: [language: string, text: string, expected: string][] = [
  [
    'de',
    'Die Bundesregierung plant neue Windkraftanlagen. Windkraftanlagen sollen auch im Wald stehen, sagt die Bundesregierung.',
    'Windkraftanlagen',
  ],
  [
    'fr',
    'Le changement climatique menace les glaciers. Les glaciers fondent à cause du changement climatique.',
    'changement climatique',
  ],
  ['es', 'El cambio climático amenaza a los glaciares. Los glaciares se derriten por el cambio climático.', 'cambio climático'],
  ['ru', 'Изменение климата угрожает ледникам. Ледники тают из-за изменения климата.', 'изменения климата'],
  ['zh', '人工智能正在改变世界。人工智能的发展很快。企业正在使用人工智能技术。', '人工智能'],
  ['ja', '人工知能は世界を変えている。人工知能の研究が進んでいる。', '人工知能'],
  ['th', 'ปัญญาประดิษฐ์กำลังเปลี่ยนโลก ปัญญาประดิษฐ์มีประโยชน์มาก', 'ปัญญาประดิษฐ์'],
  ['ar', 'تغير المناخ يهدد الجليد. الجليد يذوب بسبب تغير المناخ.', 'تغير المناخ'],
  ['sr', 'Глечери се топе. Климатске промене прете. Глечери нестају због климатске промене.', 'Глечери'],
];
for (const [language, content_text, expected] of languages) {
  test(`phrases without a tagger: ${language}, named and detected`, async () => {
    const records: JsonObject[] = [{ content_text, language }, { content_text }];
    for (const record of records) {
      assert.ok(phrasesOf(await find(record)).includes(expected), phrasesOf(await find(record)).join('; '));
    }
  });
}

test('any number of languages may be claimed', async () => {
  const finder = new KeywordFinder({ ...defaults, method: 'rake' });
  for (let i = 0; i < 200; i++) {
    const language = `x${String.fromCharCode(97 + (i % 26))}${String.fromCharCode(97 + Math.floor(i / 26))}`;
    assert.deepEqual(phrasesOf(await finder.find({ language, title: 'Sonnenenergie' })), ['Sonnenenergie']);
  }
});

test('yake and tfidf score 0 to 1 and by rarity', async () => {
  for (const { score } of await find(article, { method: 'yake' })) assert.ok(score > 0 && score <= 1);
  const frequencies = new DocumentFrequencies();
  frequencies.add('en', 1000);
  frequencies.add('en', 900, 'solar');
  const [best] = await find({ language: 'en', title: 'solar. tortoise' }, { method: 'tfidf', frequencies });
  assert.equal(best?.phrase, 'tortoise');
  assert.equal(best?.score.toFixed(4), Math.log(1001 / 0.5).toFixed(4));
});

test('a count of documents knows the languages apart and each term once a document', async () => {
  const counted = new DocumentFrequencies();
  const finder = new KeywordFinder({ ...defaults, counted });
  await finder.count({ language: 'en', title: 'networks, a network and the 2020' });
  await finder.count({ language: 'en', title: 'Network' });
  await finder.count({ language: 'de', title: 'Netze' });
  await finder.count({});
  assert.deepEqual(
    [...counted.entries()],
    [
      { language: 'en', documents: 2 },
      { language: 'en', term: 'network', documents: 2 },
      { language: 'de', documents: 1 },
      { language: 'de', term: 'netz', documents: 1 },
    ],
  );
});

const hostile: [name: string, text: string, keywords: string[] | undefined][] = [
  ['emoji', '😀👍🏽❤️ '.repeat(2000), []],
  ['no letters', '12 34 !? -- '.repeat(2000), []],
  ['white space', ' \n\t'.repeat(5000), []],
  ['one word many times', 'spam '.repeat(50_000), ['spam']],
  ['one word in many sentences', 'Spam. '.repeat(50_000), ['Spam']],
  ['letters without a space', 'x'.repeat(1 << 20), []],
  ['halves of surrogate pairs', '\ud83d \udc4d '.repeat(1000), []],
  ['what is on every prototype', '__proto__ constructor toString hasOwnProperty', undefined],
];
for (const [name, content_text, expected] of hostile) {
  test(`every method answers to ${name}`, async () => {
    for (const method of methods) {
      const found = phrasesOf(await find({ content_text, language: 'en' }, { method }));
      if (expected) assert.deepEqual(found, expected, method);
      else assert.ok(found.length > 0, method);
    }
  });
}
