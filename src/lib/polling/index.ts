export type { FeedState } from './feed-state.ts';
export type { Feeds } from './feeds.ts';
export { type FeedMemory, keyOf } from './memory.ts';
export { type OpenOptions, openFeeds, openMemory, stopped } from './open.ts';
export type { Outcome } from './outcome.ts';
