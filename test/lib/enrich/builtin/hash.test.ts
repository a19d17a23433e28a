import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeHash } from '../../../../src/lib/enrich/builtin/hash.ts';

const hash = await makeHash({});
const of = (content_text: string) => hash({ content_text }) as { sha256: string; simhash: string };

function distance(a: string, b: string): number {
  const bits = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  return bits.toString(2).replaceAll('0', '').length;
}

const story = Array.from({ length: 200 }, (_, i) => `word${(i * 7919) % 1000}`).join(' ');

describe('hash', () => {
  it('has the SHA-256 of the text', () => {
    assert.equal(of('abc').sha256, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('has a SimHash of 64 bits, near for near texts and far for others', () => {
    const { simhash } = of(story);
    assert.match(simhash, /^[0-9a-f]{16}$/);
    assert.equal(of(story.toUpperCase()).simhash, simhash);
    assert.ok(distance(of(story.replace('word', 'sword')).simhash, simhash) <= 8);
    assert.ok(distance(of(story.replaceAll('word', 'other')).simhash, simhash) > 16);
  });

  it('is null without a text', () => assert.equal(hash({ content_html: '<p>' }), null));
});
