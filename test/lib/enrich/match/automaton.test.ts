import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Automaton, Hits } from '../../../../src/lib/enrich/match/automaton.ts';

function found(words: string[], text: string): string[] {
  const hits = new Hits();
  new Automaton(words).scan(text, hits);
  return Array.from({ length: hits.count }, (_, i) => `${words[hits.words[i]!]} ${hits.ends[i]}`).sort();
}

/** The same by a regular expression for each word, tried at each offset. */
function expected(words: string[], text: string): string[] {
  const all: string[] = [];
  for (const word of new Set(words.map((each) => each.toLowerCase()))) {
    const pattern = new RegExp(word.replaceAll(' ', '\\s+'), 'iy');
    for (let from = 0; from < text.length; from++) {
      pattern.lastIndex = from;
      if (!pattern.test(text)) continue;
      all.push(`${words.findLast((each) => each.toLowerCase() === word)} ${pattern.lastIndex}`);
    }
  }
  return all.sort();
}

describe('Automaton', () => {
  it('finds words inside of words and overlapping ones', () => {
    assert.deepEqual(found(['he', 'she', 'his', 'hers'], 'ushers'), ['he 4', 'hers 6', 'she 4']);
  });

  const letters = fc.constantFrom('a', 'b', 'c', 'A', 'é', 'É', '語', ' ', '\n');
  it('finds what a search for each word finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: letters, minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 30 }),
        fc.string({ unit: letters, maxLength: 60 }),
        (given, text) => {
          const words = given.map((word) => word.trim().replace(/\s+/g, ' ')).filter(Boolean);
          assert.deepEqual(found(words, text), expected(words, text));
        },
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
