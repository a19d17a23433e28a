import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kind, kindAt, lowerAt } from '../../../src/lib/text/characters.ts';

/** By kind: what its characters are. Of a unit that fits several, the first decides. */
const kinds: [number, RegExp][] = [
  [kind.newline, /^[\n\u2028\u2029]$/u],
  [kind.space, /^[\s\p{Cc}\u200b\u2060]$/u],
  [kind.terminator, /^[.!?…。！？｡．؟۔।॥։‼⁇⁈⁉]$/u],
  [kind.symbol, /^[\ufe00-\ufe0f\u20e3]$/u],
  [kind.digit, /^\p{Nd}$/u],
  [kind.dense, /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\u30fc\uff70]$/u],
  [kind.mark, /^[\p{M}\u00ad\u200c\u200d]$/u],
  [kind.upper, /^[\p{Lu}\p{Lt}]$/u],
  [kind.letter, /^[\p{L}\p{N}]$/u],
];

describe('kindAt and lowerAt', () => {
  it('agree with Unicode on every unit that is a character', () => {
    for (let unit = 0; unit < 0xffff; unit++) {
      if (unit >= 0xd800 && unit < 0xe000) continue;
      const character = String.fromCharCode(unit);
      const expected = kinds.find(([, pattern]) => pattern.test(character))?.[0] ?? kind.symbol;
      assert.equal(kindAt(unit), expected, `kind of U+${unit.toString(16)}`);
      if ([0x2019, 0x02bc, 0x2010, 0x2011].includes(unit)) continue;
      assert.equal(lowerAt(unit), character.toLowerCase().charCodeAt(0), `lower case of U+${unit.toString(16)}`);
    }
  });
});
