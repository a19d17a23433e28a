// How the tables of english-model.mjs are laid out: shared by who writes them and who reads them.

export const BUCKETS = 1 << 14;
/** Behind each word: the number of its list of tokens (2 bytes), its own part of speech, its syllables. */
export const BYTES_BEHIND_WORD = 4;

/** The columns of an automaton: the parts of speech, then hints (which stand for single words), then the end of the text. */
export const HINTS = 20;
export const EOS = 60;
export const STATE_COLUMNS = 64;

/** A token as a number: its part of speech, whether that is settled, its hint, and which parts of speech it can have. */
export function packedToken(part, isSettled, hint, possible) {
  return part | (isSettled ? 1 << 5 : 0) | (hint << 6) | (possible << 12);
}

/** A hash (FNV-1a) of ASCII text. */
export function hashOf(text, start, end) {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash ^ (hash >>> 15);
}
