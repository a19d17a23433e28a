import { isoTime, numberTime, rfc3339Time, shortTime } from './date-iso.ts';
import { rfc822Time, wordTime } from './date-words.ts';

const LONGEST = 128;
/** RFC 3339 has four digits for the year. */
const year10000 = Date.UTC(10_000, 0);

/**
 * A date in RFC 3339, UTC, out of what feeds write: RFC 822 with all its deviations, RFC 3339 and ISO 8601, Unix time, and what people
 * and content management systems write in some thirty languages. Without a zone, UTC. Nothing for what cannot be read.
 */
export function parseDate(text: string): string | undefined {
  const clean = (text.length > LONGEST ? text.slice(0, LONGEST * 2) : text).trim();
  if (clean === '' || clean.length > LONGEST) return undefined;
  const ms =
    rfc822Time(clean) ?? rfc3339Time(clean) ?? isoTime(clean) ?? numberTime(clean) ?? shortTime(clean) ?? wordTime(clean);
  return ms === undefined || ms >= year10000 ? undefined : new Date(ms).toISOString().replace('.000Z', 'Z');
}
