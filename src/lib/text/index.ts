export { asciiKinds, kind, kindAt, lowerAt } from './characters.ts';
export { Lexicon } from './lexicon.ts';
export { isWordBoundary } from './segment.ts';
export { endsSentence } from './sentence-rules.ts';
export { type Stemmer, stemmerOf } from './stems.ts';
export { stopWords } from './stopwords.ts';
export { gap, Words } from './words.ts';
