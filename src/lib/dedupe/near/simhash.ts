import { mix } from './shingles.ts';
import { Generations, type NearMatch, type SimilarityIndex, type Sketch } from './similarity-index.ts';

const BITS = 64;
const BLOCKS = 4;
const BLOCK_VALUES = 1 << 16;
/** How many of the least hashes of a text's shingles are kept beside its fingerprint. */
const WITNESSES = 16;
/** Words of the two together. */
const STRIDE = 2 + WITNESSES;
/** The least threshold whose distance the index can search: within 4 bits in one of its four blocks. */
export const LEAST_THRESHOLD = 0.7;

/** The SimHash of a text's shingles: 64 bits in two words, the lower one first. */
export function fingerprintOf(shingles: Uint32Array): Uint32Array {
  const votes = new Int32Array(BITS);
  for (const shingle of shingles) {
    let low = mix(shingle ^ 0x9e3779b9);
    let high = mix(shingle ^ 0x7f4a7c15);
    for (let bit = 0; bit < 32; bit++) {
      votes[bit] += ((low & 1) << 1) - 1;
      votes[bit + 32] += ((high & 1) << 1) - 1;
      low >>>= 1;
      high >>>= 1;
    }
  }
  const fingerprint = new Uint32Array(BITS / 32);
  for (let bit = 0; bit < BITS; bit++) if (votes[bit] > 0) fingerprint[bit >> 5] |= 1 << (bit & 31);
  return fingerprint;
}

/**
 * SimHash (M. Charikar, "Similarity estimation techniques from rounding algorithms", 2002) of 64 bits: texts whose fingerprints differ
 * in at most k bits are near, k being what the threshold leaves of 64. Fingerprints are found by blocks of 16 bits: of two that differ
 * in k bits, one block differs in at most k/4. Among many fingerprints some come near by chance (12 bits of 64 with one pair in two
 * million), so two texts must share one of their 16 least shingles as well; two that have half of their shingles in common fail to do
 * so once in 65,000 times. A text takes some 100 bytes.
 */
export class SimHash implements SimilarityIndex {
  readonly #distance: number;
  /** What to change in a block to come to all that are near enough, the fewest bits first. */
  readonly #changes: number[];
  readonly #generations: Generations<Generation>;

  /** @param threshold share of equal bits, from 0.7 to 1; @param window how many texts, the last ones, are compared with */
  constructor(threshold: number, window = Number.POSITIVE_INFINITY) {
    this.#distance = Math.floor((1 - threshold) * BITS + 1e-9);
    const radius = Math.floor(this.#distance / BLOCKS);
    this.#changes = Array.from({ length: BLOCK_VALUES }, (_, value) => value)
      .filter((value) => ones(value) <= radius)
      .sort((a, b) => ones(a) - ones(b));
    this.#generations = new Generations(window, () => new Generation());
  }

  /** The fingerprint in two words, then the least shingles in ascending order. */
  sketch(shingles: Uint32Array): Sketch {
    const sketch = new Uint32Array(2 + Math.min(WITNESSES, shingles.length));
    sketch.set(shingles.subarray(0, WITNESSES), 2);
    sketch.set(fingerprintOf(shingles));
    return sketch;
  }

  find(sketch: Sketch, accepts: (number: number) => boolean = () => true): NearMatch | undefined {
    const [low, high] = sketch;
    let best: NearMatch | undefined;
    let limit = this.#distance;
    for (const [generation, start, from] of this.#generations.all()) {
      for (let block = 0; block < BLOCKS; block++) {
        const value = blockOf(low, high, block);
        for (const change of this.#changes) {
          for (let index = generation.last(block, value ^ change); index >= from; index = generation.before(block, index)) {
            const distance = generation.distance(index, low, high);
            const number = start + index;
            if (distance > limit || (best && distance === limit && number >= best.number)) continue;
            if (!generation.sharesShingle(index, sketch) || !accepts(number)) continue;
            best = { number, similarity: 1 - distance / BITS };
            limit = distance;
          }
        }
      }
    }
    return best;
  }

  add(sketch: Sketch): number {
    const { generation, index, number } = this.#generations.next();
    generation.add(index, sketch);
    return number;
  }
}

function blockOf(low: number, high: number, block: number): number {
  return ((block < 2 ? low : high) >>> ((block & 1) * 16)) & 0xffff;
}

/** How many bits of a word are set. */
function ones(word: number): number {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Fingerprints, and for every block chains of those that have the same value in it. */
class Generation {
  #words = new Uint32Array(1024 * STRIDE);
  readonly #heads = Array.from({ length: BLOCKS }, () => new Int32Array(BLOCK_VALUES));
  readonly #chains = Array.from({ length: BLOCKS }, () => new Int32Array(1024));

  /** The last one with that value in that block, or -1. */
  last(block: number, value: number): number {
    return this.#heads[block][value] - 1;
  }

  /** The one before in the chain of a block, or -1. */
  before(block: number, index: number): number {
    return this.#chains[block][index] - 1;
  }

  distance(index: number, low: number, high: number): number {
    return ones(this.#words[index * STRIDE] ^ low) + ones(this.#words[index * STRIDE + 1] ^ high);
  }

  /** Whether one of the least shingles is the same. Where there are fewer than are kept, zeros follow. */
  sharesShingle(index: number, sketch: Sketch): boolean {
    const from = index * STRIDE + 2;
    const others = this.#words.subarray(from, from + WITNESSES);
    for (let at = 2; at < sketch.length; at++) if (others.includes(sketch[at])) return true;
    return false;
  }

  add(index: number, sketch: Sketch): void {
    if (index * STRIDE >= this.#words.length) this.#grow();
    this.#words.set(sketch, index * STRIDE);
    for (let block = 0; block < BLOCKS; block++) {
      const value = blockOf(sketch[0], sketch[1], block);
      this.#chains[block][index] = this.#heads[block][value];
      this.#heads[block][value] = index + 1;
    }
  }

  #grow(): void {
    const words = new Uint32Array(this.#words.length * 2);
    words.set(this.#words);
    this.#words = words;
    this.#chains.forEach((chain, block) => {
      this.#chains[block] = new Int32Array(chain.length * 2);
      this.#chains[block].set(chain);
    });
  }
}
