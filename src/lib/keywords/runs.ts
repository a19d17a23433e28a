import { gap } from '../text/index.ts';
import type { Chunks } from './chunks.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Finds the runs of words between stop words and marks: the phrases of a language without a tagger. */
export function runsBetweenStops(vocabulary: Vocabulary, chunks: Chunks): void {
  const { count, ids, gaps } = vocabulary.words;
  for (let first = 0; first < count; ) {
    if (!bears(vocabulary, ids[first]!)) {
      first++;
      continue;
    }
    let end = first + 1;
    while (end < count && gaps[end]! <= gap.space && bears(vocabulary, ids[end]!) && !vocabulary.isRepeated(end)) end++;
    chunks.add(first, end, () => true);
    first = end;
  }
}

function bears(vocabulary: Vocabulary, id: number): boolean {
  return !vocabulary.isStop(id) && !vocabulary.isLetterless(id);
}
