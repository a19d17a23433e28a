import { Reject } from '../errors/index.ts';
import { parseFeed } from '../feed/index.ts';
import type { Answer, Target } from '../http/index.ts';
import type { FeedState } from './feed-state.ts';

/** How often a permanent redirect must have been seen before it is believed. */
const BELIEVED_AFTER = 3;

/** Of so many visits to the new address of a feed, one goes to its old address. */
const OLD_EVERY = 30;

/** The address that a feed has moved to for good. */
export function movedTo(state: FeedState | undefined): string | undefined {
  return state?.permanent !== undefined && (state.permanentSeen ?? 0) >= BELIEVED_AFTER ? state.permanent : undefined;
}

/** Whether it is time to try the old address of a feed that has moved. */
export function triesOld(state: FeedState): boolean {
  return movedTo(state) !== undefined && (state.permanentSeen ?? 0) % OLD_EVERY === 0;
}

/** The target at the address that its feed has moved to. Another host there was named by a server, not by the user. */
export function atNewAddress(target: Target, address: string): Target {
  const url = new URL(address);
  return { ...target, url, isNamed: target.isNamed || url.hostname !== target.url.hostname };
}

/**
 * Where permanent redirects led, all the way, and how often in a row. Only what is a feed counts: a page for sale or the login of a
 * network answers everything with such redirects.
 */
export function moveSeen(answer: Answer, before: FeedState | undefined): Pick<FeedState, 'permanent' | 'permanentSeen'> {
  const { redirects, url } = answer;
  const isSame = before?.permanent === url;
  const seen = { permanent: url, permanentSeen: isSame ? (before.permanentSeen ?? 0) + 1 : 1 };
  if (redirects.length === 0) return isSame ? seen : {};
  if (!redirects.every(({ status }) => status === 301 || status === 308)) return {};
  return (answer.status === 304 ? isSame : isFeed(answer)) ? seen : {};
}

/** Whether a body is a feed that can be read, at least its beginning. */
export function isFeed({ body, stream }: Answer): boolean {
  if (stream) return false;
  try {
    parseFeed(body).next();
    return true;
  } catch (error) {
    if (error instanceof Reject) return error.code !== 'NOT_A_FEED';
    throw error;
  }
}
