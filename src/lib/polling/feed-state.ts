/** What is remembered of a feed from run to run. Times are in milliseconds. */
export interface FeedState {
  /** When it was last asked for. */
  asked: number;
  etag?: string | undefined;
  lastModified?: string | undefined;
  /** Where the validators came from, when not from the feed's own URL. */
  validFor?: string | undefined;
  /** SHA-256 of the last body, or as much of it as is stored. */
  hash?: Buffer | undefined;
  /** How long the last answer said it stays fresh. */
  fresh?: number | undefined;
  /** How long the last answer asked to be left alone. */
  retryAfter?: number | undefined;
  /** What the feed says itself (see `FeedHints`). */
  every?: number | undefined;
  skip?: number | undefined;
  /** How often in a row it failed, in how many runs, and the code of the last failure. */
  failures?: number | undefined;
  failingRuns?: number | undefined;
  code?: string | undefined;
  /** Where permanent redirects lead, and how often in a row they did. */
  permanent?: string | undefined;
  permanentSeen?: number | undefined;
  /** The feeds that it links, where it is a page. */
  links?: string[] | undefined;
}
