import type { Detection, DetectLanguage } from './language.ts';
import { languageOfTag } from './language-tags.ts';

/** The package that ships lid.176, a model of 176 languages. Users install it themselves. */
const PACKAGE = 'fasttext.wasm.js';
/** A second opinion below this does not count, nor does one that is less sure than the first. */
const SURE_ENOUGH = 0.5;
/** Texts of fewer letters are too short for any model. */
const LEAST_LETTERS = 20;
/** So much of a text is enough, in UTF-16 units. */
const ENOUGH = 1000;

/** What is used of the package. */
interface FastText {
  getLIDModel(): Promise<{ load(): Promise<{ predict(text: string, count: number, threshold: number): Predictions }> }>;
}

interface Predictions {
  size(): number;
  get(index: number): [probability: number, label: string];
  delete?(): void;
}

/**
 * Asks fastText's lid.176 about the texts that the first detector leaves open (`und`).
 * @throws Error when the package is not installed
 */
export async function withSecondOpinion(first: DetectLanguage): Promise<DetectLanguage> {
  const model = await (await (await load()).getLIDModel()).load();
  return (text, hints) => {
    const found = first(text, hints);
    if (found.language !== 'und' && found.confidence > SURE_ENOUGH) return found;
    const beginning = text.slice(0, ENOUGH).replace(/\s+/g, ' ');
    if ((beginning.match(/\p{L}/gu)?.length ?? 0) < LEAST_LETTERS) return found;
    const second = predicted(model.predict(beginning, 1, 0));
    return second !== undefined && second.confidence >= SURE_ENOUGH ? second : found;
  };
}

function predicted(predictions: Predictions): Detection | undefined {
  try {
    if (predictions.size() === 0) return undefined;
    const [probability, label] = predictions.get(0);
    const language = languageOfTag(label.replace('__label__', ''));
    return language === undefined ? undefined : { language, confidence: Math.round(Math.min(1, probability) * 1000) / 1000 };
  } finally {
    predictions.delete?.();
  }
}

async function load(): Promise<FastText> {
  try {
    return await import(PACKAGE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error(`model=fasttext needs the package ${PACKAGE}: npm install ${PACKAGE}`);
  }
}
