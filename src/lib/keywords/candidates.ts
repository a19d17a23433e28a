/**
 * The candidate phrases of one document: runs of words, each different run once, with all places it stands at. Phrases have
 * numbers from 0 in the order they were first met. Words are the same when their keys are: numbers of words or of stems.
 */
export class Candidates {
  #keys: Int32Array = new Int32Array(0);
  /** By phrase: the index of its first word, its length in words, how often it occurs. */
  firsts = new Int32Array(256);
  lengths = new Uint16Array(256);
  frequencies = new Int32Array(256);
  #hashes = new Int32Array(256);
  /** By phrase: the occurrence that was met last; by occurrence: the index of its first word and the occurrence before. */
  latest = new Int32Array(256);
  places = new Int32Array(256);
  earlier = new Int32Array(256);
  #slots = new Int32Array(512).fill(-1);
  #phrases = 0;
  #occurrences = 0;

  /** How many different phrases there are. */
  get count(): number {
    return this.#phrases;
  }

  /** Forgets all phrases, and begins a document whose words have these keys. */
  begin(keys: Int32Array): void {
    this.#keys = keys;
    // A table that one long text made large would have to be wiped for each short one after it.
    if (this.#slots.length > 1 << 14 && this.#phrases < this.#slots.length >> 3) this.#slots = new Int32Array(1 << 12).fill(-1);
    else this.#slots.fill(-1);
    this.#phrases = 0;
    this.#occurrences = 0;
  }

  /** Adds an occurrence: `length` words from the word `first` on. Gives the number of the phrase. */
  add(first: number, length: number): number {
    const hash = this.#hash(first, length);
    const slot = this.#slot(hash, first, length);
    const known = this.#slots[slot]!;
    const phrase = known < 0 ? this.#insert(first, length, hash, slot) : known;
    this.#occur(phrase, first);
    return phrase;
  }

  /** The number of the phrase that stands at a place, or -1 where that is none. */
  find(first: number, length: number): number {
    return this.#slots[this.#slot(this.#hash(first, length), first, length)]!;
  }

  /** The indexes of the words at which a phrase begins, from the last to the first. */
  *at(phrase: number): Generator<number> {
    for (let occurrence = this.latest[phrase]!; occurrence >= 0; occurrence = this.earlier[occurrence]!)
      yield this.places[occurrence]!;
  }

  #hash(first: number, length: number): number {
    let hash = length;
    for (let i = first; i < first + length; i++) hash = Math.imul(hash ^ this.#keys[i]!, 0x5bd1e995) ^ (hash >>> 13);
    return hash;
  }

  /** The slot of a phrase, or the empty one where it would go. */
  #slot(hash: number, first: number, length: number): number {
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 16)) & mask;
    for (let phrase = this.#slots[slot]!; phrase >= 0; phrase = this.#slots[slot]!) {
      if (this.#hashes[phrase] === hash && this.#same(phrase, first, length)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #same(phrase: number, first: number, length: number): boolean {
    if (this.lengths[phrase] !== length) return false;
    const keys = this.#keys;
    const other = this.firsts[phrase]!;
    for (let i = 0; i < length; i++) if (keys[other + i] !== keys[first + i]) return false;
    return true;
  }

  #insert(first: number, length: number, hash: number, slot: number): number {
    const phrase = this.#phrases++;
    if (phrase === this.firsts.length) this.#growPhrases();
    this.firsts[phrase] = first;
    this.lengths[phrase] = length;
    this.#hashes[phrase] = hash;
    this.frequencies[phrase] = 0;
    this.latest[phrase] = -1;
    if (this.#slots.length < this.#phrases * 2) this.#rehash();
    else this.#slots[slot] = phrase;
    return phrase;
  }

  #occur(phrase: number, first: number): void {
    const occurrence = this.#occurrences++;
    if (occurrence === this.places.length) {
      this.places = doubled(this.places);
      this.earlier = doubled(this.earlier);
    }
    this.places[occurrence] = first;
    this.earlier[occurrence] = this.latest[phrase]!;
    this.latest[phrase] = occurrence;
    this.frequencies[phrase]!++;
  }

  #growPhrases(): void {
    this.firsts = doubled(this.firsts);
    const lengths = new Uint16Array(this.lengths.length * 2);
    lengths.set(this.lengths);
    this.lengths = lengths;
    this.frequencies = doubled(this.frequencies);
    this.#hashes = doubled(this.#hashes);
    this.latest = doubled(this.latest);
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = this.#slots.length - 1;
    for (let phrase = 0; phrase < this.#phrases; phrase++) {
      const hash = this.#hashes[phrase]!;
      let slot = (hash ^ (hash >>> 16)) & mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = phrase;
    }
  }
}

function doubled(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
