import assert from 'node:assert/strict';
import test from 'node:test';
import { Lexicon } from '../../../src/lib/text/lexicon.ts';
import { gap, Words } from '../../../src/lib/text/words.ts';

/** The words of a text with what stands between them: nothing `~`, white space ` `, a mark ` | `, the end of a sentence ` || `. */
function shown(text: string): string {
  const words = new Words(new Lexicon());
  words.scan(text);
  const between: Record<number, string> = { [gap.none]: '~', [gap.space]: ' ', [gap.mark]: ' | ', [gap.sentence]: ' || ' };
  let out = '';
  for (let i = 0; i < words.count; i++)
    out += (i === 0 ? '' : between[words.gaps[i] ?? -1]) + text.slice(words.starts[i], words.ends[i]);
  return out;
}

const cases: [name: string, text: string, words: string][] = [
  ['white space of any kind is one gap', 'one\t two\u00a0 three', 'one two three'],
  ['punctuation ends a phrase', 'red, (green) "blue" - black/white', 'red | green | blue | black | white'],
  ['full stops, question and exclamation marks end a sentence', 'One. Two? Three! four', 'One || Two || Three || four'],
  ['days of a month end no sentence', 'Am 3. Mai und 17. mai. Ende', 'Am 3 | Mai und 17 | mai || Ende'],
  ['ordinals end no sentence', 'Der 2. Weltkrieg, im 19. Jahrhundert', 'Der 2 | Weltkrieg | im 19 | Jahrhundert'],
  ['numbers of a list end no sentence', '1. Open it. 2. Close it', '1 | Open it || 2 | Close it'],
  ['a number ends a sentence', 'It was 12. Then 2004. Now', 'It was 12 || Then 2004 || Now'],
  ['letters with full stops end no sentence', 'Obst, z. B. Äpfel, d. h. viel', 'Obst | z | B Äpfel | d | h | viel'],
  [
    'abbreviations of other languages end no sentence',
    'Kosten ggf. Steuern, np. Kraków, стр. Пять',
    'Kosten ggf | Steuern | np | Kraków | стр | Пять',
  ],
  ['an ellipsis ends a sentence only before a capital', 'maybe… not... yet… Or', 'maybe | not | yet || Or'],
  ['a missing space behind a full stop still ends a phrase', 'end.Next', 'end | Next'],
  ['names and acronyms keep their dots', 'The U.S. Army uses node.js, e.g. here', 'The U.S. Army uses node.js | e.g. here'],
  ['abbreviations and initials end no sentence', 'Mr. Smith met J. Doe vs. Inc. today', 'Mr Smith met J Doe vs Inc today'],
  ['numbers keep their marks', '1,234.56 and 3.5 but 1,2', '1,234.56 and 3.5 but 1 | 2'],
  ['apostrophes and hyphens are inside words', 'don’t state-of-the-art', 'don’t state-of-the-art'],
  ['a possessive is no part of a word', "the company's plan, Beers’s mines", 'the company plan | Beers mines'],
  ['signs of languages and firms', 'C++ and C# at AT&T', 'C++ and C# at AT&T'],
  ['addresses are passed over', 'see https://example.org/a?b=c and me@example.org now', 'see | and | now'],
  ['emoji are no words', 'good ❤️ day 👍🏽 all', 'good | day | all'],
  ['a wrapped line goes on', 'solar\npower plant\nNew heading\n\nlast', 'solar power plant | New heading || last'],
  ['Chinese is cut into words', '我爱北京天安门。今天', '我~爱~北京~天安门 || 今天'],
  ['Thai is cut into words', 'ภาษาไทยง่าย', 'ภาษา~ไทย~ง่าย'],
  ['a space in Thai ends a clause', 'ภาษาไทย ง่าย', 'ภาษา~ไทย | ง่าย'],
  ['Latin letters inside Chinese are a word', '新iPhone手机', '新~iPhone~手机'],
  ['letters beyond the basic plane', '𝐛𝐨𝐥𝐝 𞤀𞤁', '𝐛𝐨𝐥𝐝 𞤀𞤁'],
  ['Hindi keeps its vowel signs', 'हिन्दी भाषा। अब', 'हिन्दी भाषा || अब'],
  ['no letters at all', '!!! ... --- ===', ''],
  ['nothing', '', ''],
];

for (const [name, text, words] of cases) test(`words: ${name}`, () => assert.equal(shown(text), words));

test('words: letter case is folded, one number for all spellings', () => {
  const lexicon = new Lexicon();
  const words = new Words(lexicon);
  words.scan("Straße STRASSE straße Ärger ärger ÄRGER İstanbul don’t don't");
  const [lower, double, same, ...rest] = words.ids.subarray(0, words.count);
  assert.equal(lower, same);
  assert.notEqual(lower, double);
  assert.equal(rest[0], rest[1]);
  assert.equal(rest[0], rest[2]);
  assert.equal(lexicon.word(rest[3] ?? -1), 'istanbul');
  assert.equal(rest[4], rest[5]);
});

test('words: more words than the arrays begin with', () => {
  const lexicon = new Lexicon();
  const words = new Words(lexicon);
  words.scan(Array.from({ length: 20_000 }, (_, i) => `word${i}`).join(' '));
  assert.equal(words.count, 20_000);
  assert.equal(lexicon.word(words.ids[19_999] ?? -1), 'word19999');
  assert.equal(lexicon.internWord('WORD7'), words.ids[7]);
});

test('words: a run of more than 100 letters is data', () => {
  assert.equal(shown(`a ${'x'.repeat(100)} b`).length, 104);
  assert.equal(shown(`a ${'x'.repeat(1 << 20)} b`), 'a | b');
  assert.equal(shown(`a ${"x'".repeat(1 << 20)} b`), 'a | b');
});
