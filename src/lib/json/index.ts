export { canonicalJson, canonicalNumber } from './canonical.ts';
export {
  type Field,
  membersOf,
  parseField,
  parseFields,
  parseQualifiedFields,
  type QualifiedField,
  valueAt,
  valuesAt,
  withValueAt,
} from './field.ts';
export { FieldScanner } from './field-scanner.ts';
export { endOfMembers } from './members.ts';
export { patched, replaceMembers } from './patch.ts';
export { isSpace } from './scan.ts';
export type { Json, JsonObject } from './types.ts';
export { unescapeTo } from './unescape.ts';
export { type ByteSink, Utf8 } from './utf8.ts';
export { JsonWriter } from './writer.ts';
