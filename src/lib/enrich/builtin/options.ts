import type { Json, JsonObject } from '../../json/index.ts';

/** The fields that an option names, separated by commas. */
export function fieldsOf(option: string | undefined, fallback: readonly string[]): readonly string[] {
  const names = option?.split(',').map((name) => name.trim());
  return names?.filter((name) => name !== '') ?? fallback;
}

/** The text of a field, which may be a dotted path, or nothing where there is none. */
export function textAt(record: JsonObject, path: string): string {
  let value: Json | undefined = record;
  for (const name of path in record ? [path] : path.split('.')) {
    value = value !== null && typeof value === 'object' && !Array.isArray(value) ? value[name] : undefined;
  }
  return typeof value === 'string' ? value : '';
}

/** The text of a field; unless one is named, of `content_text`, or where there is none of `title`. */
export function mainText(record: JsonObject, field: string | undefined): string {
  return field === undefined ? textAt(record, 'content_text') || textAt(record, 'title') : textAt(record, field);
}

/** A number greater than 0. @throws Error */
export function positive(name: string, option: string | undefined, fallback: number): number {
  const value = option === undefined ? fallback : Number(option);
  if (!(value > 0 && Number.isFinite(value))) throw new Error(`${name}=${option}: not a number greater than 0`);
  return value;
}

/** The language that a record is said to be in, by an enrichment before or by itself, as `en`; nothing where nobody says. */
export function languageOf(record: JsonObject): string | undefined {
  const tag = ['enrichments.lang.language', 'language', 'feed.language'].map((path) => textAt(record, path)).find(Boolean);
  const [primary] = tag?.toLowerCase().split(/[-_]/, 1) ?? [];
  return primary === 'und' ? undefined : primary;
}
