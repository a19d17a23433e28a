import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { requiredLiterals } from '../../../../src/lib/enrich/match/literals.ts';

const cases: [pattern: RegExp, literals: string[] | undefined][] = [
  [/climate/, ['climate']],
  [/\bclimate\b/i, ['climate']],
  [/^climate change$/, ['climate change']],
  [/colou?r/, ['colo']],
  [/colou+r/, ['colou']],
  [/ab*c/, ['a']],
  [/ab{2,}cd/, ['bcd']],
  [/ab{0,2}cde/, ['cde']],
  [/cat|dog/, ['cat', 'dog']],
  [/(?:cat|dog)s/, ['cat', 'dog']],
  [/(cat|dog)?s/, ['s']],
  [/(?<pet>cat|mouse) house/, [' house']],
  [/gr[ae]y/, ['gr']],
  [/\d{4}/, undefined],
  [/\w+/, undefined],
  [/cat|\d/, undefined],
  [/(?=secret)x/, ['x']],
  [/(?<!not )allowed/, ['allowed']],
  [/a\.b/, ['a.b']],
  [/\x41\u0042\u{43}/u, ['ABC']],
  [/\p{Lu}rust/u, ['rust']],
  [/(a)\1xyz/, ['xyz']],
  [/[\]x]abc/, ['abc']],
  [/a.b/, ['a']],
  [/😀+x/u, ['😀x']],
];

describe('requiredLiterals', () => {
  for (const [pattern, literals] of cases) {
    it(`of ${pattern}`, () => assert.deepEqual(requiredLiterals(pattern.source, pattern.flags), literals));
  }

  it('are in whatever the pattern matches', () => {
    const pieces = fc.constantFrom(
      'a',
      'b',
      'ab',
      'b?',
      'a*',
      'c+',
      '(?:ab|c)',
      '(a|b)?',
      '(?:b)+',
      '[ab]',
      '.',
      '\\b',
      'a{2}',
      '(?=a)',
      '|',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 6 }),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 12 }),
        (parts, text) => {
          const pattern = new RegExp(parts.join(''));
          const literals = requiredLiterals(pattern.source, '');
          if (pattern.test(text) && literals) assert.ok(literals.some((literal) => text.includes(literal)));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
