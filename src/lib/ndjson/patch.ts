import type { Json, JsonObject } from '../json/index.ts';
import { type Member, members } from './members.ts';

/**
 * The text of `after`, made of the text of `before`: members that did not change keep the text they had (digits of numbers, escapes,
 * order of keys, duplicates), changed ones are replaced where they stand, at any depth of objects, and new ones stand at the end.
 * @param json the text of `before`
 */
export function patched(json: Buffer, before: JsonObject, after: JsonObject): Buffer {
  const pieces: Buffer[] = [];
  const add = (...more: Buffer[]) => pieces.push(pieces.length === 0 ? opening : comma, ...more);
  const standing = [...members(json)];
  const lastOfName = new Map(standing.map((member) => [member.name, member]));
  for (const member of standing) {
    if (!Object.hasOwn(after, member.name)) continue;
    const was = before[member.name]!;
    const is = after[member.name]!;
    if (isSame(was, is)) add(json.subarray(member.nameStart, member.valueEnd));
    // Of a name that stands there several times the last one counts; were the others left, some reader would take those.
    else if (member === lastOfName.get(member.name)) add(...changed(json, member, was, is));
  }
  for (const name of Object.keys(after)) {
    if (!lastOfName.has(name)) add(Buffer.from(`${JSON.stringify(name)}:${JSON.stringify(after[name])}`));
  }
  return Buffer.concat(pieces.length === 0 ? [opening, closing] : [...pieces, closing]);
}

const opening = Buffer.from('{');
const comma = Buffer.from(',');
const closing = Buffer.from('}');

function changed(json: Buffer, { nameStart, valueStart, valueEnd }: Member, was: Json, is: Json): Buffer[] {
  const value = json.subarray(valueStart, valueEnd);
  return [
    json.subarray(nameStart, valueStart),
    isObject(was) && isObject(is) ? patched(value, was, is) : Buffer.from(JSON.stringify(is)),
  ];
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isSame(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, at) => isSame(item, b[at]!));
  }
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isSame(a[name]!, b[name]!));
}
