const FULLEST = 0.7;

/** A map of words to positive words over typed arrays; a Map ends at 16.7 million entries. */
export class Heads {
  #keys = new Uint32Array(4096);
  #values = new Int32Array(4096);
  #size = 0;

  /** The value of a key, or 0. */
  get(key: number): number {
    return this.#values[this.#slotOf(key)];
  }

  /** Sets the value of a key, from 1 on; gives the one before, or 0. */
  set(key: number, value: number): number {
    const slot = this.#slotOf(key);
    const before = this.#values[slot];
    this.#keys[slot] = key;
    this.#values[slot] = value;
    if (before === 0 && ++this.#size > this.#keys.length * FULLEST) this.#grow();
    return before;
  }

  /** Where a key is, or would be. Keys are the least of many hashes, so their own bits are not spread evenly. */
  #slotOf(key: number): number {
    const keys = this.#keys;
    const values = this.#values;
    const mask = keys.length - 1;
    let slot = (key ^ (key >>> 16) ^ Math.imul(key, 0x9e3779b1)) & mask;
    while (values[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const keys = this.#keys;
    const values = this.#values;
    this.#keys = new Uint32Array(keys.length * 2);
    this.#values = new Int32Array(keys.length * 2);
    for (let at = 0; at < keys.length; at++) {
      if (values[at] === 0) continue;
      const slot = this.#slotOf(keys[at]);
      this.#keys[slot] = keys[at];
      this.#values[slot] = values[at];
    }
  }
}
