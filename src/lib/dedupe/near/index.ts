export { MinHash, similarityOf } from './minhash.ts';
export { shinglesOf, wordsOf } from './shingles.ts';
export { fingerprintOf, LEAST_THRESHOLD as leastThreshold, SimHash } from './simhash.ts';
export type { NearMatch, SimilarityIndex, Sketch } from './similarity-index.ts';
export { agree, isSeries, subjectOf } from './subject.ts';
