import { Reject } from '../errors/index.ts';
import { type Field, type Json, type JsonObject, valueAt } from '../json/index.ts';
import type { Existence } from './existence.ts';

/** Whether an object has still to be written, has to be written again, or is as it should be. */
export type State = 'new' | 'changed' | 'same';

/** The fields of a record that say what its object should be. */
export interface Expected {
  readonly sizeField?: Field;
  readonly etagField?: Field;
  readonly md5Field?: Field;
}

/** Says of an existence what its state is; undefined where S3 does not tell whether the object exists. */
export type Comparison = (existence: Existence) => State | undefined;

/** Makes the comparison for one record. @throws Reject `BAD_FIELD` where a field to compare with is missing or of another kind */
export function comparison(record: JsonObject, { sizeField, etagField, md5Field }: Expected): Comparison {
  const size = sizeField === undefined ? undefined : wanted(record, sizeField, 'a size in bytes', readSize);
  const etag = etagField === undefined ? undefined : wanted(record, etagField, 'an ETag', readEtag);
  const md5 = md5Field === undefined ? undefined : wanted(record, md5Field, 'an MD5 in hexadecimal or base64', readMd5);
  return ({ exists, ...found }) => {
    if (exists === null) return undefined;
    if (!exists) return 'new';
    if (size !== undefined && found.size !== size) return 'changed';
    if (etag !== undefined && found.etag !== etag) return 'changed';
    // The ETag of an object uploaded in parts is no MD5 of it, so nothing shows that it is the same.
    if (md5 !== undefined && found.etag?.toLowerCase() !== md5) return 'changed';
    return 'same';
  };
}

function wanted<T>(record: JsonObject, field: Field, what: string, read: (value: Json | undefined) => T | undefined): T {
  const value = read(valueAt(record, field));
  if (value === undefined) throw new Reject('BAD_FIELD', `${field.name} is not ${what}`);
  return value;
}

function readSize(value: Json | undefined): number | undefined {
  const size = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof size === 'number' && Number.isInteger(size) && size >= 0 ? size : undefined;
}

function readEtag(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value.replace(/^(?:W\/)?"(.*)"$/, '$1') : undefined;
}

function readMd5(value: Json | undefined): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^[0-9a-f]{32}$/i.test(value)) return value.toLowerCase();
  return /^[A-Za-z0-9+/]{22}==$/.test(value) ? Buffer.from(value, 'base64').toString('hex') : undefined;
}
