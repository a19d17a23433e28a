import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Automaton, Hits } from '../../../../src/lib/enrich/match/automaton.ts';

function found(words: string[], text: string): string[] {
  const hits = new Hits();
  new Automaton(words).scan(text, hits);
  return Array.from({ length: hits.count }, (_, i) => `${words[hits.words[i]!]} ${hits.ends[i]}`).sort();
}

/** What there is to be found, by looking for each word on its own. */
function expected(words: string[], text: string): string[] {
  const all: string[] = [];
  const lower = words.map((word) => word.toLowerCase());
  for (const word of new Set(lower)) {
    const at = lower.lastIndexOf(word);
    for (let from = text.toLowerCase().indexOf(word); from >= 0; from = text.toLowerCase().indexOf(word, from + 1)) {
      all.push(`${words[at]} ${from + word.length}`);
    }
  }
  return all.sort();
}

describe('Automaton', () => {
  it('finds words inside of words and overlapping ones', () => {
    assert.deepEqual(found(['he', 'she', 'his', 'hers'], 'ushers'), ['he 4', 'hers 6', 'she 4']);
  });

  const letters = fc.constantFrom('a', 'b', 'c', 'A', 'é', 'É', '語', ' ');
  it('finds what a search for each word finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: letters, minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 30 }),
        fc.string({ unit: letters, maxLength: 60 }),
        (words, text) => assert.deepEqual(found(words, text), expected(words, text)),
      ),
      { numRuns: 500 },
    );
  });

  it('finds the same where there are too many states and letters for full tables', () => {
    const words = Array.from({ length: 6000 }, (_, i) => String.fromCharCode(0x4e00 + (i % 3000), 0x5e00 + i, 0x4e00 + (i % 7)));
    const text = words.filter((_, i) => i % 100 === 0).join('、');
    assert.deepEqual(
      found(words, text),
      expected(
        words.filter((word) => text.includes(word)),
        text,
      ),
    );
  });

  it('finds nothing where there is nothing to find', () => {
    assert.deepEqual(found(['a'], ''), []);
    assert.deepEqual(found([], 'abc'), []);
  });
});
