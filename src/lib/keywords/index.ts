export { KeywordFinder, type KeywordSettings, methods, rakeVariants } from './finder.ts';
export { DocumentFrequencies } from './frequencies.ts';
export { readFrequencies, writeFrequencies } from './frequency-file.ts';
export type { Keyword } from './keyword.ts';
export { type KeywordOptions, keywordsOf, rake } from './keywords-of.ts';
export { readStopWords } from './stoplist.ts';
