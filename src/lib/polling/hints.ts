/** What a feed says in its own text about when to ask for it. */
export interface FeedHints {
  /** Milliseconds between two visits. */
  every?: number;
  /** Hours (UTC, bits 0 to 23) and days (Sunday first, bits 24 to 30) at which it does not change. */
  skip?: number;
}

const MINUTE = 60_000;
const periods: Record<string, number> = {
  hourly: 60,
  daily: 24 * 60,
  weekly: 7 * 24 * 60,
  monthly: 30 * 24 * 60,
  yearly: 365 * 24 * 60,
};
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** A feed says such things before its first item, which mostly comes soon, or not far behind its start. */
const SOON_BYTES = 4 * 1024;
const HEAD_BYTES = 32 * 1024;
const ITEM = /<(?:\w+:)?(?:item|entry)[\s>]/;

/**
 * Reads `ttl` (RSS 2.0: minutes), `skipHours` and `skipDays`, and `sy:updatePeriod` with `sy:updateFrequency` (RSS 1.0 syndication
 * module) out of the beginning of a feed.
 */
export function hintsOf(body: Buffer): FeedHints {
  const channel = upToItem(body, SOON_BYTES) ?? upToItem(body, HEAD_BYTES) ?? body.toString('latin1', 0, HEAD_BYTES);
  const every = Math.max(ttlOf(channel), periodOf(channel));
  const skip = hoursOf(channel) | daysOf(channel);
  return { ...(every > 0 ? { every } : {}), ...(skip === 0 ? {} : { skip }) };
}

/** What comes before the first item, if that begins within so many bytes. */
function upToItem(body: Buffer, bytes: number): string | undefined {
  const head = body.toString('latin1', 0, bytes);
  const end = head.search(ITEM);
  return end < 0 ? undefined : head.slice(0, end);
}

function ttlOf(channel: string): number {
  return Number(/<ttl>\s*(\d{1,7})\s*<\/ttl>/.exec(channel)?.[1] ?? 0) * MINUTE;
}

function periodOf(channel: string): number {
  const period = periods[/<\w+:updatePeriod>\s*(\w+)\s*</.exec(channel)?.[1]?.toLowerCase() ?? ''];
  if (period === undefined) return 0;
  const frequency = Number(/<\w+:updateFrequency>\s*(\d{1,5})\s*</.exec(channel)?.[1] ?? 1);
  return (period / Math.max(1, frequency)) * MINUTE;
}

function hoursOf(channel: string): number {
  const block = /<skipHours>([\s\S]*?)<\/skipHours>/.exec(channel)?.[1] ?? '';
  const hours = [...block.matchAll(/<hour>\s*(\d{1,2})\s*<\/hour>/g)].map(([, hour]) => Number(hour) % 24);
  return hours.reduce((bits, hour) => bits | (1 << hour), 0);
}

function daysOf(channel: string): number {
  const block = /<skipDays>([\s\S]*?)<\/skipDays>/.exec(channel)?.[1] ?? '';
  const named = [...block.matchAll(/<day>\s*(\w+)\s*<\/day>/g)].map(([, day]) => days.indexOf(day!.toLowerCase()));
  return named.filter((day) => day >= 0).reduce((bits, day) => bits | (1 << (24 + day)), 0);
}
