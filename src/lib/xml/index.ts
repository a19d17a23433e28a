export type { Attributes } from './attributes.ts';
export type { Captured } from './captured.ts';
export { beyond, defaultLimits, type Limits } from './limits.ts';
export { Reader } from './reader.ts';
export { Scanner, tag } from './scanner.ts';
export type { Scope, Vocabulary } from './scope.ts';
export { resolveUrl } from './url.ts';
