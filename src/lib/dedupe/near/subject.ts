import { wordsOf } from './shingles.ts';

/** So much of a title or URL is kept, in characters. */
const LONGEST = 200;
/** Titles agree when more than this share of the shorter one's words is in the other. */
const SHARED_WORDS = 0.5;

/**
 * What a text is about, as a string to keep: the words of its title, or else its URL; `''` where it has neither.
 */
export function subjectOf(title: string | undefined, url: string | undefined): string {
  const words = title === undefined ? [] : wordsOf(title.slice(0, LONGEST));
  if (words.length > 0) return words.join(' ');
  return url === undefined || url === '' ? '' : `<${url.slice(0, LONGEST)}`;
}

/**
 * Whether two subjects can be of the same item; undefined where that cannot be said. Titles agree when they share most words and all
 * numbers: parts, versions and dates tell items of a series from one another.
 */
export function agree(one: string, other: string): boolean | undefined {
  if (one === other) return one === '' ? undefined : true;
  if (one === '' || other === '') return undefined;
  if (one.startsWith('<') || other.startsWith('<')) return one.startsWith('<') && other.startsWith('<') ? false : undefined;
  return isSeries(one, other) ? false : sharesWords(one, other);
}

/** Whether two titles share most of their words, but not their numbers. */
export function isSeries(one: string, other: string): boolean {
  return numbersIn(one) !== numbersIn(other) && sharesWords(one, other);
}

function numbersIn(title: string): string {
  return (title.match(/\p{N}+/gu) ?? []).join();
}

function sharesWords(one: string, other: string): boolean {
  const [fewer, more] = [new Set(one.split(' ')), new Set(other.split(' '))].sort((a, b) => a.size - b.size) as [
    Set<string>,
    Set<string>,
  ];
  let shared = 0;
  for (const word of fewer) if (more.has(word)) shared++;
  return shared > fewer.size * SHARED_WORDS;
}
