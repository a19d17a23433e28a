import type { FeedState } from './memory.ts';

export interface DueOptions {
  /** Milliseconds between two visits to a feed, at least; 0 asks always. */
  minInterval: number;
  /** Milliseconds that a server or a feed may ask to be left alone, at most; a Retry-After may ask for a week. */
  maxInterval: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** When a feed may be asked again, in milliseconds since 1970 (contract, section 5); 0 for at once. */
export function dueAt(state: FeedState, { minInterval, maxInterval }: DueOptions): number {
  if (minInterval === 0) return 0;
  const retryAfter = Math.min(state.retryAfter ?? 0, WEEK);
  if (state.failures) return state.asked + Math.max(retryAfter, backoff(state, minInterval));
  const said = Math.min(Math.max(state.fresh ?? 0, state.every ?? 0), maxInterval);
  const due = state.asked + Math.max(minInterval, said, retryAfter);
  return pastSkipped(due, state.skip ?? 0, Math.max(due, state.asked + maxInterval));
}

/** A feed that fails is left alone twice as long each time, up to a day; one that is gone, a week. */
function backoff({ code, failures = 1 }: FeedState, minInterval: number): number {
  return code === 'GONE' ? WEEK : Math.min(minInterval * 2 ** (failures - 1), Math.max(DAY, minInterval));
}

/** The first moment from `due` on, but not after `latest`, that is in none of the hours and days a feed said to skip. */
function pastSkipped(due: number, skip: number, latest: number): number {
  let at = due;
  while (at < latest && isSkipped(at, skip)) at = (Math.floor(at / HOUR) + 1) * HOUR;
  return Math.min(at, latest);
}

function isSkipped(at: number, skip: number): boolean {
  const date = new Date(at);
  return ((skip >> date.getUTCHours()) & 1) === 1 || ((skip >> (24 + date.getUTCDay())) & 1) === 1;
}
