export { type Guard, Output, type OutputForm, ReaderGone } from './output.ts';
export { clashOfPaths, type NamedPath, type Paths, refuseClashes } from './paths.ts';
export { openSources, type Source } from './source.ts';
