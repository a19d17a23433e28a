import { type Field, type JsonObject, parseField, valueAt } from '../json/index.ts';
import { languageCode } from '../language/index.ts';

const detectedLanguage = parseField('enrichments.lang');

/** The texts of the fields named, in that order; of a list its texts, a line each. Fields without text are left out. */
export function textsOf(record: JsonObject, fields: readonly Field[]): string[] {
  const texts: string[] = [];
  for (const field of fields) {
    const value = valueAt(record, field);
    if (typeof value === 'string') texts.push(value);
    else if (Array.isArray(value)) texts.push(value.filter((one) => typeof one === 'string').join('\n\n'));
  }
  return texts;
}

/** The language that a record says it is in: by its `enrichments.lang`, else its `language`, else nothing. */
export function claimedLanguage(record: JsonObject): string | undefined {
  const found = valueAt(record, detectedLanguage);
  const tag = typeof found === 'object' && found !== null && !Array.isArray(found) ? (found.language ?? found.lang) : found;
  for (const claim of [tag, record.language]) {
    const code = typeof claim === 'string' ? languageCode(claim) : undefined;
    if (code !== undefined) return code;
  }
  return undefined;
}
