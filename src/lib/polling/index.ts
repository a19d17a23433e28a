export type { Feeds } from './feeds.ts';
export { type FeedMemory, type FeedState, keyOf } from './memory.ts';
export { type OpenOptions, openFeeds, openMemory, stopped } from './open.ts';
export type { Outcome } from './outcome.ts';
