import { type Json, type JsonObject, valueAt } from '../json/index.ts';
import { nearest } from '../terminal/index.ts';
import type { Need } from './contract.ts';
import { fieldsOf } from './records.ts';

/** How many fields of a record a message names. */
const SHOWN_FIELDS = 8;

const feedFields = new Set(fieldsOf('feed'));

/** The kind that a record is of by its looks, where another command comes before whatever works on items. */
function kindOf(record: JsonObject): 'feed' | 'response' | 'reject' | undefined {
  if (isObject(record.error) && typeof record.error.code === 'string' && ('record' in record || 'line_text' in record))
    return 'reject';
  if (isObject(record.fetch)) return 'content_text' in record ? undefined : 'response';
  const isFeed = typeof record.url === 'string' && Object.keys(record).every((name) => feedFields.has(name));
  return isFeed ? 'feed' : undefined;
}

/** Whether a record has what a command needs. */
export function meets(record: JsonObject, need: Need): boolean {
  if (need.ofItem && kindOf(record) !== undefined) return false;
  return need.anyOf.some((field) => (valueAt(record, field) ?? undefined) !== undefined);
}

/** What records such as `record`, which do not meet a need, lack: `has FIELD`, `is an item`. */
export function lackOf(record: JsonObject, need: Need): string {
  return need.ofItem && kindOf(record) !== undefined ? 'is an item' : `has ${need.anyOf.map(({ name }) => name).join(' or ')}`;
}

/** What to do with records such as `record`, which do not meet a need. */
export function adviceFor(record: JsonObject, need: Need): string {
  const kind = kindOf(record);
  if (kind === 'reject') return 'these are rejects; run them through: jq -c .record';
  if (need.ofItem && kind === 'response') return 'these are responses of fetch; run parse first';
  if (need.ofItem && kind === 'feed') return 'these are feeds; run fetch, then parse first';
  const names = Object.keys(record);
  const meant = need.anyOf.map(({ name }) => nearest(name, names)).find((name) => name !== undefined);
  if (meant !== undefined) return `did you mean ${meant}?`;
  const more = names.length > SHOWN_FIELDS ? ', …' : '';
  return `${need.hint}; their fields are ${names.slice(0, SHOWN_FIELDS).join(', ')}${more}`;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
