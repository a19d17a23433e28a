import assert from 'node:assert/strict';
import { it } from 'node:test';
import { printable } from '../../../src/lib/io/index.ts';

it('printable shows what a terminal would act on, and leaves all else', () => {
  assert.equal(printable('\u001b]0;x\u0007 \u009b31m \n\t\u007f'), '\\x1b]0;x\\x07 \\x9b31m \\x0a\\x09\\x7f');
  assert.equal(printable('\u202egnp.exe \u2066\u200f'), '\\u202egnp.exe \\u2066\\u200f');
  assert.equal(printable('naïve 日本語 😀 عربي'), 'naïve 日本語 😀 عربي');
});
