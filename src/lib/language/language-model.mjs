// What eld's small model says, as flat tables. The build has this module made once and bundles what it exports: tables that take no
// time to load and a tenth of the memory of eld's own object, whose 81,000 members each hold an object.

import { SLOTS, slotOf } from './ngram-slots.mjs';

const ofEld = (path) => import(new URL(`../${path}`, import.meta.resolve('eld/small')).href);
const [{ ngramsData }, { dictionary }, { separators }, { avgScore }] = await Promise.all(
  ['ngrams/small.js', 'dictionary.js', 'regexPatterns.js', 'avgScore.js'].map(ofEld),
);

export const languages = Object.values(ngramsData.languages);
export const averages = languages.map((language) => avgScore[language]);
export const tables = pack(Object.entries(ngramsData.ngrams));

/** Letters of an alphabet that are too rare for the model to have met. Kurdish is written in two scripts. */
const rareLetters = {
  es: 'ü',
  et: 'šž',
  eu: 'ñç',
  fi: 'åšž',
  fr: 'æüÿ',
  it: 'íîóú',
  ku: 'çêîşû',
  nl: 'óöüèêç',
  no: 'ôòè',
  ru: 'ё',
  uk: 'ґ',
  ur: 'ژ',
  yo: 'ǹ',
};

/**
 * By language: its letters beyond ASCII, those that the model has met and the rare ones; null where the model has not met all: in other scripts than
 * Latin, Cyrillic and Arabic, and in Vietnamese.
 */
export const letters = languages.map((_, language) => lettersIn(language));

function lettersIn(language) {
  const bytes = new Map(Object.entries(dictionary).map(([byte, written]) => [written, Number(byte)]));
  const found = new Set();
  for (const [ngram, scores] of Object.entries(ngramsData.ngrams)) {
    if (!(language in scores)) continue;
    const text = Buffer.from([...ngram].map((character) => bytes.get(character) ?? character.charCodeAt(0))).toString();
    for (const letter of text.match(/[\p{L}]/gu) ?? []) if (letter > '\x7f') found.add(letter);
  }
  for (const letter of rareLetters[languages[language]] ?? '') found.add(letter);
  const all = [...found].sort().join('');
  return /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}\u0640]*$/u.test(all) && languages[language] !== 'vi'
    ? all
    : null;
}

/** @returns {Buffer} what `NgramModel` reads: a hash table of n-grams, and the lists of scores */
function pack(ngrams) {
  const lists = new Map();
  const entries = [];
  const keys = new Float64Array(SLOTS);
  const offsets = new Uint32Array(SLOTS);
  for (const [ngram, scores] of ngrams) {
    const key = keyOf(ngram);
    let slot = slotOf(key);
    while (keys[slot] !== 0) slot = (slot + 1) % SLOTS;
    keys[slot] = key;
    offsets[slot] = listOf(Object.entries(scores).flatMap(([language, score]) => [Number(language), score]));
  }
  return Buffer.concat(
    [keys, offsets, lettersOf(), bytesOf(), Uint8Array.from(entries)].map(({ buffer }) => Buffer.from(buffer)),
  );

  function listOf(list) {
    const name = list.join();
    if (!lists.has(name)) {
      lists.set(name, entries.length);
      entries.push(list.length / 2, ...list);
    }
    return lists.get(name);
  }
}

function keyOf(ngram) {
  return [...ngram].reduce((key, character) => key * 256 + character.charCodeAt(0), 0);
}

/** A bit for each UTF-16 unit: whether it is in a word. */
function lettersOf() {
  const bits = new Uint8Array(0x10000 / 8);
  for (let unit = 0; unit < 0x10000; unit++) {
    const character = String.fromCharCode(unit);
    // An apostrophe stays where a letter follows it.
    if (character.replace(separators, '') !== '' && !"'`\u2019".includes(character)) bits[unit >> 3] |= 1 << (unit & 7);
  }
  return bits;
}

/** What eld writes for each byte of UTF-8. */
function bytesOf() {
  return Uint8Array.from({ length: 256 }, (_, byte) => (byte < 0x80 ? byte : (dictionary[byte] ?? ' ').charCodeAt(0)));
}
