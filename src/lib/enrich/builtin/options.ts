import { type Field, type JsonObject, parseField, parseFields, valueAt } from '../../json/index.ts';
import type { EnrichmentOptions } from '../protocol.ts';

const title = parseField('title');
const contentText = parseField('content_text');
const claimsOfLanguage = parseFields('enrichments.lang.language,language,feed.language');

/**
 * The fields that the option `fields` names; unless it is given, title and text.
 * @throws Error where one has no name
 */
export function fieldsOf({ fields }: EnrichmentOptions): readonly Field[] {
  return fields === undefined ? [title, contentText] : parseFields(fields);
}

/** The text of a field, or `''` where it has none. */
export function textAt(record: JsonObject, field: Field): string {
  const value = valueAt(record, field);
  return typeof value === 'string' ? value : '';
}

/**
 * Reads the text of the field that the option `field` names; unless it is given, `content_text`, or `title` where that is empty.
 * @throws Error where the field has no name
 */
export function mainTextReader({ field }: EnrichmentOptions): (record: JsonObject) => string {
  if (field === undefined) return (record) => textAt(record, contentText) || textAt(record, title);
  const named = parseField(field);
  return (record) => textAt(record, named);
}

/** A number greater than 0. @throws Error */
export function positive(name: string, option: string | undefined, fallback: number): number {
  const value = option === undefined ? fallback : Number(option);
  if (!(value > 0 && Number.isFinite(value))) throw new Error(`${name}=${option}: not a number greater than 0`);
  return value;
}

/** The language that a record is said to be in, by an enrichment before or by itself, as `en`; nothing where nobody says. */
export function languageOf(record: JsonObject): string | undefined {
  const tag = claimsOfLanguage.map((field) => textAt(record, field)).find(Boolean);
  const [primary] = tag?.toLowerCase().split(/[-_]/, 1) ?? [];
  return primary === 'und' ? undefined : primary;
}
