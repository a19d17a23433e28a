import { gap, type Words } from '../text/index.ts';
import type { Candidates } from './candidates.ts';

/** More occurrences than this add nothing to the choice of a spelling. */
const ENOUGH = 200;

/** How a phrase is written in the text: its most frequent spelling; of equally frequent ones the one met inside a sentence. */
export function surfaceOf(text: string, words: Words, candidates: Candidates, phrase: number): string {
  const length = candidates.lengths[phrase]!;
  if (candidates.frequencies[phrase] === 1) return spellingAt(text, words, candidates.firsts[phrase]!, length);
  const counts = new Map<string, number>();
  let seen = 0;
  for (const first of candidates.at(phrase)) {
    const spelling = spellingAt(text, words, first, length);
    const inside = words.gaps[first]! < gap.sentence ? 1.001 : 1;
    counts.set(spelling, (counts.get(spelling) ?? 0) + inside);
    if (++seen === ENOUGH) break;
  }
  let best = '';
  let most = 0;
  for (const [spelling, count] of counts) {
    // Occurrences come last to first: of equal counts the one met first in the text is to win.
    if (count >= most) [best, most] = [spelling, count];
  }
  return best;
}

/** The words of a text from the word `first` on as they stand there, white space between them folded to one space. */
export function spellingAt(text: string, words: Words, first: number, length: number): string {
  const written = text.slice(words.starts[first], words.ends[first + length - 1]);
  return /[^\S ]| {2}|\u00ad|\u200b/.test(written) ? written.replace(/[\u00ad\u200b]/g, '').replace(/\s+/g, ' ') : written;
}
