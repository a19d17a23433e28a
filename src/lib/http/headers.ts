import { decimalNumber, momentOf, wholeNumber, within } from '../numbers/index.ts';

/** Response headers: names in lower case, bytes as latin1, values of a repeated name joined by `, `. */
export type Headers = Map<string, string>;

/** Headers out of names and values in turn. */
export function headersOf(pairs: readonly string[]): Headers {
  const headers: Headers = new Map();
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    const [given = '', value = ''] = pairs.slice(at, at + 2);
    const name = given.toLowerCase();
    const before = headers.get(name);
    // Of two Locations the first counts; a list of them would be a third place.
    if (before === undefined) headers.set(name, value);
    else if (name !== 'location') headers.set(name, `${before}, ${value}`);
  }
  return headers;
}

/** Whether a text may be sent as the value of a header: printable, no wider than a byte a character. */
export function isHeaderValue(text: string | undefined): text is string {
  return text !== undefined && /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

/** A Content-Type, in its parts: the media type in lower case, and the charset it names. */
export function contentTypeOf(value: string | undefined): { type: string; charset?: string } {
  if (value === undefined) return { type: '' };
  const type = value.split(/[;,]/, 1)[0]!.trim().toLowerCase();
  const charset = /;\s*charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;,"']+))/i.exec(value);
  const label = (charset?.[1] ?? charset?.[2] ?? charset?.[3])?.trim();
  return label ? { type, charset: label } : { type };
}

/** No header asks for longer than this many milliseconds: ten years. */
const LONGEST = 10 * 365 * 86_400_000;

/** Milliseconds a server asks to wait (RFC 9110, 10.2.3: seconds, or a date), or nothing. */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after');
  const seconds = decimalNumber(value, LONGEST / 1000);
  if (seconds !== undefined) return within(seconds * 1000, 0, LONGEST);
  const date = momentOf(value);
  return date === undefined ? undefined : within(date - now, 0, LONGEST);
}

/** Milliseconds an answer stays fresh (RFC 9111, 4.2.1: max-age, else Expires less Date), or nothing when it does not say. */
export function freshForOf(headers: Headers, now: number): number | undefined {
  const control = headers.get('cache-control')?.toLowerCase() ?? '';
  if (/(?:^|,)\s*no-(?:cache|store)\s*(?:,|$)/.test(control)) return 0;
  const maxAge = wholeNumber(/(?:^|[,\s])max-age\s*=\s*"?(\d+)/.exec(control)?.[1], LONGEST / 1000);
  if (maxAge !== undefined) return within((maxAge - (wholeNumber(headers.get('age'), LONGEST / 1000) ?? 0)) * 1000, 0, LONGEST);
  const expires = headers.get('expires');
  if (expires === undefined) return undefined;
  const until = momentOf(expires);
  return until === undefined ? 0 : within(until - (momentOf(headers.get('date')) ?? now), 0, LONGEST);
}
