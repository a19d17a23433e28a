export { MinHash, similarityOf } from './minhash.ts';
export type { NearMatch, Nearness, Sketch } from './nearness.ts';
export { shinglesOf } from './shingles.ts';
export { fingerprintOf, LEAST_THRESHOLD as leastThreshold, SimHash } from './simhash.ts';
