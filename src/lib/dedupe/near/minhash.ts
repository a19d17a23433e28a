import { Heads } from './heads.ts';
import { Generations, type NearMatch, type SimilarityIndex, type Sketch } from './similarity-index.ts';

/** How many of the least hashes are kept of a text. */
const KEPT = 128;
/** How many of those, the least ones, it is found by. */
const INDEXED = 16;
/** How many of them two texts must share for a closer look. */
const SHARED_AT_LEAST = 2;
/** Of a shingle that very many texts have, only the last so many are looked at. */
const LONGEST_CHAIN = 256;
/** A text that is less than this share of another is compared by all of both, not by the smaller one. */
const SMALLEST_PART = 0.4;

/**
 * MinHash by the bottom-k sketches of A. Broder ("On the resemblance and containment of documents", 1997): the 128 least hashes of a
 * text's shingles are a fair sample of them. The similarity of two texts is the share of the smaller one's shingles that the other
 * has too, so that a paragraph cut or a notice added costs little; texts of very different length are compared by the share of all
 * shingles that both have. Exact up to 128 shingles, beyond within some 0.04.
 *
 * Texts are found by the 16 least hashes: two texts that have half of their shingles in common share fewer than two of those with a
 * chance of 0.03%. A text takes some 800 bytes.
 */
export class MinHash implements SimilarityIndex {
  readonly #threshold: number;
  readonly #generations: Generations<Generation>;

  /** @param window how many texts, the last ones, are compared with */
  constructor(threshold: number, window = Number.POSITIVE_INFINITY) {
    this.#threshold = threshold;
    this.#generations = new Generations(window, () => new Generation());
  }

  /** The number of shingles, then the least ones in ascending order. */
  sketch(shingles: Uint32Array): Sketch {
    const sketch = new Uint32Array(1 + Math.min(KEPT, shingles.length));
    sketch[0] = shingles.length;
    sketch.set(shingles.subarray(0, KEPT), 1);
    return sketch;
  }

  find(sketch: Sketch, accepts: (number: number) => boolean = () => true): NearMatch | undefined {
    let best: NearMatch | undefined;
    for (const [generation, start, from] of this.#generations.all()) {
      for (const index of generation.candidates(sketch, from)) {
        const similarity = similarityOf(sketch, generation.sketches[index] as Sketch);
        const number = start + index;
        if (similarity < this.#threshold || (best && similarity < best.similarity)) continue;
        if (best && similarity === best.similarity && number > best.number) continue;
        if (accepts(number)) best = { number, similarity };
      }
    }
    return best;
  }

  add(sketch: Sketch): number {
    const { generation, number } = this.#generations.next();
    generation.add(sketch);
    return number;
  }
}

/** The similarity of two texts by their sketches, from 0 to 1. */
export function similarityOf(one: Sketch, other: Sketch): number {
  const smaller = Math.min(one[0], other[0]);
  const larger = Math.max(one[0], other[0]);
  const jaccard = jaccardOf(one, other);
  if (smaller < larger * SMALLEST_PART) return jaccard;
  return Math.min(1, ((jaccard / (1 + jaccard)) * (smaller + larger)) / smaller);
}

/** How many of the least hashes of both together are in both. */
function jaccardOf(one: Sketch, other: Sketch): number {
  const complete = one[0] <= KEPT && other[0] <= KEPT;
  let at = 1;
  let otherAt = 1;
  let both = 0;
  let seen = 0;
  while (at < one.length && otherAt < other.length && (complete || seen < KEPT)) {
    const difference = one[at] - other[otherAt];
    if (difference === 0) both++;
    if (difference <= 0) at++;
    if (difference >= 0) otherAt++;
    seen++;
  }
  if (complete) seen += one.length - at + other.length - otherAt;
  return seen === 0 ? 0 : both / seen;
}

/** Sketches, and chains of those that share a hash. */
class Generation {
  readonly sketches: Sketch[] = [];
  /** The last entry of the chain of each hash; entry `index * indexed + i` is hash `i` of a sketch. */
  readonly #heads = new Heads();
  /** The entry before each in its chain, plus one. */
  #next = new Int32Array(1024 * INDEXED);

  add(sketch: Sketch): void {
    const index = this.sketches.push(sketch) - 1;
    if ((index + 1) * INDEXED > this.#next.length) {
      const larger = new Int32Array(this.#next.length * 2);
      larger.set(this.#next);
      this.#next = larger;
    }
    const count = Math.min(INDEXED, sketch.length - 1);
    for (let i = 0; i < count; i++) {
      const entry = index * INDEXED + i;
      this.#next[entry] = this.#heads.set(sketch[1 + i], entry + 1);
    }
  }

  /** The indices, from `from` on, of sketches that share enough with this one. */
  candidates(sketch: Sketch, from: number): number[] {
    const shared = new Map<number, number>();
    const count = Math.min(INDEXED, sketch.length - 1);
    for (let i = 0; i < count; i++) {
      let entry = this.#heads.get(sketch[1 + i]);
      for (let steps = 0; entry > 0 && steps < LONGEST_CHAIN; steps++) {
        const index = Math.floor((entry - 1) / INDEXED);
        if (index < from) break;
        shared.set(index, (shared.get(index) ?? 0) + 1);
        entry = this.#next[entry - 1];
      }
    }
    const enough = Math.min(SHARED_AT_LEAST, count);
    return [...shared].filter(([, hashes]) => hashes >= enough).map(([index]) => index);
  }
}
