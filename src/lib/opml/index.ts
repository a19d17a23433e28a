export type { Feed } from './outline.ts';
export { readFeeds } from './read.ts';
export { OpmlWriter } from './write.ts';
