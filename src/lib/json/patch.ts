import { type Member, membersOf } from './members.ts';
import type { Json, JsonObject } from './types.ts';

/**
 * The text of `after`, edited from the text of `before`: members that did not change keep their text (digits of numbers, escapes, order,
 * repeated names), changed ones are replaced where they stand, at any depth of objects, and new ones are added at the end.
 * @param json the text of `before`
 */
export function patched(json: Buffer, before: JsonObject, after: JsonObject): Buffer {
  const pieces: Buffer[] = [];
  const add = (...more: Buffer[]) => pieces.push(pieces.length === 0 ? opening : comma, ...more);
  const standing = membersOf(json);
  const lastOfName = new Map(standing.map((member) => [member.name, member]));
  for (const member of standing) {
    if (!Object.hasOwn(after, member.name)) continue;
    const was = before[member.name] as Json;
    const is = after[member.name] as Json;
    if (isSame(was, is)) add(json.subarray(member.nameStart, member.valueEnd));
    // Of a repeated name the last value counts. The others go, since some readers take the first.
    else if (member === lastOfName.get(member.name)) add(...changed(json, member, was, is));
  }
  for (const name of Object.keys(after)) {
    if (!lastOfName.has(name)) add(Buffer.from(`${JSON.stringify(name)}:${JSON.stringify(after[name])}`));
  }
  return Buffer.concat(pieces.length === 0 ? [opening, closing] : [...pieces, closing]);
}

/**
 * The text of an object with other values for some members: the first member of a name is replaced, further ones of that name go.
 * @param values the new values as JSON, by name
 */
export function replaceMembers(json: Buffer, values: ReadonlyMap<string, string>): Buffer {
  const pieces: Buffer[] = [];
  const replaced = new Set<string>();
  for (const { name, nameStart, valueStart, valueEnd } of membersOf(json)) {
    const value = values.get(name);
    if (value !== undefined && replaced.has(name)) continue;
    pieces.push(pieces.length === 0 ? opening : comma, json.subarray(nameStart, value === undefined ? valueEnd : valueStart));
    if (value === undefined) continue;
    pieces.push(Buffer.from(value));
    replaced.add(name);
  }
  return Buffer.concat([...pieces, closing]);
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
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, at) => isSame(item, b[at] as Json));
  }
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSame(a[name] as Json, b[name] as Json))
  );
}
