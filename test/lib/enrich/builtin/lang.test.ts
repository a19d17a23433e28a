import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeLang } from '../../../../src/lib/enrich/builtin/lang.ts';

const lang = await makeLang({});
const of = (content_text: string, more = {}) => (lang({ content_text, ...more }) as { language: string }).language;

const swahili = 'Baraza la jiji liliidhinisha bajeti mpya baada ya mjadala mrefu Jumanne jioni';

describe('lang', () => {
  it('takes the hint of the item, then of the feed, for a text that is too short', () => {
    assert.equal(of('ok', { language: 'de', feed: { language: 'en' } }), 'de');
    assert.equal(of('ok', { feed: { language: 'en' } }), 'en');
  });

  it('answers und for a language that the model does not know, whatever other language the feed claims', () => {
    assert.equal(of(swahili), 'und');
    assert.equal(of(swahili, { feed: { language: 'en' } }), 'und');
    assert.equal(of(swahili, { feed: { language: 'sw' } }), 'sw');
  });

  it('says which package model=fasttext needs, and refuses other models', async () => {
    const installed = await import('fasttext.wasm.js' as string).then(
      () => true,
      () => false,
    );
    if (installed)
      assert.equal(((await makeLang({ model: 'fasttext' }))({ content_text: swahili }) as { language: string }).language, 'sw');
    else await assert.rejects(makeLang({ model: 'fasttext' }), /needs the package fasttext\.wasm\.js: npm install/);
    await assert.rejects(makeLang({ model: 'large' }), /model=large: not a model/);
  });
});
