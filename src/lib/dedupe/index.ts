export { Groups } from './groups.ts';
export { HASH_WORDS, type Hash, type KeyHasher } from './hash.ts';
export { KeyMaker, type KeyResult, type Keys, LineKeys } from './key.ts';
export { type KeyField, keyFieldsOf, parseKeyFields } from './key-fields.ts';
export { Memory, type SeenText } from './memory.ts';
export { MurmurHasher } from './murmur.ts';
export {
  agree,
  fingerprintOf,
  isSeries,
  leastThreshold,
  MinHash,
  type NearMatch,
  SimHash,
  type SimilarityIndex,
  type Sketch,
  shinglesOf,
  similarityOf,
  subjectOf,
  wordsOf,
} from './near/index.ts';
export { type Normalization, normalizations, normalizeText, normalizeUrl } from './normalize.ts';
export { SipHasher } from './siphash.ts';
export { HashTable } from './table.ts';
