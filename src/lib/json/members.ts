import { isSpace, readFrom, skipSpace, skipString, skipValue } from './scan.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** Where a member of an object stands in its text: `name` is decoded, the value is `json[valueStart, valueEnd)`. */
export interface Member {
  name: string;
  nameStart: number;
  valueStart: number;
  valueEnd: number;
}

/**
 * The members of an object in the order written, repeated names included.
 * @param json the text of one object, which must be valid JSON
 */
export function membersOf(json: Buffer): Member[] {
  readFrom(json);
  const end = json.length;
  const found: Member[] = [];
  let at = skipSpace(json, skipSpace(json, 0, end) + 1, end);
  while (json[at] === QUOTE) {
    const nameStart = at;
    const nameEnd = skipString(json, at + 1, end);
    const valueStart = skipSpace(json, skipSpace(json, nameEnd, end) + 1, end);
    const valueEnd = skipValue(json, valueStart, end);
    found.push({ name: JSON.parse(json.toString('utf8', nameStart, nameEnd)), nameStart, valueStart, valueEnd });
    at = skipSpace(json, valueEnd, end);
    if (json[at] === COMMA) at = skipSpace(json, at + 1, end);
  }
  return found;
}

/** Where members can be added to the object `json[start, end)`: the position of its closing brace, and whether a comma is needed. */
export function endOfMembers(json: Buffer, start: number, end: number): { brace: number; comma: boolean } {
  let brace = end - 1;
  while (brace > start && json[brace] !== CLOSING_BRACE) brace--;
  let last = brace - 1;
  while (last > start && isSpace(json[last])) last--;
  return { brace, comma: json[last] !== OPENING_BRACE };
}
