import { readFile } from 'node:fs/promises';
import { Halt, reasonOf, status } from '../errors/index.ts';
import { stopWords } from '../text/index.ts';
import { langkitStopWords } from './langkit.ts';

/** What a user says of stop words: the whole list, or what to add to and take from the one of the language. */
export interface StopWordChanges {
  only: readonly string[];
  add: readonly string[];
  remove: readonly string[];
}

/**
 * Reads a file of stop words, separated by white space; `#` begins a comment. They are the whole list; those with a `+` or `-`
 * in front are added to or taken from the list of the language, which stays when the file has no others.
 * @throws Halt when the file cannot be read
 */
export async function readStopWords(path: string): Promise<StopWordChanges> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new Halt(status.failed, `${path}: cannot read the stop words: ${reasonOf(error)}`);
  }
  const words = text
    .replace(/^\ufeff/, '')
    .replace(/(^|\s)#.*$/gm, '')
    .toLowerCase()
    .replace(/\u2019/g, "'")
    .split(/\s+/)
    .filter((word) => word !== '');
  const marked = (mark: string) => words.filter((word) => word[0] === mark && word !== mark).map((word) => word.slice(1));
  return { only: words.filter((word) => word[0] !== '+' && word[0] !== '-'), add: marked('+'), remove: marked('-') };
}

// The paper's own list was learned from abstracts. This is what its published example tells of how it differs from a stock list.
const paperAdds = ['considered', 'construction', 'mixed', 'types'];
const paperRemoves = ['corresponding'];

/**
 * The stop words of a language for a variant of RAKE (`default` for other methods), after a user's changes; empty where there are
 * none.
 */
export async function stopList(language: string, variant: string, changes: StopWordChanges | undefined): Promise<Set<string>> {
  const list = new Set(changes && changes.only.length > 0 ? changes.only : await stockList(language, variant));
  for (const word of changes?.add ?? []) list.add(word);
  for (const word of changes?.remove ?? []) list.delete(word);
  return list;
}

async function stockList(language: string, variant: string): Promise<Iterable<string>> {
  if (variant === 'langkit' && language === 'en') return langkitStopWords;
  const stock = (await stopWords(language)) ?? [];
  if (variant !== 'paper' || language !== 'en') return stock;
  return [...stock.filter((word) => !paperRemoves.includes(word)), ...paperAdds];
}
