export { Output, type OutputForm, ReaderGone } from './output.ts';
export { printable } from './printable.ts';
export { openSources, type Source } from './source.ts';
