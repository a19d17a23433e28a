export { Gathered } from './gather.ts';
export { HASH_WORDS, type Hash, type KeyHasher } from './hash.ts';
export { KeyMaker, type KeyResult, type Keys, LineKeys } from './key.ts';
export { type KeyField, keyFieldsOf, parseKeyFields } from './key-fields.ts';
export { Memory } from './memory.ts';
export { MurmurHasher } from './murmur.ts';
export {
  fingerprintOf,
  leastThreshold,
  MinHash,
  type NearMatch,
  type Nearness,
  SimHash,
  type Sketch,
  shinglesOf,
  similarityOf,
} from './near/index.ts';
export { type Normalization, normalizations, normalizeText, normalizeUrl } from './normalize.ts';
export { SipHasher } from './siphash.ts';
export { HashTable } from './table.ts';
