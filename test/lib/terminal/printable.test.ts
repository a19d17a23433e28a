import assert from 'node:assert/strict';
import { it } from 'node:test';
import { cutToColumns, printable, printableJson } from '../../../src/lib/terminal/index.ts';

it('printable shows what a terminal would act on, and leaves all else', () => {
  assert.equal(printable('\u001b]0;x\u0007 \u009b31m \n\t\u007f'), '\\x1b]0;x\\x07 \\x9b31m \\x0a\\x09\\x7f');
  assert.equal(printable('\u202egnp.exe \u2066\u200f\u061c'), '\\u202egnp.exe \\u2066\\u200f\\u061c');
  assert.equal(printable('naïve 日本語 😀 عربي'), 'naïve 日本語 😀 عربي');
});

it('printableJson means the same, and has nothing that a terminal would act on', () => {
  const value = { 'a\u009b31m': 'b\u007f\u202e\u001b[2J日本' };
  const text = printableJson(value);
  assert.equal(text, '{"a\\u009b31m":"b\\u007f\\u202e\\u001b[2J日本"}');
  assert.deepEqual(JSON.parse(text), value);
});

for (const [line, columns, shown] of [
  ['abcdef', 6, 'abcdef'],
  ['abcdefg', 6, 'abcde…'],
  ['日本語', 6, '日本語'],
  ['日本語x', 6, '日本…'],
  ['a日本語', 6, 'a日本…'],
  ['한국어 한국어', 7, '한국어…'],
  ['e\u0301e\u0301e\u0301', 3, 'e\u0301e\u0301e\u0301'],
  ['e\u0301e\u0301e\u0301e\u0301', 3, 'e\u0301e\u0301…'],
  ['😀😀😀', 5, '😀😀…'],
  ['ｆｕｌｌ', 4, 'ｆ…'],
] as const) {
  it(`cutToColumns shows ${JSON.stringify(line)} in ${columns} columns as ${JSON.stringify(shown)}`, () => {
    assert.equal(cutToColumns(line, columns), shown);
  });
}
