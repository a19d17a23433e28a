import type { JsonObject } from '../json/index.ts';
import { type DetectLanguage, languageDetector } from '../language/index.ts';
import { claimedLanguage } from './record.ts';

/** So much of a text is enough to tell its script. */
const SAMPLE_LENGTH = 2000;
const scripts: [language: string, letters: RegExp][] = [
  ['ja', /[\p{sc=Hiragana}\p{sc=Katakana}]/gu],
  ['zh', /\p{sc=Han}/gu],
  ['ko', /\p{sc=Hangul}/gu],
  ['th', /\p{sc=Thai}/gu],
  ['ru', /\p{sc=Cyrillic}/gu],
  ['ar', /\p{sc=Arabic}/gu],
  ['he', /\p{sc=Hebrew}/gu],
  ['el', /\p{sc=Greek}/gu],
  ['hi', /\p{sc=Devanagari}/gu],
  ['hy', /\p{sc=Armenian}/gu],
  ['bn', /\p{sc=Bengali}/gu],
  ['gu', /\p{sc=Gujarati}/gu],
];

/** Tells the language of records: what they say themselves, else what their text shows. */
export class LanguageChooser {
  #detect: DetectLanguage | undefined;

  /** The language of a record (ISO 639-1): its `enrichments.lang`, else its `language`, else detected; never unknown. */
  choose(record: JsonObject, texts: readonly string[]): string | Promise<string> {
    return claimedLanguage(record) ?? this.#detected(texts.join('\n'));
  }

  async #detected(text: string): Promise<string> {
    this.#detect ??= await languageDetector();
    const { language } = this.#detect(text);
    return language === 'und' ? languageOfScript(text) : language;
  }
}

/** A guess for texts too short to tell: the most widely written language of the script that most letters are of, or English. */
export function languageOfScript(text: string): string {
  const sample = text.slice(0, SAMPLE_LENGTH);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  for (const [language, letter] of scripts) if ((sample.match(letter)?.length ?? 0) * 3 > letters) return language;
  return 'en';
}
