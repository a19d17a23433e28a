import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Matcher } from '../../../../src/lib/enrich/match/matcher.ts';
import { parseTerms } from '../../../../src/lib/enrich/match/terms.ts';

const plain = { whole: false, exact: false, prefix: '' };

function match(list: string, text: string, defaults = plain): string[] {
  const matches = new Matcher(parseTerms(list, defaults)).match(text);
  return matches.map(
    ({ term, count, offsets }) => `${term.name}×${count}:${offsets.map(([start, end]) => text.slice(start, end)).join('|')}`,
  );
}

const cases: [name: string, list: string, text: string, result: string[]][] = [
  ['finds a word in any case', 'rust', 'Rust, RUST and trust', ['rust×3:Rust|RUST|rust']],
  ['finds whole words', '{"term":"rust","word":true}', 'Rust, RUST and trust, rusty, rust_2', ['rust×2:Rust|RUST']],
  [
    'knows the letters of every script at the edge of a word',
    '{"term":"art","word":true}',
    'ärt art artß árt art́ art',
    ['art×2:art|art'],
  ],
  ['finds words written without spaces', '東京', '東京都は東京', ['東京×2:東京|東京']],
  ['finds in one letter case', '{"term":"US","case":true,"word":true}', 'US us U.S.', ['US×1:US']],
  ['finds at the start', '{"term":"breaking","start":true}', ' Breaking: breaking', ['breaking×1:Breaking']],
  ['finds at the end', '{"term":"end","end":true}', 'The end is the end \n', ['end×1:end']],
  [
    'takes a prefix where there is one',
    '{"term":"rust","prefix":"#@","word":true}',
    '#rust @Rust rust !rust',
    ['rust×4:#rust|@Rust|rust|rust'],
  ],
  ['finds a term that overlaps itself once', 'aa', 'aaaaa', ['aa×2:aa|aa']],
  [
    'finds phrases, longer and shorter',
    'climate\nclimate change',
    'Climate change',
    ['climate×1:Climate', 'climate change×1:Climate change'],
  ],
  ['takes apostrophes as they come', "don't", 'I don’t', ["don't×1:don’t"]],
  ['runs patterns', '/colou?rs?/i\n/\\d{4}/', 'Colors of 1984, colour', ['/colou?rs?/i×2:Colors|colour', '/\\d{4}/×1:1984']],
  [
    'keeps marks that patterns have a meaning for',
    'c++\n.net\n(x)',
    'C++ and .NET (x) cnet',
    ['c++×1:C++', '.net×1:.NET', '(x)×1:(x)'],
  ],
  ['names a term', '{"pattern":"rust(ed|ing)?","name":"Rust","word":true}', 'rusting rusted rusty', ['Rust×2:rusting|rusted']],
  ['passes over comments and blank lines', '# a list\n\n#\n#tag\n', 'a #tag', ['#tag×1:#tag']],
  ['finds nothing in nothing', 'a', '', []],
  [
    'finds composed characters by decomposed ones',
    'cafe\u0301',
    'A CAF\u00c9, a cafe\u0301',
    ['cafe\u0301×2:CAF\u00c9|cafe\u0301'],
  ],
  [
    'finds decomposed characters by composed ones',
    'caf\u00e9 au lait',
    'Cafe\u0301 au lait',
    ['caf\u00e9 au lait×1:Cafe\u0301 au lait'],
  ],
  ['gives offsets behind decomposed characters', 'end', 'e\u0301\u0323 \u1100\u1161\u11a8 n\u0303 end', ['end×1:end']],
  [
    'finds Hangul either way',
    '\ud55c\uad6d',
    '\u1112\u1161\u11ab\u1100\u116e\u11a8',
    ['\ud55c\uad6d×1:\u1112\u1161\u11ab\u1100\u116e\u11a8'],
  ],
  ['composes patterns and what they need', '/caf\u00e9s?/', 'two cafe\u0301s', ['/caf\u00e9s?/×1:cafe\u0301s']],
  ['does not find a letter whose mark it lacks', '{"term":"cafe","word":true}', 'cafe\u0301', []],
  [
    'takes any white space for the space of a term',
    'New York',
    'New York, New\nYork, new \u00a0\t york, New\u3000York, NewYork, New-York',
    ['New York×4:New York|New\nYork|new \u00a0\t york|New\u3000York'],
  ],
  ['takes a space in a term for any', 'a \t  b', 'a b', ['a \t  b×1:a b']],
  [
    'minds case across white space',
    '{"term":"New York","case":true,"word":true}',
    'New  York, New  york',
    ['New York×1:New  York'],
  ],
  ['finds whole words in Chinese', '{"term":"北京","word":true}', '我爱北京天安门', ['北京×1:北京']],
  ['finds no part of a Chinese word', '{"term":"京天","word":true}', '我爱北京天安门', []],
  [
    'finds whole words in Japanese and Thai',
    '{"term":"予算","word":true}\n{"term":"งบประมาณ","word":true}',
    '新しい予算を承認 สภาอนุมัติงบประมาณใหม่',
    ['予算×1:予算', 'งบประมาณ×1:งบประมาณ'],
  ],
  ['ends a word where another script begins', '{"term":"AI","word":true}', 'AI時代, AIs, 生成AI', ['AI×2:AI|AI']],
  ['steps over matches of nothing', '/x*/', 'axa', ['/x*/×1:x']],
];

describe('Matcher', () => {
  for (const [name, list, text, result] of cases) it(name, () => assert.deepEqual(match(list, text), result));

  it('has the defaults of the list for terms that do not say otherwise', () => {
    assert.deepEqual(
      match('rust\n{"term":"go","word":false}', 'trust #Rust #rust ago', { whole: true, exact: true, prefix: '#' }),
      ['rust×1:#rust', 'go×1:go'],
    );
  });

  for (const pattern of [
    '/(a+)+$/',
    '/(a|a)*$/',
    '/(?:a?){30}a{30}b/',
    '/^(\\w+\\s?)*$/',
    '/(a+)+\\1$/',
    '/(?=a)(?:a+)+$/i',
    '/a*a*a*a*a*b/',
  ]) {
    it(`gives up over ${pattern} instead of hanging`, () => {
      const matcher = new Matcher(parseTerms(pattern, plain));
      for (const length of [30, 5000]) {
        try {
          matcher.match(`${'a'.repeat(length)}!`);
        } catch (error) {
          assert.match((error as Error).message, /^the pattern .* takes more than 200 ms over a text of \d+ characters$/);
        }
      }
    });
  }

  it('loads 10,000 terms, and finds the last of them', () => {
    const list = Array.from({ length: 10_000 }, (_, i) => `term number ${i.toString(36)} of many`);
    assert.deepEqual(match(list.join('\n'), `x ${list[9999]} y`), [`${list[9999]}×1:${list[9999]}`]);
  });

  for (const [list, message] of [
    ['a\n/(/', /^line 2: Invalid regular expression/],
    ['{"term":""}', /^line 1: has no text/],
    ['{"term":"a","word":"yes"}', /^line 1: word is neither true nor false/],
    ['\n{"term":', /^line 2: /],
  ] as const) {
    it(`refuses the list ${JSON.stringify(list)}`, () => {
      assert.throws(() => parseTerms(list, plain), { message });
    });
  }
});
