import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeSentiment } from '../../../../src/lib/enrich/builtin/sentiment.ts';

const sentiment = await makeSentiment({});
const label = (content_text: string, more = {}) => (sentiment({ content_text, ...more }) as { label?: string } | null)?.label;

describe('sentiment', () => {
  for (const [text, expected] of [
    ['I love this wonderful phone', 'positive'],
    ['A terrible, boring film', 'negative'],
    ['The council met on Tuesday', 'neutral'],
    ['This is not good', 'negative'],
    ['It isn’t bad at all', 'positive'],
    ['No. It is good', 'positive'],
    ['', 'neutral'],
    ['constructor toString __proto__', 'neutral'],
  ] as const) {
    it(`of ${JSON.stringify(text)} is ${expected}`, () => assert.equal(label(text), expected));
  }

  it('is between -1 and 1', () => {
    const { score } = sentiment({ content_text: 'awful '.repeat(10_000) }) as { score: number };
    assert.ok(score >= -1 && score < -0.99);
  });

  it('of a long text is the mean over its sentences, and does not saturate', () => {
    const scoreOf = (content_text: string) => (sentiment({ content_text }) as { score: number }).score;
    const mixed = 'This is good. That is bad. The council met. '.repeat(200);
    assert.ok(Math.abs(scoreOf(mixed)) < 0.1, `${scoreOf(mixed)}`);
    assert.equal(scoreOf('It is good. '.repeat(500)), scoreOf('It is good.'));
    assert.equal(scoreOf('It is good.\n\nIt is good'), scoreOf('It is good.'));
    assert.ok(scoreOf('It is good. The council met on Monday, on Tuesday, and on Friday.') < scoreOf('It is good.'));
  });

  it('is null for a text that is said to be in another language', () => {
    assert.equal(sentiment({ content_text: 'die gute Nachricht', language: 'de-AT' }), null);
    assert.equal(
      sentiment({ content_text: 'die gute Nachricht', language: 'en', enrichments: { lang: { language: 'de' } } }),
      null,
    );
    assert.equal(label('good news', { language: 'en-GB', enrichments: { lang: { language: 'und' } } }), 'positive');
  });
});
