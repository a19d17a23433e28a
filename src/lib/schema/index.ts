export type { Contract, Need } from './contract.ts';
export { adviceForText, adviceForUrl, type Reader } from './inputs.ts';
export { adviceFor, lackOf, meets } from './kinds.ts';
export { fieldsOf, type RecordName, records, type Schema } from './records.ts';
export { recordSchema, type Side, schemaOf } from './schema.ts';
