export { parseDate } from './date.ts';
export { looksLikeDocument } from './detect.ts';
export { parseDuration } from './duration.ts';
export { parseFeed, parseFeedToJson } from './parse.ts';
export type { Attachment, Author, Extensions, FeedInfo, Item, Source } from './types.ts';
