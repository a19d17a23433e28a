import { crc32 } from 'node:zlib';
import type { FeedState } from './feed-state.ts';

export interface DueOptions {
  /** Milliseconds between two visits to a feed, at least; 0 asks whether or not it is due. */
  minInterval: number;
  /** Milliseconds that a server or a feed may ask to be left alone, at most; a Retry-After may ask for a week. */
  maxInterval: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** A failing feed is asked less and less often, from this interval on, when there is no `minInterval`. */
const FIRST_BACKOFF = 30 * MINUTE;

/** A visit that lies further ahead than this was dated by a wrong clock. */
const CLOCK_ERROR = HOUR;

/** How much earlier than the interval a feed may be asked: a run that starts every hour comes to each feed a moment earlier or later. */
const TOLERANCE = 0.1;
const MOST_TOLERANCE = 5 * MINUTE;

/** When the feed of this key may be asked again, in milliseconds since 1970 (contract, section 5); 0 for at once. */
export function dueAt(key: string, state: FeedState, { minInterval, maxInterval }: DueOptions, now: number): number {
  const { asked, failures } = state;
  if (asked > now + CLOCK_ERROR) return 0;
  const allowed = state.retryAfter === undefined ? 0 : asked + Math.min(state.retryAfter, WEEK);
  if (failures) return Math.max(allowed, asked + shortened(key, backoff(state, minInterval || FIRST_BACKOFF)));
  if (minInterval === 0) return allowed;
  const said = Math.min(Math.max(state.fresh ?? 0, state.every ?? 0), maxInterval);
  const due = Math.max(allowed, asked + shortened(key, Math.max(minInterval, said)));
  // A feed that is due since before an hour to skip waits until that is over.
  return pastSkipped(Math.max(due, now), state.skip ?? 0, Math.max(due, asked + maxInterval), due);
}

/** The interval less its tolerance: all of it for one feed, half for another, so that feeds asked together do not stay together. */
function shortened(key: string, interval: number): number {
  const spread = crc32(key) / 2 ** 32;
  return interval - Math.min(interval * TOLERANCE, MOST_TOLERANCE) * (0.5 + 0.5 * spread);
}

/** Doubles with each failure, up to a day; a feed that is gone is left alone for a week. */
function backoff({ code, failures = 1 }: FeedState, first: number): number {
  return code === 'GONE' ? WEEK : Math.min(first * 2 ** (failures - 1), Math.max(DAY, first));
}

/** `due`, or the first moment from `start` on, but not after `latest`, that is in none of the hours and days a feed said to skip. */
function pastSkipped(start: number, skip: number, latest: number, due: number): number {
  if (!isSkipped(start, skip)) return due;
  let at = start;
  while (at < latest && isSkipped(at, skip)) at = (Math.floor(at / HOUR) + 1) * HOUR;
  return Math.min(at, latest);
}

function isSkipped(at: number, skip: number): boolean {
  const date = new Date(at);
  return ((skip >> date.getUTCHours()) & 1) === 1 || ((skip >> (24 + date.getUTCDay())) & 1) === 1;
}
