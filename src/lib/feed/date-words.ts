import { type DateParts, fullYear, hourOfDay, placeMinutes, timeOf, zoneMinutes } from './date-parts.ts';
import { type Beside, englishMonth, monthNamed } from './months.ts';

const RFC822 =
  /^(?:[A-Za-z]{3,9}\.?,? +)?(\d{1,2}) ([A-Za-z]{3,9}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))?(?: ([-+]\d{4}|[A-Z]{1,4}))?$/;

/** Dates as RFC 822 and its heirs want them, with English names; the others are for `wordTime`. */
export function rfc822Time(text: string): number | undefined {
  const match = RFC822.exec(text);
  if (!match) return undefined;
  const month = englishMonth(match[2]!);
  const zone = match[7] === undefined ? 0 : zoneMinutes(match[7]);
  if (month === undefined || zone === undefined) return undefined;
  const [, day, , year, hour, minute, second] = match;
  return timeOf({
    year: Number(year),
    month,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second ?? 0),
    zone,
  });
}

/** Dates with words in them: RFC 822, `asctime`, `January 5, 2004 3:07 PM`, `5.1.2004`, `2004년 5월 28일 오후 11:31`. */
export function wordTime(text: string): number | undefined {
  if (BROKEN_ISO.test(text)) return undefined;
  const plain = easternClock(westernDigits(text))
    .replace(/\([^()]*\)/g, ' ')
    .replace(MIDNIGHT_FIRST, ' ');
  const date: Partial<DateParts> = {};
  const rest = takeClock(takeNumbers(plain, date), date);
  if (date.month === undefined) takeWords(rest, date);
  if (date.year === undefined || date.month === undefined || date.day === undefined) return undefined;
  // Korean services write the time of their own country, and do not say so.
  if (date.zone === undefined && date.hour !== undefined && /[\uac00-\ud7a3]/.test(text)) date.zone = 9 * 60;
  const ms = timeOf(date as DateParts);
  const [place] = date.zone === undefined ? (/[A-Z][a-z]+\/[A-Z]\w+(?:\/[A-Z]\w+)?/.exec(text) ?? []) : [];
  return ms === undefined || place === undefined ? ms : ms - (placeMinutes(place, ms) ?? 0) * 60_000;
}

/** Midnight before the time that is meant: the date of a database, and the time after it. */
const MIDNIGHT_FIRST = / 00:00:00(?:\.0)?(?= \d\d:\d\d)/;

/** What begins as ISO 8601 does and goes on as that cannot. */
const BROKEN_ISO = /^\d{4}-\d\d-\d\d[-T]/i;

const EASTERN = /(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]/u;
const VIETNAMESE = /(\d{1,2})\s+(?:tháng|thg)\s+(\d{1,2})\s*(?:,|năm)?\s*(\d{4})/iu;
const PARTED = /(?<!\d)(\d{1,4})([./-])\s?(\d{1,2})\2\s?(\d{1,4})(?!\d)|(?<![\d:])(\d{1,2}) (\d{1,2}) (\d{4})(?!\d)/;

/**
 * Takes a date that is written in numbers out of the text. Parted by slashes: month first, unless beyond 12; by hyphens: year first where
 * that has four digits or all have two, else day first; by dots or spaces: day first. The English name of a day beside it decides where
 * it fits one reading only.
 */
function takeNumbers(text: string, date: Partial<DateParts>): string {
  const east = EASTERN.exec(text);
  if (east) return take(text, east, date, [east[1]!, east[2]!, east[3]!]);
  const viet = VIETNAMESE.exec(text);
  if (viet) return take(text, viet, date, [viet[3]!, viet[2]!, viet[1]!]);
  const match = PARTED.exec(text);
  if (!match) return text;
  const [, first = match[5]!, sign = ' ', second = match[6]!, third = match[7]!] = match;
  // `12.01.49` beside the name of a month is a time of day.
  if (first.length < 3 && third.length < 3 && ENGLISH_NAMES.test(text)) return text;
  if (first.length > 2 || (sign === '-' && third.length < 3 && Number(first) <= 12))
    return take(text, match, date, [first, second, third]);
  const dayFirst = [third, second, first] as const;
  const monthFirst = [third, first, second] as const;
  const [usual, other] = sign !== '/' || Number(first) > 12 ? [dayFirst, monthFirst] : [monthFirst, dayFirst];
  const weekday = ENGLISH_DAY.exec(text)?.[0].toLowerCase();
  const fits = (parts: Written) => Number(parts[1]) <= 12 && (weekday === undefined || weekdayOf(parts) === weekday);
  return take(text, match, date, !fits(usual) && fits(other) ? other : Number(usual[1]) > 12 ? other : usual);
}

/** Year, month and day. */
type Written = readonly [string, string, string];

const ENGLISH_DAY = /(?<!\p{L})(?:sun|mon|tue|wed|thu|fri|sat)/iu;

/** The first three letters of the English name of the day. */
function weekdayOf([year, month, day]: Written): string {
  return new Date(Date.UTC(fullYear(year), Number(month) - 1, Number(day))).toUTCString().slice(0, 3).toLowerCase();
}

const ENGLISH_NAMES = /(?<!\p{L})(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/iu;

function take(text: string, match: RegExpExecArray, date: Partial<DateParts>, [year, month, day]: Written): string {
  Object.assign(date, { year: fullYear(year), month: Number(month), day: Number(day) });
  return `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`;
}

const CLOCK =
  /(?<!\d)(\d{1,2})(?:[:.h](\d{1,2})(?:[:.m](\d{1,2})(?:[.,]\d+)?)?s?|(?=\s*[ap]\.?m\.?(?!\p{L}))|(?<=\d{4} \d{1,2})(?= [-+]\d{4}$))/iu;
const BEFORE = /(?:(오전|上午|午前)|(오후|下午|午後))\s*$/u;
const AFTER = /^\s*(?:(a\.?m\.?)|(p\.?m\.?))(?!\p{L})/iu;

/** Takes the time of day and its zone out of the text. */
function takeClock(text: string, date: Partial<DateParts>): string {
  const match = CLOCK.exec(text);
  if (!match) return text;
  let head = text.slice(0, match.index);
  let tail = text.slice(match.index + match[0].length);
  const half = BEFORE.exec(head) ?? AFTER.exec(tail);
  if (half && half.index + half[0].length === head.length) head = head.slice(0, half.index);
  else if (half) tail = tail.slice(half[0].length);
  date.hour = hourOfDay(Number(match[1]), half === null ? undefined : half[1] === undefined ? 'pm' : 'am');
  date.minute = Number(match[2] ?? 0);
  date.second = Number(match[3] ?? 0);
  return `${head} ${takeZone(tail.trim(), date)}`;
}

/** Takes a zone off the beginning of what follows a time: `PST 2004`, `GMT +2`, `+0000 UTC`; else off its end: `2004 PST`. */
function takeZone(tail: string, date: Partial<DateParts>): string {
  const words = tail.split(/\s+/);
  const zone = zoneMinutes(words[0]!);
  if (zone === undefined) {
    const last = words.length > 1 ? words.at(-1)! : '';
    if (/^(?:[-+]\d\d:?\d\d|[A-Z]{3,5})$/.test(last)) date.zone = zoneMinutes(last);
    return date.zone === undefined ? tail : words.slice(0, -1).join(' ');
  }
  const further = words[1] !== undefined && /^[+-]\d/.test(words[1]) ? zoneMinutes(words[1]) : undefined;
  date.zone = further ?? zone;
  return words.slice(further === undefined ? 1 : 2).join(' ');
}

/** A word or a number of a date. */
type Token = { word: string } | { number: string };

/**
 * A month by its name, and numbers for the day and the year in whichever order they come. The word beside the day's number is the month:
 * one between it and the year, else one before it, else one behind. Other words (names of days) tell only which of several months that is.
 */
function takeWords(text: string, date: Partial<DateParts>): void {
  const tokens = tokensOf(text, date);
  const numbers = tokens.filter((token) => 'number' in token);
  const longNumber = numbers.findIndex(({ number }) => number.length > 2);
  const yearAt = longNumber >= 0 ? longNumber : numbers.length > 1 ? 1 : -1;
  const written = numbers[yearAt];
  if (written === undefined) return;
  const year = fullYear(written.number);
  // Thailand counts years from the Buddha's death.
  date.year = year > 2400 && year < 2700 ? year - 543 : year;
  const day = numbers[yearAt === 0 ? 1 : 0];
  // A month alone is its first day, but a time of day is that of some day.
  if (day !== undefined || date.hour === undefined) date.day = Number(day?.number ?? 1);
  const [, weekday] = /^\s*([\p{L}\p{M}.]+),/u.exec(text) ?? [];
  const dateIn = (month: number) => Date.UTC(date.year ?? year, month - 1, date.day ?? 1);
  for (const words of wordsBeside(tokens, tokens.indexOf(day ?? written), tokens.indexOf(written)))
    date.month ??= monthIn(words, { weekday, others: wordsIn(tokens), dateIn });
}

function tokensOf(text: string, date: Partial<DateParts>): Token[] {
  const tokens: Token[] = [];
  for (const word of joinedInitials(text).split(/[^\p{L}\p{M}\p{N}']+/u)) {
    const [, monthNumber] = /^(\d{1,2})[月월]$/u.exec(word) ?? [];
    const [, number] = /^'?(\d{1,4})(?:\p{L}{0,2})$/u.exec(word) ?? [];
    if (monthNumber !== undefined) date.month = Number(monthNumber);
    else if (number !== undefined) tokens.push({ number });
    else if (word !== '') tokens.push({ word });
  }
  return tokens;
}

/** Words that stand between the parts of a date. */
const FILLERS = /^(?:.|at|of|on|de|da|di|do|le|la|el|al|um|kl|ko|the|del|den|der|and|gada)$/iu;

/** The words that may be the month: those of the first list that has any but fillers. */
function wordsBeside(tokens: Token[], day: number, year: number): string[][] {
  const [first, last] = day < year ? [day, year] : [year, day];
  const between = wordsIn(tokens.slice(first, last));
  const before = wordsIn(tokens.slice(0, first)).reverse();
  const after = wordsIn(tokens.slice(last + 1));
  const lists = day < year ? [between, before, after] : [between.reverse(), after, before];
  const beside = lists.findIndex((words) => words.some((word) => !FILLERS.test(word)));
  return lists.slice(0, beside + 1);
}

function wordsIn(tokens: Token[]): string[] {
  return tokens.flatMap((token) => ('word' in token ? [token.word] : []));
}

/** The month that the first word which is no filler means. */
function monthIn(words: string[], { others, ...beside }: Beside): number | undefined {
  for (const word of words) {
    const month = englishMonth(word) ?? monthNamed(word, { ...beside, others: others.filter((other) => other !== word) });
    if (month !== undefined || !FILLERS.test(word)) return month;
  }
  return undefined;
}

/** `ม.ค.` as `มค`: Thai cuts the names of months to two letters with points. */
function joinedInitials(text: string): string {
  return text.replace(/([\u0e01-\u0e4f]+)\.([\u0e01-\u0e4f]+)\./g, '$1$2');
}

/** `23時16分` as `23:16`. */
function easternClock(text: string): string {
  return text.replace(
    /(?<!\d)(\d{1,2})\s*[時时點点시]\s*(?:(\d{1,2})\s*[分분]\s*(?:(\d{1,2})\s*[秒초])?)?/gu,
    (_, hour, minute = '00', second = '00') => `${hour}:${minute}:${second}`,
  );
}

/** Digits of any script as those of ASCII, and without the marks of direction that stand between them. */
function westernDigits(text: string): string {
  return text
    .replace(/[\u0660-\u17e9\uff10-\uff19]/gu, (character) => {
      if (!/\p{Nd}/u.test(character)) return character;
      // The digits of Indian scripts begin at a code that ends in 6, all others at one that ends in 0.
      const code = character.charCodeAt(0);
      return String((code & 15) - (code >= 0x966 && code < 0xd70 ? 6 : 0));
    })
    .replace(/[\u200e\u200f\u061c]/g, '')
    .normalize('NFC');
}
