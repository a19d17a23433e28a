import type { Json, JsonObject } from './types.ts';

/** A FIELD: where a value stands in a record. The grammar is the same in every command (feedmill(7), NAMES OF FIELDS). */
export interface Field {
  /** The names joined by dots, without backslashes: for messages, and the name of a member that has these dots in its own name. */
  readonly name: string;
  /** The names from the record to the value. In an array, a whole number is a position. */
  readonly path: readonly [string, ...string[]];
}

const POSITION = /^(?:0|[1-9]\d*)$/;

/**
 * Reads a FIELD: names separated by dots. A backslash makes the next character an ordinary one.
 * @throws Error where a name is empty
 */
export function parseField(text: string): Field {
  const [first, ...rest] = splitUnescaped(text.trim(), '.');
  const path = [unescaped(first), ...rest.map(unescaped)] as const;
  if (path.includes('')) throw new Error('a field has no name.');
  return { name: path.join('.'), path };
}

/**
 * Reads FIELDs separated by commas.
 * @throws Error where one has an empty name
 */
export function parseFields(text: string): Field[] {
  return splitUnescaped(text, ',').map(parseField);
}

function unescaped(name: string): string {
  return name.replace(/\\(.)/gs, '$1');
}

/** A FIELD with what is said of it: `url?:url` is the field `url`, optional, with the qualifier `url`. */
export interface QualifiedField extends Field {
  readonly optional: boolean;
  readonly qualifier: string | undefined;
}

/**
 * Reads FIELDs separated by commas, each with `?` after it where it may be missing, and then a colon and a qualifier where it has one.
 * @throws Error where a field has no name, or two qualifiers
 */
export function parseQualifiedFields(text: string): QualifiedField[] {
  return splitUnescaped(text, ',').map((part) => {
    const [field, qualifier, ...more] = splitUnescaped(part.trim(), ':');
    if (more.length > 0) throw new Error(`'${part.trim()}' has more than one colon.`);
    const optional = /(^|[^\\])(\\\\)*\?$/.test(field);
    return { ...parseField(optional ? field.slice(0, -1) : field), optional, qualifier };
  });
}

/** Splits at separators that have no backslash before them. The backslashes stay. */
function splitUnescaped(text: string, separator: string): [string, ...string[]] {
  const parts: [string, ...string[]] = [''];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === separator) {
      parts[parts.length - 1] = text.slice(start, at);
      parts.push('');
      start = at + 1;
    }
  }
  parts[parts.length - 1] = text.slice(start);
  return parts;
}

/** The position in an array that a name stands for, or -1. */
export function positionOf(name: string): number {
  return POSITION.test(name) ? Number(name) : -1;
}

/** The value of a field. A member of the record whose own name has the dots is preferred to nested ones. */
export function valueAt(record: JsonObject, { name, path }: Field): Json | undefined {
  if (Object.hasOwn(record, name)) return record[name];
  let value: Json | undefined = record;
  for (const step of path) value = memberOf(value, step);
  return value;
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return value[positionOf(name)];
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/**
 * A copy of a record with another value at a field. Where the record has nothing there, it gets a member of the field's whole name,
 * which is where `valueAt` looks first.
 */
export function withValueAt(record: JsonObject, field: Field, value: Json): JsonObject {
  const nested = !Object.hasOwn(record, field.name) && valueAt(record, field) !== undefined;
  return nested ? (replaced(record, field.path, value) as JsonObject) : { ...record, [field.name]: value };
}

function replaced(within: Json | undefined, [name, ...rest]: readonly string[], value: Json): Json {
  if (name === undefined) return value;
  if (Array.isArray(within)) return within.with(positionOf(name), replaced(within[positionOf(name)], rest, value));
  const object = within as JsonObject;
  return { ...object, [name]: replaced(object[name], rest, value) };
}

/**
 * The values of a field, none of them null: what `valueAt` gives, but a name after a list is looked up in each of its members, and a list
 * at the end gives its members.
 */
export function valuesAt(record: JsonObject, { name, path }: Field): Json[] {
  if (Object.hasOwn(record, name)) return membersOf(record[name]);
  let values: Json[] = [record];
  for (const step of path) values = values.flatMap((value) => stepInto(value, step));
  return values.flatMap(membersOf);
}

function stepInto(value: Json, name: string): Json[] {
  if (Array.isArray(value) && positionOf(name) < 0)
    return value.flatMap((member) => (Array.isArray(member) ? [] : stepInto(member, name)));
  const found = memberOf(value, name);
  return found === undefined ? [] : [found];
}

/** A value by itself, or the members of a list; nothing that is missing or null. */
export function membersOf(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.filter((member) => member !== null) : [value];
}
