import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { detectLanguage, languageDetector } from '../../../src/lib/language/language.ts';

const detect = await languageDetector();

const sentences: [string, string][] = [
  ['en', 'The council approved the new budget after a long debate on Tuesday evening'],
  ['de', 'Der Stadtrat hat den neuen Haushalt nach langer Debatte am Dienstagabend beschlossen'],
  ['fr', 'Le conseil municipal a approuvé le nouveau budget après un long débat mardi soir'],
  ['es', 'El ayuntamiento aprobó el nuevo presupuesto tras un largo debate el martes por la noche'],
  ['pt', 'A câmara municipal aprovou o novo orçamento depois de um longo debate na noite de terça'],
  ['it', 'Il consiglio comunale ha approvato il nuovo bilancio dopo un lungo dibattito martedì sera'],
  ['nl', 'De gemeenteraad heeft de nieuwe begroting na een lang debat op dinsdagavond goedgekeurd'],
  ['sv', 'Kommunfullmäktige godkände den nya budgeten efter en lång debatt på tisdagskvällen'],
  ['pl', 'Rada miasta zatwierdziła nowy budżet po długiej debacie we wtorek wieczorem'],
  ['ru', 'Городской совет одобрил новый бюджет после долгих дебатов во вторник вечером'],
  ['ru', 'Первый снег лёг на перевал за одну ночь, утром я нашёл на тропе следы медведя, который ещё не выбрал себе берлогу'],
  ['uk', 'На ґанку ґрунтовної хати ґазда чекав на гостей, а ґава сиділа на дереві й дивилася на подвір’я'],
  ['no', 'Én for én fòr de ut på tur; òg de andre ville være med, så vi ble enige om å dra sammen i løpet av uken'],
  ['uk', 'Міська рада схвалила новий бюджет після тривалих дебатів у вівторок увечері'],
  ['ja', '市議会は火曜日の夜、長い議論の末に新しい予算を承認した'],
  ['zh', '市议会周二晚间经过长时间辩论后批准了新预算'],
  ['ko', '시의회는 화요일 저녁 긴 토론 끝에 새 예산을 승인했다'],
  ['ar', 'وافق مجلس المدينة على الميزانية الجديدة بعد نقاش طويل مساء الثلاثاء'],
  ['he', 'מועצת העיר אישרה את התקציב החדש לאחר דיון ארוך ביום שלישי בערב'],
  ['th', 'สภาเทศบาลอนุมัติงบประมาณใหม่หลังการอภิปรายอันยาวนาน'],
  ['km', 'សេចក្តីប្រកាសជាសកលស្តីពីសិទ្ធិមនុស្ស'],
];

describe('detectLanguage', () => {
  for (const [language, text] of sentences) {
    it(`tells ${language} from a sentence`, () => {
      const found = detect(text);
      assert.equal(found.language, language);
      assert.ok(found.confidence > 0.9 && found.confidence <= 1, `${found.confidence}`);
    });
  }

  for (const text of [
    '',
    '   ',
    '2026',
    '12:30 — 14:00',
    '🙂🙂',
    'https://example.org/the/weather/today',
    'ok',
    'a',
    '人民',
    'zzz qqq xxx',
  ]) {
    it(`answers und for ${JSON.stringify(text)}, which is too short to tell`, () => {
      assert.deepEqual(detect(text), { language: 'und', confidence: 0 });
    });
  }

  const hinted: [string, string, string[], string][] = [
    ['a hint settles a short text', 'Hello', ['en-US'], 'en'],
    ['a hint settles two scripts alike', '人民', ['zh-CN'], 'zh'],
    ['the first hint that fits counts', '人民', ['ru', 'ja'], 'ja'],
    ['a clear text wins over its hint', sentences[1]![1], ['en'], 'de'],
    [
      'a hint names what the model takes for another language',
      'Dewan kota menyetujui anggaran baru setelah debat panjang',
      ['id'],
      'id',
    ],
    ['a hint in another script is of no use', 'ok', ['ja'], 'und'],
    ['a hint does not stand for a text without letters', '2026', ['en'], 'und'],
    ['what is no tag is no hint', 'ok', ['', 'English', 'x-klingon'], 'und'],
    ['an old tag counts as the new one', 'שלום', ['iw'], 'he'],
  ];
  for (const [name, text, hints, language] of hinted) {
    it(name, () => assert.equal(detect(text, hints).language, language));
  }

  // Languages that the model does not know, and what it takes them for.
  const neighbours: [language: string, not: string, text: string][] = [
    ['id', 'ms', 'Dewan kota menyetujui anggaran baru setelah debat panjang pada hari Selasa karena pemerintah'],
    ['ms', 'id', 'Majlis bandaraya meluluskan belanjawan baharu selepas perdebatan panjang kerana kerajaan negeri'],
    ['af', 'nl', 'Die stadsraad het die nuwe begroting na lang debat goedgekeur en dit is nie vir almal nie'],
    ['ne', 'hi', 'नगर परिषद्ले लामो बहस पछि नयाँ बजेट स्वीकृत गरेको छ र सबै व्यक्तिलाई यो महत्वपूर्ण छ'],
  ];
  for (const [language, not, text] of neighbours) {
    it(`tells ${language} from ${not} by its words, and minds no hint against them`, () => {
      assert.equal(detect(text).language, language);
      assert.equal(detect(text, [not]).language, language);
    });
  }

  for (const [name, text] of [
    ['Kazakh', 'Қалалық кеңес ұзақ пікірталастан кейін жаңа бюджетті бекітті'],
    ['Mongolian', 'Хотын зөвлөл удаан маргааны дараа мягмар гарагийн орой шинэ төсвийг баталлаа'],
    ['Pashto', 'د ښار شورا د سه شنبې په ماښام له اوږده بحث وروسته نوې بودیجه تصویب کړه'],
    ['Somali', 'Golaha magaaladu waxay ansixiyeen miisaaniyadda cusub ka dib dood dheer habeenkii Talaadada'],
  ] as const) {
    it(`answers und for ${name}, which the model does not know, also where a hint claims another language`, () => {
      assert.equal(detect(text).language, 'und');
      assert.equal(detect(text, ['en', 'ru', 'ar']).language, 'und');
    });
  }

  it('looks past addresses and a beginning that does not tell', () => {
    const text = `https://example.org/a/b ${'xqz vbn '.repeat(44)} ${sentences[2]![1]}. ${sentences[2]![1]}`;
    assert.equal(detect(text).language, 'fr');
  });

  it('takes time for a beginning only, however long the text', async () => {
    assert.equal((await detectLanguage(`${sentences[0]![1]} ${'x'.repeat(10_000_000)}`)).language, 'en');
  });
});
