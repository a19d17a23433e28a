import { parseFields } from '../../json/index.ts';
import { type DetectLanguage, languageDetector } from '../../language/index.ts';
import type { EnrichmentOptions } from '../protocol.ts';
import type { BuiltinFunction } from './builtin.ts';
import { fieldsOf, textAt } from './options.ts';

const claims = parseFields('language,feed.language');

/** Tells the language of the record's text; what the record and its feed say of it settles what the text leaves open. */
export async function makeLang(options: EnrichmentOptions): Promise<BuiltinFunction> {
  const detect = await detectorOf(options.model);
  const fields = fieldsOf(options);
  const hinted = options.hints !== 'no';
  return (record) => {
    const text = fields.map((field) => textAt(record, field)).join('\n');
    const hints = hinted ? claims.map((field) => textAt(record, field)) : [];
    return { ...detect(text, hints) };
  };
}

async function detectorOf(model: string | undefined): Promise<DetectLanguage> {
  const detector = await languageDetector();
  if (model === undefined || model === 'small') return detector;
  if (model !== 'fasttext') throw new Error(`model=${model}: not a model (small, fasttext)`);
  return (await import('../../language/second-opinion.ts')).withSecondOpinion(detector);
}
