/** The parts of feedmill that other programs use most. Each room is there as a whole under its own name: `feedmill/feed`, `feedmill/http` … */
export type {
  Enrichment,
  EnrichmentContext,
  EnrichmentFunction,
  EnrichmentOptions,
  RecordEnrichment,
  ValueEnrichment,
} from './lib/enrich/index.ts';
export { Halt, Reject } from './lib/errors/index.ts';
export { type Item, parseDate, parseDuration, parseFeed } from './lib/feed/index.ts';
export { type Filter, notBegun, type Piece, type RunFilterOptions, runFilter, type Yield } from './lib/filter/index.ts';
export type { Json, JsonObject } from './lib/json/index.ts';
export { type KeywordOptions, keywordsOf, rake } from './lib/keywords/index.ts';
export { Line, LineSplitter } from './lib/ndjson/index.ts';
export { type Feed, readFeeds } from './lib/opml/index.ts';
export { VERSION as version } from './version.ts';
