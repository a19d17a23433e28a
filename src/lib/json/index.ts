export type { Json, JsonObject } from './types.ts';
export { valueAt } from './value-at.ts';
