import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eld } from 'eld/small';
import { averages, languages, tables } from '../../../src/lib/language/language-model.mjs';
import { NgramModel } from '../../../src/lib/language/ngrams.ts';

const model = new NgramModel(languages.length, tables);

const texts = [
  'The council approved the new budget after a long debate on Tuesday evening',
  "L'assemblée n'a pas voté aujourd’hui ‘‘d'accord''",
  'Consiliul a aprobat noul buget și îl trimite în țară',
  'Городской совет одобрил новый бюджет после долгих дебатов',
  'מועצת העיר אישרה את התקציב החדש',
  'नगर परिषद ने मंगलवार की शाम नए बजट को मंज़ूरी दी',
  '市议会周二晚间经过长时间辩论后批准了新预算。'.repeat(4),
  'สภาเทศบาลอนุมัติงบประมาณใหม่หลังการอภิปรายอันยาวนาน',
  'a b c',
  'xyz',
  `${'w'.repeat(69)} ${'w'.repeat(70)} ${'w'.repeat(71)} the end`,
  `${'ab '.repeat(117)}the budget`,
  '🙂 12:30 — 2026 ok',
  '   ',
  '',
];

describe('NgramModel', () => {
  for (const text of texts) {
    it(`scores ${JSON.stringify(text.slice(0, 30))} as eld does`, () => {
      const { count, first } = model.read(text);
      const mean = (sum: number) => sum / count;
      const scores = languages
        .map((language, index) => [language, mean(model.sums[index] ?? 0)] as const)
        .filter(([, score]) => score > 0)
        .map(([language, score]) => [language, score / (score + 25)]);
      const told = eld.detect(text);
      assert.equal(languages[first] ?? '', told.language);
      assert.deepEqual(Object.fromEntries(scores), told.getScores());
    });
  }

  it('knows for each language what its texts score on average', () => {
    assert.equal(averages.length, languages.length);
    assert.ok(averages.every((average) => average > 0.7 && average < 0.9));
  });
});
