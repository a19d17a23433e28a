export { nearest } from './nearest.ts';
export { print } from './print.ts';
export { cutToColumns, printable, printableJson } from './printable.ts';
export { shownMessage, shownText, withoutCredentials } from './shown.ts';
