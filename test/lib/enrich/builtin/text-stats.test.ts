import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeTextStats } from '../../../../src/lib/enrich/builtin/text-stats.ts';

const stats = await makeTextStats({});
const of = (content_text: string, more = {}) => stats({ content_text, ...more }) as Record<string, number>;

describe('text-stats', () => {
  it('counts characters, not code units', () => assert.equal(of('a😀é').characters, 3));
  it('counts words and sentences', () =>
    assert.deepEqual([of('Dr. Smith left. Why? It rained!').words, of('Dr. Smith left. Why? It rained!').sentences], [6, 3]));
  it('counts words that are written without spaces', () => {
    const { words, sentences } = of('私は猫が好きです。犬も好きです。');
    assert.ok(words! >= 8 && words! <= 12, `${words}`);
    assert.equal(sentences, 2);
  });
  it('takes case for no difference between words', () => assert.equal(of('The the THE cat').type_token_ratio, 0.5));
  it('forgets one text over the next', () => {
    of('one two three');
    assert.equal(of('one two three').type_token_ratio, 1);
  });
  it('reads English as easily as it is', () => {
    const easy = of('The cat sat on the mat. It was a big cat.').flesch_reading_ease!;
    const hard = of(
      'The institutionalisation of multilateral organisational responsibilities necessitates considerable deliberation.',
    );
    assert.ok(easy > 90 && hard.flesch_reading_ease! < 0, `${easy}`);
  });
  it('has no reading ease for other languages', () => {
    assert.ok(!('flesch_reading_ease' in of('Der Hund ist in dem Haus und schläft')));
    assert.ok(!('flesch_reading_ease' in of('The cat sat on the mat', { language: 'fr' })));
  });
  it('takes the title where there is no text', () => assert.equal((stats({ title: 'Two words' }) as { words: number }).words, 2));
  it('counts nothing where there is nothing', () => {
    assert.deepEqual(stats({}), { characters: 0, words: 0, sentences: 0, reading_time_seconds: 0 });
  });
  it('takes the speed of reading it is told', async () => {
    const slow = await makeTextStats({ wpm: '60' });
    assert.equal((slow({ content_text: 'one two three' }) as { reading_time_seconds: number }).reading_time_seconds, 3);
  });
  it('takes 2 million characters without a space', () => assert.equal(of('語'.repeat(2_000_000)).characters, 2_000_000));
});
