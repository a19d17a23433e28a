import type { Candidates } from './candidates.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Chooses the best phrases so that none is a near-duplicate of a better one: the same stems (plural, letter case), or a part of
 * it that is no more frequent. `ranked` gives phrases best first and is read no further than needed.
 */
export function fold(ranked: Iterable<number>, candidates: Candidates, vocabulary: Vocabulary, top: number): number[] {
  const chosen: number[] = [];
  const taken = new Set<Key>();
  /** By a part of chosen phrases: how often the most frequent one that it is a part of occurs. */
  const parts = new Map<Key, number>();
  if (top <= 0) return chosen;
  for (const phrase of ranked) {
    const stems = stemsOf(phrase, candidates, vocabulary);
    const key = keyOf(stems, 0, stems.length);
    if (taken.has(key)) continue;
    const frequency = candidates.frequencies[phrase]!;
    if (frequency <= (parts.get(key) ?? 0)) continue;
    taken.add(key);
    chosen.push(phrase);
    if (chosen.length >= top) break;
    for (let length = 1; length < stems.length; length++) {
      for (let first = 0; first + length <= stems.length; first++) {
        const part = keyOf(stems, first, first + length);
        parts.set(part, Math.max(parts.get(part) ?? 0, frequency));
      }
    }
  }
  return chosen;
}

/** What phrases of the same stems have in common: a number where that has room for them, which is far quicker to look up. */
type Key = number | string;
const ROOM = 2 ** 17;

function keyOf(stems: number[], first: number, end: number): Key {
  let key = 0;
  for (let i = first; i < end; i++) {
    const stem = stems[i] ?? 0;
    if (end - first > 3 || stem >= ROOM - 1) return stems.slice(first, end).join(' ');
    key = key * ROOM + stem + 1;
  }
  return key;
}

function stemsOf(phrase: number, candidates: Candidates, vocabulary: Vocabulary): number[] {
  const first = candidates.firsts[phrase]!;
  const stems: number[] = [];
  for (let i = first; i < first + candidates.lengths[phrase]!; i++) stems.push(vocabulary.stem(vocabulary.words.ids[i]!));
  return stems;
}
