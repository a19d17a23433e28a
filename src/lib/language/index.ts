export { type DetectLanguage, languageDetector } from './language.ts';
export { isKnownLanguage, languageCode } from './languages.ts';
