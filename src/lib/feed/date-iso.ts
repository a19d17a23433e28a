import { fullYear, hourOfDay, timeOf, zoneMinutes } from './date-parts.ts';

const DAY_MS = 86_400_000;

const iso = new RegExp(
  [
    /^(\d{4})(?:([-/.])(\d{1,2}(?!\d)|0\d\d(?=\2))(?:\2(\d{1,2}))?|(\d\d)(\d\d)|-?(\d{3})|-?W(\d\d)(?:-?([1-7]))?)?(?!\d)/, // date
    /(?:(?:\s*T\s*|\s+-?\s*)(\d{1,2})(?:[:.]?(\d\d|(?<=:)\d)(?:[:.]?(\d\d|(?<=:)\d)(?:[.,:](\d{1,9})\d*)?)?)?(?:\s*([ap]\.?m\.?))?)?/, // time
    /\s*(?:\([^()]*\))?([^()[\]]*)(?:\([^()]*\)|\[[^[\]]*\])?$/, // zone, with its name in brackets
  ]
    .map((part) => part.source)
    .join(''),
  'i',
);

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:Z|([-+])(\d\d):(\d\d))$/;

/** The form of RFC 3339 that most feeds have; the others are for `isoTime`. */
export function rfc3339Time(text: string): number | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const minutes = match[7] === undefined ? 0 : Number(match[8]) * 60 + Number(match[9]);
  return timeOf({
    year: Number(match[1]),
    month: Number(match[2]),
    day: Number(match[3]),
    hour: Number(match[4]),
    minute: Number(match[5]),
    second: Number(match[6]),
    zone: match[7] === '-' ? -minutes : minutes,
  });
}

/** ISO 8601, RFC 3339 and W3C dates: calendar, week (`2004-W53-6`) and ordinal (`2004-366`) dates, `T` or space, any form of zone. */
export function isoTime(text: string): number | undefined {
  const match = iso.exec(text);
  if (!match) return undefined;
  const [, year, , month, day, month2, day2, ordinal, week, weekday, hour, minute, second, fraction, half, zoneText] = match;
  const zone = zoneText!.trim() === '' ? 0 : zoneMinutes(zoneText!);
  if (zone === undefined || (hour === undefined && zone !== 0)) return undefined;
  const start = timeOf({
    year: Number(year),
    month: Number(month ?? month2 ?? 1),
    day: Number(day ?? day2 ?? 1),
    hour: hourOfDay(Number(hour ?? 0), half),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    zone,
  });
  const offset =
    ordinal !== undefined
      ? ordinalOffset(Number(ordinal))
      : week !== undefined
        ? weekOffset(Number(year), Number(week), Number(weekday ?? 1))
        : 0;
  if (start === undefined || offset === undefined) return undefined;
  return start + offset + (fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000));
}

const SHORT = /^(?:(\d\d)(-?)(\d\d)\2(\d\d)|(\d\d)-?(\d{3})|-(\d\d)-?(\d\d))(?=$|\s)/;

/** Years of two digits, as ISO 8601 had them before 2004: `031231`, `03-12-31`, `03335`, `-0312`. */
export function shortTime(text: string): number | undefined {
  const match = SHORT.exec(text);
  if (!match) return undefined;
  const [all, year = match[5] ?? match[7]!, , month = match[8], day, , ordinal] = match;
  const date = ordinal ?? (day === undefined ? month : `${month}-${day}`);
  return isoTime(`${fullYear(year)}-${date}${text.slice(all.length)}`);
}

/** From January 1 to the nth day of the year, in ms. */
function ordinalOffset(day: number): number | undefined {
  return day >= 1 && day <= 366 ? (day - 1) * DAY_MS : undefined;
}

/** From January 1 to a day of an ISO week, in ms: week 1 is the one with January 4 in it, weeks begin on Monday. */
function weekOffset(year: number, week: number, weekday: number): number | undefined {
  if (week < 1 || week > 53) return undefined;
  const january4 = new Date(Date.UTC(year, 0, 4)).getUTCDay() || 7;
  return ((week - 1) * 7 + (weekday - january4) + 3) * DAY_MS;
}

/** Unix time in seconds or milliseconds, and `YYYYMMDDhhmm[ss]`. */
export function numberTime(text: string): number | undefined {
  const stamp = /^((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?$/.exec(text);
  if (stamp) {
    const [year, month, day, hour, minute, second] = stamp.slice(1).map((digits) => Number(digits ?? 0));
    const ms = timeOf({ year: year!, month: month!, day: day!, hour: hour!, minute: minute!, second: second! });
    if (ms !== undefined) return ms;
  }
  if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return Math.floor(Number(text) * 1000);
  return /^\d{12,13}$/.test(text) ? Number(text) : undefined;
}
