import { parseFields } from '../json/index.ts';
import { KeywordFinder, type KeywordSettings } from './finder.ts';
import { DocumentFrequencies } from './frequencies.ts';
import type { Keyword } from './keyword.ts';

/** What `keywordsOf` may be told; all of it has defaults. */
export type KeywordOptions = Partial<
  Pick<KeywordSettings, 'method' | 'rakeVariant' | 'language' | 'top' | 'minScore' | 'maxWords'>
>;

/** The keywords of one text, best first. For many texts, a `KeywordFinder` loads what a language needs only once. */
export async function keywordsOf(text: string, options: KeywordOptions = {}): Promise<Keyword[]> {
  const none = new DocumentFrequencies();
  const defaults = { method: 'phrases', rakeVariant: 'default', language: 'auto', minScore: Number.NEGATIVE_INFINITY } as const;
  const rest = { fields: parseFields('text'), stopWords: undefined, frequencies: none, counted: none };
  return new KeywordFinder({ ...defaults, ...rest, ...options }).find({ text });
}

/** The keywords of one text by RAKE (Rose, Engel, Cramer, Cowley 2010). */
export function rake(text: string, options: Omit<KeywordOptions, 'method'> = {}): Promise<Keyword[]> {
  return keywordsOf(text, { ...options, method: 'rake' });
}
