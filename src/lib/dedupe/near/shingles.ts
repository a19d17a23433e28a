/** How many words make a shingle. */
const SHINGLE_WORDS = 3;

/** Scripts written without spaces between words: there, every character counts as a word. */
const UNSPACED =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;

/**
 * The shingles of a text, that is each three words that follow one another, as hashes of 32 bits, each once, in ascending order. Letter
 * case, punctuation and white space make no difference. A text of fewer words has one shingle; one without words has none.
 */
export function shinglesOf(text: string | readonly string[]): Uint32Array {
  const words = (typeof text === 'string' ? wordsOf(text) : text).map(hashOf);
  const count = words.length === 0 ? 0 : Math.max(1, words.length - SHINGLE_WORDS + 1);
  const shingles = new Uint32Array(count);
  for (let start = 0; start < count; start++) {
    let hash = 0;
    for (let at = start; at < Math.min(start + SHINGLE_WORDS, words.length); at++)
      hash = mix(Math.imul(hash, 31) + (words[at] as number));
    shingles[start] = hash;
  }
  return unique(shingles.sort());
}

/** The words of a text in lower case; in scripts without spaces each character. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text
    .normalize('NFKC')
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    if (UNSPACED.test(word)) words.push(...word);
    else words.push(word);
  }
  return words;
}

/** FNV-1a over UTF-16 units, mixed. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return mix(hash);
}

/** The finaliser of MurmurHash3: one to one, and every bit depends on every bit. */
export function mix(value: number): number {
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

function unique(sorted: Uint32Array): Uint32Array {
  let kept = 0;
  for (let at = 0; at < sorted.length; at++) if (at === 0 || sorted[at] !== sorted[at - 1]) sorted[kept++] = sorted[at] as number;
  return sorted.subarray(0, kept);
}
