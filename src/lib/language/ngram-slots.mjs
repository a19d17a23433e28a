// Where the hash table of language-model.mjs keeps an n-gram: shared by who writes the table and who reads it.

/** A power of 2, some 1.6 times the number of n-grams. */
export const SLOTS = 1 << 17;

/** The slot that an n-gram of up to 6 bytes, as a number, has if that is free; else it has the next free one. */
export function slotOf(key) {
  const hash = Math.imul((key | 0) ^ Math.imul((key / 0x100000000) | 0, 0x9e3779b1), 0x85ebca6b);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}
