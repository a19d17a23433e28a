/** The parts of a date as they were written; the zone in minutes east of UTC. */
export interface DateParts {
  year: number;
  month: number;
  day: number;
  hour?: number;
  minute?: number;
  second?: number;
  zone?: number;
}

/** Milliseconds since 1970; nothing where a part is out of its range. 24:00 is the next day's midnight, second 60 the next minute. */
export function timeOf(parts: DateParts): number | undefined {
  const { year, month, day, hour = 0, minute = 0, second = 0, zone = 0 } = parts;
  if (!(year >= 1000 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return undefined;
  if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && minute + second > 0)) return undefined;
  if (day > 28 && day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute - zone, second);
}

/** RFC 5322, section 4.3: two digits are 1950 to 2049, three digits count from 1900. */
export function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 3) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

/** The hour of the day for an hour with `am` or `pm`, or without. */
export function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour;
  return (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
}

// RFC 822's names and those that are met in feeds; of names that stand for several zones the one that most feeds mean.
const hoursEast = new Map(
  `
  ut:0 utc:0 gmt:0 z:0 wet:0 west:1 bst:1 ist:5.5 cet:1 met:1 mez:1 cest:2 mest:2 mesz:2 sast:2 eet:2 eest:3 msk:3 msd:4
  trt:3 pkt:5 wib:7 ict:7 hkt:8 sgt:8 awst:8 cst:-6 jst:9 kst:9 acst:9.5 aest:10 aedt:11 nzst:12 nzdt:13 nst:-3.5
  ndt:-2.5 brt:-3 art:-3 brst:-2 ast:-4 adt:-3 at:-4 est:-5 edt:-4 et:-5 cdt:-5 ct:-6 mst:-7 mdt:-6 mt:-7 pst:-8 pdt:-7 pt:-8
  akst:-9 akdt:-8 hst:-10
  `
    .trim()
    .split(/\s+/)
    .map((zone) => [zone.slice(0, zone.indexOf(':')), Number(zone.slice(zone.indexOf(':') + 1))]),
);

/**
 * A zone as minutes east of UTC: `Z`, `+0200`, `-05:00`, `-005:00`, `+2`, `GMT+02:00`, `EST`, an offset with a name before or behind it.
 * RFC 5322 takes other single letters for UTC.
 */
export function zoneMinutes(text: string): number | undefined {
  if (text === 'GMT' || text === '+0000' || text === 'Z') return 0;
  const zone = text.trim().replace(/[\u2212\u2013]/g, '-');
  const offset = /^:?[a-z]{0,5}\s?-?([+-])\s?(?:0(?=\d\d:))?(\d{1,2})(?::?(\d\d)(?::?\d\d)?)?(?:z|\s[a-z]{2,5})?$/i.exec(zone);
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    return minutes > 24 * 60 ? undefined : offset[1] === '-' ? -minutes : minutes;
  }
  if (/^[a-ik-y]$/i.test(zone)) return 0;
  const name = zone.toLowerCase().replace(/\./g, '');
  const hours = hoursEast.get(name);
  return hours === undefined ? undefined : hours * 60;
}

const places = new Map<string, Intl.DateTimeFormat | undefined>();
const MOST_PLACES = 1000;

/** The zone of a place in the time zone database (`America/New_York`), in minutes east of UTC at a time in ms; nothing for no such place. */
export function placeMinutes(place: string, ms: number): number | undefined {
  if (!places.has(place) && places.size < MOST_PLACES) places.set(place, formatOf(place));
  const offset = places.get(place)?.formatToParts(ms);
  return offset && zoneMinutes(offset.find(({ type }) => type === 'timeZoneName')!.value);
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
}
