export { Output, type OutputForm, ReaderGone } from './output.ts';
export { openSources, type Source } from './source.ts';
