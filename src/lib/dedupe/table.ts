import { HASH_WORDS, type Hash } from './hash.ts';

const SEGMENT_BITS = 6;
const FIRST_CAPACITY = 48;
const FULLEST = 0.85;
const GROWTH = 1.3;
/** Room that is reserved ahead: memory that was never touched costs nothing, and growing within it leaves nothing behind. */
const RESERVE = 4;

interface Segment {
  /** Longer than the part in use. */
  slots: Int32Array;
  /** Where the part in use ends. */
  end: number;
  /** Turns an unsigned word into the number of a slot. */
  scale: number;
  size: number;
  limit: number;
}

/**
 * A set of hashes: open addressing with linear probing over typed arrays, 14 to 19 bytes a key (a third more where keys are
 * numbered). It is split in 64 segments that grow one at a time and in place, so that growing takes little memory; only memory limits it.
 */
export class HashTable {
  /** How many keys there are. */
  size = 0;
  readonly #segments: Segment[];
  readonly #stride: number;
  #aside = new Int32Array(0);

  /** @param numbered whether the number of each key (0, 1, … in the order they came) is kept */
  constructor(numbered = false) {
    this.#stride = numbered ? HASH_WORDS + 1 : HASH_WORDS;
    this.#segments = Array.from({ length: 1 << SEGMENT_BITS }, () => newSegment(FIRST_CAPACITY, this.#stride));
  }

  /** Adds a key. Gives -1 when it is new, else its number (0 unless keys are numbered). */
  add(hash: Hash): number {
    return this.addAt(hash, 0);
  }

  /** Adds the key whose words stand in `hashes` from `from` on, as `add` does. */
  addAt(hashes: Int32Array, from: number): number {
    const first = hashes[from];
    const second = hashes[from + 1];
    const third = hashes[from + 2];
    const segment = this.#segments[second >>> (32 - SEGMENT_BITS)];
    const { slots, end } = segment;
    const stride = this.#stride;
    let at = slotOf(first, segment) * stride;
    for (;;) {
      const there = slots[at];
      if (there === first && slots[at + 1] === second && slots[at + 2] === third) return stride > HASH_WORDS ? slots[at + 3] : 0;
      if (there === 0) break;
      at += stride;
      if (at === end) at = 0;
    }
    slots[at] = first;
    slots[at + 1] = second;
    slots[at + 2] = third;
    if (stride > HASH_WORDS) slots[at + 3] = this.size;
    this.size++;
    if (++segment.size > segment.limit) this.#grow(segment);
    return -1;
  }

  /**
   * Has the slots of `count` keys brought near the processor, all at once, so that looking them up one by one does not wait for the
   * memory each time. Gives a number of no meaning.
   */
  approach(hashes: Int32Array, count: number): number {
    const stride = this.#stride;
    const segments = this.#segments;
    let sum = 0;
    for (let index = 0, from = 0; index < count; index++, from += HASH_WORDS) {
      const segment = segments[hashes[from + 1] >>> (32 - SEGMENT_BITS)];
      sum ^= segment.slots[slotOf(hashes[from], segment) * stride];
    }
    return sum;
  }

  /** The number of a key (0 unless keys are numbered), or -1 when it is not there. */
  find(hash: Hash): number {
    const first = hash[0];
    const segment = this.#segments[hash[1] >>> (32 - SEGMENT_BITS)];
    const { slots, end } = segment;
    const stride = this.#stride;
    for (let at = slotOf(first, segment) * stride; slots[at] !== 0; ) {
      if (slots[at] === first && slots[at + 1] === hash[1] && slots[at + 2] === hash[2]) {
        return stride > HASH_WORDS ? slots[at + 3] : 0;
      }
      at += stride;
      if (at === end) at = 0;
    }
    return -1;
  }

  /** Takes the keys of a segment aside and puts them back into a larger part of its slots. */
  #grow(segment: Segment): void {
    const stride = this.#stride;
    const { slots, end } = segment;
    if (this.#aside.length < segment.size * stride) this.#aside = new Int32Array(segment.size * stride * 2);
    const aside = this.#aside;
    let kept = 0;
    for (let from = 0; from < end; from += stride) {
      if (slots[from] === 0) continue;
      for (let word = 0; word < stride; word++) aside[kept++] = slots[from + word];
    }
    setCapacity(segment, Math.ceil((end / stride) * GROWTH), stride);
    if (segment.end > slots.length) segment.slots = new Int32Array(segment.end * RESERVE);
    else slots.fill(0, 0, end);
    for (let from = 0; from < kept; from += stride) {
      let to = slotOf(aside[from], segment) * stride;
      while (segment.slots[to] !== 0) {
        to += stride;
        if (to === segment.end) to = 0;
      }
      for (let word = 0; word < stride; word++) segment.slots[to + word] = aside[from + word];
    }
  }

  /** The memory that the keys take, in bytes. */
  get bytes(): number {
    return this.#segments.reduce((sum, { end }) => sum + end * 4, 0);
  }
}

function slotOf(word: number, { scale }: Segment): number {
  return ((word >>> 0) * scale) | 0;
}

function newSegment(capacity: number, stride: number): Segment {
  const segment: Segment = { slots: new Int32Array(capacity * stride * RESERVE), end: 0, scale: 0, size: 0, limit: 0 };
  setCapacity(segment, capacity, stride);
  return segment;
}

function setCapacity(segment: Segment, capacity: number, stride: number): void {
  segment.end = capacity * stride;
  segment.scale = capacity / 2 ** 32;
  segment.limit = Math.floor(capacity * FULLEST);
}
