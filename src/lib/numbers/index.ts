/**
 * Numbers that come from outside: from headers, feeds and pages. Whatever is written there, what comes out is finite and within
 * bounds, so that nothing behind it has to ask.
 */

/** Moments of JavaScript's Date, in milliseconds since 1970. */
const LATEST = 8.64e15;

/** The whole number that these digits write, no more than `max`; nothing for what is not digits alone. White space around them is no harm. */
export function wholeNumber(text: string | undefined, max: number): number | undefined {
  const digits = text?.trim() ?? '';
  return /^\d+$/.test(digits) ? Math.min(Number(digits), max) : undefined;
}

/** As `wholeNumber`, with a decimal fraction allowed. */
export function decimalNumber(text: string | undefined, max: number): number | undefined {
  const digits = text?.trim() ?? '';
  return /^\d+(?:\.\d+)?$/.test(digits) ? Math.min(Number(digits), max) : undefined;
}

/** A number within bounds, whole; `min` for NaN. */
export function within(value: number, min: number, max: number): number {
  return Number.isNaN(value) ? min : Math.min(max, Math.max(min, Math.round(value)));
}

/** The moment that a date writes, in milliseconds since 1970; nothing for what is no date. */
export function momentOf(text: string | undefined): number | undefined {
  // No date of HTTP is longer; Date.parse of a long text takes its time.
  if (text === undefined || text.length > 100) return undefined;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : Math.min(LATEST, Math.max(0, moment));
}
