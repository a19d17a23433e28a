export { type Contract, contracts } from './contracts.ts';
export { fieldsOf, type RecordName, records, type Schema } from './records.ts';
export { type Side, schemaNames, schemaOf } from './schema.ts';
