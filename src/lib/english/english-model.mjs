// What wink's English model and `syllable` say of some 85,000 words, as flat tables. The build has this module made once and bundles
// what it exports: the tables load in 3 ms, where the packages take 150 ms and work out each word anew.

import { syllable } from 'syllable';
import model from 'wink-eng-lite-web-model';
import { BUCKETS, BYTES_BEHIND_WORD, EOS, HINTS, hashOf, packedToken, STATE_COLUMNS } from './english-layout.mjs';

const core = model.core();
const { layout, size } = core.packing;
const words = core.features.lexeme.list;

/** @param {number} word @param {string} name */
function property(word, name) {
  const [offset, mask, shift] = layout[name];
  return (core.lexicon[offset + word * size] & mask) >>> shift;
}

/** The word that a variant in spelling stands for. */
function mapped(word) {
  return property(word, 'isSpellingMapped') ? property(word, 'lemma') : word;
}

/** The word in lower case and usual spelling. */
function normal(word) {
  return property(word, 'isSpellingMapped') ? property(word, 'lemma') : word + property(word, 'normal');
}

/** The parts of speech that a word can have, a bit each. */
function possible(word) {
  return [...core.features.posClusters.list[property(word, 'lexemeCID')]].reduce((bits, part) => bits | (1 << part), 0);
}

/** The tokens of a word: itself, or of a contraction its parts (`can`, `not`). */
function tokensOf(word) {
  if (!property(word, 'isContraction')) {
    return [
      packedToken(property(mapped(word), 'pos') || core.pos.hash.NOUN, false, property(word, 'posHint'), possible(normal(word))),
    ];
  }
  const packed = property(word, 'lemma');
  const first = packed & 0x3fff;
  return Array.from({ length: ((packed >> 14) & 0x1f) / 4 }, (_, part) => {
    const [token, normalToken, , pos] = core.xpansions.slice(first + part * 4, first + part * 4 + 4);
    return packedToken(pos, true, property(token, 'posHint'), possible(normalToken));
  });
}

/** Different lists of tokens, by their text. */
const numbers = new Map();
/** The tokens of words: each list once. */
export const tokenLists = [];

function numberOf(tokens) {
  const key = tokens.join();
  if (!numbers.has(key)) numbers.set(key, tokenLists.push(tokens) - 1);
  return numbers.get(key);
}

/** The automata that correct the parts of speech of words by those beside them. */
export const automata = model.pos().machines.map((json) => {
  const [, , states, endings, marks] = JSON.parse(json);
  const count = 1 + Math.max(...Object.keys(states).map(Number), ...Object.keys(endings).map(Number));
  const next = new Uint8Array(count * STATE_COLUMNS);
  const otherwise = new Uint8Array(count);
  const target = new Int8Array(count);
  const before = new Uint8Array(count);
  const after = new Uint8Array(count);
  for (const [state, edges] of Object.entries(states)) {
    for (const [name, to] of Object.entries(edges)) {
      const column = columnOf(Number(name));
      if (column === 'otherwise') otherwise[state] = to;
      else if (column !== undefined) next[state * STATE_COLUMNS + column] = to;
    }
  }
  for (const [state, part] of Object.entries(endings)) target[state] = Number(part);
  for (const [state, [first, last]] of Object.entries(marks)) [before[state], after[state]] = [first, last];
  const buffers = { next, otherwise, target, before, after };
  return Object.fromEntries(Object.entries(buffers).map(([name, table]) => [name, Buffer.from(table.buffer).toString('latin1')]));
});

/** wink numbers parts of speech from 0, hints from 1,080,000, the end of a text 2,070,000. */
function columnOf(event) {
  if (event < HINTS) return event;
  if (event >= 1_080_000 && event < 1_080_100) return HINTS + event - 1_080_000;
  if (event === 2_070_000) return EOS;
  return event === 2_070_003 ? 'otherwise' : undefined;
}

/** The lists of tokens of the marks that stand between words. */
export const marks = { fullStop: numberOf(tokensOf(words.indexOf('.'))), comma: numberOf(tokensOf(words.indexOf(','))) };

/** The words by the hash of their code units; see `EnglishWords`. */
export const table = pack();

function pack() {
  const buckets = Array.from({ length: BUCKETS }, () => []);
  for (const [at, word] of words.entries()) {
    if (!/^[a-z\d]{1,40}$/i.test(word)) continue;
    buckets[hashOf(word, 0, word.length) & (BUCKETS - 1)].push(entryOf(word, numberOf(tokensOf(at)), property(at, 'pos')));
  }
  const starts = new Uint32Array(BUCKETS + 1);
  buckets.forEach((bucket, at) => {
    starts[at + 1] = starts[at] + bucket.reduce((sum, { length }) => sum + length, 0);
  });
  return Buffer.concat([Buffer.from(starts.buffer), ...buckets.flat()]);
}

/** The length of the word, the word, the number of its list of tokens, its own part of speech, its syllables. */
function entryOf(word, tokens, part) {
  const entry = Buffer.alloc(1 + word.length + BYTES_BEHIND_WORD);
  entry[0] = word.length;
  entry.write(word, 1, 'latin1');
  entry.writeUInt16LE(tokens, 1 + word.length);
  entry[3 + word.length] = part;
  entry[4 + word.length] = word === word.toLowerCase() ? syllable(word) : 0;
  return entry;
}
