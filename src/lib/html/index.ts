export { numericCharacter } from './entities.ts';
export { isPage, type PageLinks, pageLinks } from './feed-links.ts';
export { decodeReferences, type Reference, type ReferenceMode, readReference } from './references.ts';
export { htmlBytesToLine, htmlBytesToText, htmlToLine, htmlToText, referencesToLine, textBytesToLine } from './to-text.ts';
