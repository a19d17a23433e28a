import { wholeNumber, within } from '../numbers/index.ts';

/** What a feed says in its own text about when to ask for it. */
export interface FeedHints {
  /** Milliseconds between two visits. */
  every?: number;
  /** Hours (UTC, bits 0 to 23) and days (Sunday first, bits 24 to 30) at which it does not change. */
  skip?: number;
}

const MINUTE = 60_000;
const periods = new Map([
  ['hourly', 60],
  ['daily', 24 * 60],
  ['weekly', 7 * 24 * 60],
  ['monthly', 30 * 24 * 60],
  ['yearly', 365 * 24 * 60],
]);
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** A feed says such things before its first item, which mostly comes soon, or not far behind its start. */
const SOON_BYTES = 4 * 1024;
const HEAD_BYTES = 32 * 1024;
const LONGEST = 366 * 24 * 60 * MINUTE;
const marks = [
  { start: '<!--', end: '-->', shown: false },
  { start: '<![CDATA[', end: ']]>', shown: true },
];
const ITEM = /<(?:\w+:)?(?:item|entry)[\s>]/;

/**
 * Reads `ttl` (RSS 2.0: minutes), `skipHours` and `skipDays`, and `sy:updatePeriod` with `sy:updateFrequency` (RSS 1.0 syndication
 * module) out of the beginning of a feed.
 */
export function hintsOf(body: Buffer): FeedHints {
  const channel = plain(upToItem(body, SOON_BYTES) ?? upToItem(body, HEAD_BYTES) ?? body.toString('latin1', 0, HEAD_BYTES));
  const every = within(Math.max(ttlOf(channel), periodOf(channel)), 0, LONGEST);
  const skip = hoursOf(channel) | daysOf(channel);
  return { ...(every > 0 ? { every } : {}), ...(skip === 0 ? {} : { skip }) };
}

/** Markup without its comments, and with CDATA sections in the open. */
function plain(markup: string): string {
  if (!markup.includes('<!')) return markup;
  let out = '';
  let done = 0;
  for (let at = markup.indexOf('<!'); at >= 0; at = markup.indexOf('<!', at + 2)) {
    const mark = marks.find(({ start }) => markup.startsWith(start, at));
    if (!mark) continue;
    const from = at + mark.start.length;
    const end = markup.indexOf(mark.end, from);
    out += markup.slice(done, at);
    if (end < 0) return out;
    if (mark.shown) out += markup.slice(from, end);
    done = end + mark.end.length;
    at = done - 2;
  }
  return out + markup.slice(done);
}

/** What comes before the first item, if that begins within so many bytes. */
function upToItem(body: Buffer, bytes: number): string | undefined {
  const head = body.toString('latin1', 0, bytes);
  const end = head.search(ITEM);
  return end < 0 ? undefined : head.slice(0, end);
}

function ttlOf(channel: string): number {
  return numberIn(/<ttl>([^<]*)<\/ttl>/, channel) * MINUTE;
}

function periodOf(channel: string): number {
  const name = /<\w+:updatePeriod>\s*(\w+)\s*</.exec(channel)?.[1]?.toLowerCase();
  const period = periods.get(name ?? '') ?? 0;
  return (period / (numberIn(/<\w+:updateFrequency>([^<]*)</, channel) || 1)) * MINUTE;
}

function numberIn(element: RegExp, channel: string): number {
  return wholeNumber(element.exec(channel)?.[1], LONGEST / MINUTE) ?? 0;
}

function hoursOf(channel: string): number {
  let bits = 0;
  for (const [, text] of blockOf('skipHours', channel).matchAll(/<hour>([^<]*)<\/hour>/g)) {
    const hour = wholeNumber(text, 99);
    if (hour !== undefined) bits |= 1 << (hour % 24);
  }
  return bits;
}

function daysOf(channel: string): number {
  let bits = 0;
  for (const [, text = ''] of blockOf('skipDays', channel).matchAll(/<day>([^<]*)<\/day>/g)) {
    const day = days.indexOf(text.trim().toLowerCase());
    if (day >= 0) bits |= 1 << (24 + day);
  }
  return bits;
}

function blockOf(name: string, channel: string): string {
  const start = channel.indexOf(`<${name}>`);
  const end = start < 0 ? -1 : channel.indexOf(`</${name}>`, start);
  return end < 0 ? '' : channel.slice(start, end);
}
