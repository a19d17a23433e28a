export { loadEnglishWords } from './english-words.ts';
export { type Tagger, tag } from './tags.ts';
