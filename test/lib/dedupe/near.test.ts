import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MinHash, SimHash, type SimilarityIndex, shinglesOf, similarityOf } from '../../../src/lib/dedupe/index.ts';

let state = 1;
function random(below: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

const text = (words: number) => Array.from({ length: words }, () => `w${random(5000)}`);
const sketchOf = (nearness: SimilarityIndex, words: string[]) => nearness.sketch(shinglesOf(words.join(' ')));

test('a text has one shingle for each three words that follow one another, whatever case, punctuation and white space', () => {
  assert.equal(shinglesOf('one two three four').length, 2);
  assert.deepEqual(shinglesOf('One “two”, three –\n four!'), shinglesOf('one two three four'));
  assert.equal(shinglesOf('a b a b a b').length, 2);
  assert.equal(shinglesOf('two words').length, 1);
  assert.equal(shinglesOf(' … !').length, 0);
  assert.equal(shinglesOf('東京都の天気').length, 4);
  assert.notDeepEqual(shinglesOf('a b c'), shinglesOf('c b a'));
});

test('MinHash: the similarity is the share of the shorter text, unless it is much shorter', () => {
  const minhash = new MinHash(0.8);
  const whole = text(120);
  const cases: [words: string[], similarity: number][] = [
    [whole, 1],
    [whole.slice(0, 90), 1],
    [[...whole, ...text(60)], 1],
    [whole.slice(0, 30), 28 / 118],
    [text(120), 0],
  ];
  for (const [words, similarity] of cases) {
    const measured = similarityOf(sketchOf(minhash, whole), sketchOf(minhash, words));
    assert.ok(Math.abs(measured - similarity) < 0.01, `${measured} for ${similarity}`);
  }
});

test('MinHash: of long texts the similarity is known within 0.1', () => {
  const minhash = new MinHash(0.8);
  for (let times = 0; times < 50; times++) {
    const one = text(1500);
    const other = [...one.slice(0, 1000), ...text(500)];
    const measured = similarityOf(sketchOf(minhash, one), sketchOf(minhash, other));
    assert.ok(Math.abs(measured - 998 / 1498) < 0.1, String(measured));
  }
});

for (const [name, make] of [
  ['MinHash', (window?: number) => new MinHash(0.8, window)],
  ['SimHash', (window?: number) => new SimHash(0.8, window)],
] as [string, (window?: number) => SimilarityIndex][]) {
  test(`${name}: finds every text with one word changed among 3,000, and no other`, () => {
    const nearness = make();
    const texts = Array.from({ length: 3000 }, () => text(150));
    for (const [number, words] of texts.entries()) {
      const sketch = sketchOf(nearness, words);
      assert.equal(nearness.find(sketch), undefined);
      assert.equal(nearness.add(sketch), number);
    }
    for (let times = 0; times < 500; times++) {
      const number = random(texts.length);
      const edited = [...texts[number]];
      edited[random(edited.length)] = 'changed';
      const match = nearness.find(sketchOf(nearness, edited));
      assert.equal(match?.number, number);
      assert.ok(match.similarity >= 0.8 && match.similarity <= 1);
    }
  });

  test(`${name}: of several texts that are as near, the first one is found`, () => {
    const nearness = make();
    const sketch = sketchOf(nearness, text(50));
    for (let times = 0; times < 3; times++) nearness.add(sketch);
    assert.deepEqual(nearness.find(sketch), { number: 0, similarity: 1 });
  });

  test(`${name}: compares with the last texts of the window and no others`, () => {
    const nearness = make(10);
    const sketches = Array.from({ length: 45 }, () => sketchOf(nearness, text(40)));
    for (const [number, sketch] of sketches.entries()) {
      nearness.add(sketch);
      for (const [before, earlier] of sketches.slice(0, number + 1).entries()) {
        assert.equal(nearness.find(earlier)?.number, before > number - 10 ? before : undefined);
      }
    }
  });
}

test('MinHash: a notice that thousands of texts share makes none of them near', () => {
  const minhash = new MinHash(0.8);
  const notice = text(40);
  for (let number = 0; number < 3000; number++) {
    const sketch = sketchOf(minhash, [...text(100), ...notice]);
    assert.equal(minhash.find(sketch), undefined);
    minhash.add(sketch);
  }
});
