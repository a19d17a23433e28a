import { loadEnglishWords } from '../../english/index.ts';
import type { JsonObject } from '../../json/index.ts';
import { gap, Lexicon, Words } from '../../text/index.ts';
import type { EnrichmentOptions } from '../protocol.ts';
import type { BuiltinFunction } from './builtin.ts';
import { languageOf, mainTextReader, positive } from './options.ts';

/** The mean of adults who read English in silence (Brysbaert 2019). */
const WORDS_A_MINUTE = 238;
/** How many words are remembered before they are forgotten again. */
const REMEMBERED = 100_000;
/** Words that make up a quarter of any English text. */
const common = new Set('the of and to a in is that for it was on with as are be by this'.split(' '));

/**
 * Counts a text: characters (code points), words and sentences, how many of the words are different, how long they take to read, and
 * for English how easily (Flesch 1948: 206.835 − 1.015 × words a sentence − 84.6 × syllables a word).
 */
export async function makeTextStats(options: EnrichmentOptions): Promise<BuiltinFunction> {
  const english = await loadEnglishWords();
  const { syllable } = await import('syllable');
  const perMinute = positive('wpm', options.wpm, WORDS_A_MINUTE);
  const textOf = mainTextReader(options);
  const lexicon = new Lexicon();
  const words = new Words(lexicon);
  /** By the number of a word: the number of the last text that it was met in. */
  let metIn = new Int32Array(REMEMBERED);
  /** By the number of a word: its syllables + 1, or 0 where they have not been counted. */
  let syllables = new Uint8Array(REMEMBERED);
  let texts = 0;

  function countTypes(): number {
    if (lexicon.size > metIn.length) {
      const larger = new Int32Array(lexicon.size * 2);
      larger.set(metIn);
      metIn = larger;
      const counts = new Uint8Array(larger.length);
      counts.set(syllables);
      syllables = counts;
    }
    texts++;
    let types = 0;
    for (let i = 0; i < words.count; i++) {
      const id = words.ids[i]!;
      if (metIn[id] === texts) continue;
      metIn[id] = texts;
      types++;
    }
    return types;
  }

  function syllablesOf(id: number): number {
    const known = syllables[id]!;
    if (known > 0) return known - 1;
    const word = lexicon.word(id);
    const place = english.find(word);
    const count = place < 0 ? Math.min(254, syllable(word)) : english.syllables(place);
    syllables[id] = count + 1;
    return count;
  }

  function isEnglish(record: JsonObject): boolean {
    const language = languageOf(record);
    if (language !== undefined) return language === 'en';
    let commonOnes = 0;
    for (let i = 0; i < words.count; i++) if (common.has(lexicon.word(words.ids[i]!))) commonOnes++;
    return commonOnes / words.count > 0.15;
  }

  function fleschOf(record: JsonObject, sentences: number): number | undefined {
    if (!isEnglish(record)) return undefined;
    let inAll = 0;
    for (let i = 0; i < words.count; i++) inAll += syllablesOf(words.ids[i]!);
    return round(206.835 - 1.015 * (words.count / sentences) - 84.6 * (inAll / words.count), 1);
  }

  return (record) => {
    const text = textOf(record);
    if (lexicon.size > REMEMBERED) {
      lexicon.clear();
      metIn.fill(0);
      syllables.fill(0);
    }
    words.scan(text);
    const sentences = countSentences(words);
    const stats: JsonObject = { characters: codePoints(text), words: words.count, sentences };
    if (words.count === 0) return { ...stats, reading_time_seconds: 0 };
    stats.type_token_ratio = round(countTypes() / words.count, 3);
    const flesch = fleschOf(record, sentences);
    if (flesch !== undefined) stats.flesch_reading_ease = flesch;
    stats.reading_time_seconds = round((words.count / perMinute) * 60, 1);
    return stats;
  };
}

function countSentences(words: Words): number {
  let count = words.count > 0 ? 1 : 0;
  for (let i = 1; i < words.count; i++) if (words.gaps[i] === gap.sentence) count++;
  return count;
}

function codePoints(text: string): number {
  let count = text.length;
  for (let i = 1; i < text.length; i++) {
    const low = text.charCodeAt(i) & 0xfc00;
    if (low === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) count--;
  }
  return count;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
