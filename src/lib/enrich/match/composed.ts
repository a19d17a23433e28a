/** A text in Unicode's composed form (NFC), in which the same characters are the same code units, and where they stood before. */
export interface Composed {
  readonly text: string;
  /** The offset in the text as it was given. */
  original(offset: number): number;
}

const ABOVE_LATIN_1 = /[^\0-\xff]/;
/** A character and the marks and Hangul letters that may join it. */
const CLUSTER = /[^\p{M}\u1160-\u11ff][\p{M}\u1160-\u11ff]*|[\p{M}\u1160-\u11ff]+/gsu;

/** Composes a text. Linear in its length. */
export function composed(given: string): Composed {
  const text = ABOVE_LATIN_1.test(given) ? given.normalize('NFC') : given;
  if (text === given) return { text, original: (offset) => offset };
  let offsets: Int32Array | undefined;
  return {
    text,
    original(offset) {
      offsets ??= offsetsOf(given, text.length);
      return offsets[offset] ?? given.length;
    },
  };
}

/** By offset in the composed text: the offset in the given one; within a cluster that changed, the end of the cluster. */
function offsetsOf(given: string, length: number): Int32Array {
  const offsets = new Int32Array(length + 1).fill(given.length);
  let to = 0;
  for (const { 0: cluster, index } of given.matchAll(CLUSTER)) {
    const form = cluster.normalize('NFC');
    for (let i = 0; i < form.length && to < length; i++) {
      offsets[to++] = i === 0 || form === cluster ? index + i : index + cluster.length;
    }
  }
  return offsets;
}
