export { numericCharacter } from './entities.ts';
export { feedLinks, isPage } from './feed-links.ts';
export { type Reference, type ReferenceMode, readReference } from './references.ts';
export { htmlBytesToLine, htmlBytesToText, htmlToLine, htmlToText, referencesToLine, textBytesToLine } from './to-text.ts';
