import { tag } from '../english/index.ts';
import { gap, kind, kindAt } from '../text/index.ts';
import type { Chunks } from './chunks.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What a word can be in a noun phrase. */
const role = { none: 0, modifier: 1, gerund: 2, head: 3 } as const;

/** Nouns that no phrase ends with, though they are no stop words everywhere. */
const empty = new Set(
  'thing things lot lots way ways kind kinds sort many more most other others same such own one ones'.split(' '),
);
/** Adjectives that are stop words and yet part of terms: second language, new wave. */
const ordinals = new Set(['first', 'second', 'third', 'new', 'old', 'particular']);

/** Finds the noun phrases of an English text: adjectives, participles and nouns in a row that end in a noun. */
export function nounPhrases(text: string, vocabulary: Vocabulary, tags: Uint8Array, chunks: Chunks): void {
  const { count, gaps } = vocabulary.words;
  const roles = new Uint8Array(count);
  for (let i = 0; i < count; i++) roles[i] = roleOf(text, vocabulary, tags, i);
  for (let first = 0; first < count; ) {
    if (roles[first] === role.none) {
      first++;
      continue;
    }
    let next = first + 1;
    while (next < count && roles[next] !== role.none && gaps[next]! <= gap.space && !vocabulary.isRepeated(next)) next++;
    let end = next;
    while (end > first && !endsPhrase(roles, tags, first, end)) end--;
    if (end > first) chunks.add(first, end, (from, to) => endsPhrase(roles, tags, from, to));
    first = next;
  }
}

function endsPhrase(roles: Uint8Array, tags: Uint8Array, first: number, end: number): boolean {
  if (roles[end - 1] === role.head) return true;
  // simulation modeling: a gerund behind a noun is one itself
  return roles[end - 1] === role.gerund && end - first > 1 && (tags[end - 2] === tag.noun || tags[end - 2] === tag.name);
}

function roleOf(text: string, vocabulary: Vocabulary, tags: Uint8Array, i: number): number {
  const { ids, starts, ends, gaps } = vocabulary.words;
  const id = ids[i]!;
  if (vocabulary.isLetterless(id)) return role.none;
  const what = tags[i];
  const capital = kindAt(text.charCodeAt(starts[i]!)) === kind.upper;
  const stop = vocabulary.isStop(id);
  const length = ends[i]! - starts[i]!;
  const word = vocabulary.word(id);
  if (what === tag.noun || what === tag.name || leadsName(vocabulary, tags, i, capital && gaps[i]! <= gap.space)) {
    if (capital ? length > 1 || what === tag.name : length > 1 && !(stop && (length < 3 || empty.has(word)))) return role.head;
    return role.none;
  }
  if (what === tag.adjective) return !stop || ordinals.has(word) ? role.modifier : role.none;
  if (stop) return role.none;
  if (what === tag.verb)
    return word.endsWith('ing') ? role.gerund : word.endsWith('ed') || word.endsWith('en') ? role.modifier : role.none;
  if (what !== tag.adverb || !word.endsWith('ly') || i + 1 >= tags.length || gaps[i + 1]! > gap.space) return role.none;
  const next = tags[i + 1];
  const participle = next === tag.verb && vocabulary.word(ids[i + 1]!).endsWith('ed');
  return next === tag.adjective || participle ? role.modifier : role.none;
}

/** Whether a capital word before a name belongs to it, whatever the tagger took it for: De Beers. */
function leadsName(vocabulary: Vocabulary, tags: Uint8Array, i: number, capitalInside: boolean): boolean {
  if (!capitalInside || i + 1 >= tags.length || tags[i + 1] !== tag.name) return false;
  return vocabulary.words.gaps[i + 1]! <= gap.space && !vocabulary.isStop(vocabulary.words.ids[i]!);
}
