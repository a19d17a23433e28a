const english = new Map(
  'january february march april may june july august september october november december'.split(' ').flatMap((name, index) => [
    [name, index + 1],
    [name.slice(0, 3), index + 1],
  ]),
);

/** Languages whose names of months are known. Where two of them mean different months by a name, the name of the day decides, else the first. */
const LANGUAGES =
  'en de fr es it pt nl ru pl sv da nb fi cs sk hu tr el ro uk bg sr sl lt lv et ca eu gl id ms ar he hi th ka az sq mk is af sw bn ta zh ' +
  'hr bs sr-Latn be kk ky uz uz-Cyrl hy mn fa ur ps ku fil vi jv su ml te kn mr gu pa or as ne si my km lo am ti so zu xh ha yo ig rw cy ' +
  'ga gd br fy lb fo nn rm oc ast mt eo ia sc fur hsb dsb bo dz ug tk tg tt os yi';
const styles: Intl.DateTimeFormatOptions[] = [
  { month: 'long' },
  { month: 'short' },
  { month: 'long', day: 'numeric' },
  { month: 'short', day: 'numeric' },
];

// Abbreviations that are written although no standard has them, and the language they are of.
const others: [string, string, number][] = [
  ['febuary', 'en', 2],
  ['mrz', 'de', 3],
  ['mär', 'de', 3],
  ['maerz', 'de', 3],
  ['juillet', 'fr', 7],
  ['sett', 'it', 9],
  ['okt', 'de', 10],
  ['gru', 'pl', 12],
  ['dez', 'de', 12],
  ['gen', 'it', 1],
  ['ene', 'es', 1],
  ['ιουν', 'el', 6],
  ['ιουλ', 'el', 7],
];

/** What a name means: the months by the languages that have it, the more widely written language first. */
type Meanings = Map<string, number>;
let all: Map<string, Meanings> | undefined;

/** The month (1 to 12) of an English name, whole or of three letters. */
export function englishMonth(name: string): number | undefined {
  return english.get(name.toLowerCase());
}

/** What stands beside the name of a month. */
export interface Beside {
  /** What seems to be the name of the day, since it stands first and a comma follows. */
  weekday: string | undefined;
  /** All other words. */
  others: readonly string[];
  /** The date, in ms, that it is if the name means that month. */
  dateIn: (month: number) => number;
}

/**
 * The month (1 to 12) of a name, whole or cut to three letters or more, in any of some hundred languages; with or without accents. Of
 * several that it may mean, the one in whose language one of `others` is the name of the day on that date, where there is one. None for
 * a short name beside the name of a day in a language that is not known to have it.
 */
export function monthNamed(word: string, { weekday, others, dateIn }: Beside): number | undefined {
  const name = fold(word);
  if (name.length < 2) return undefined;
  all ??= collect();
  // In Hebrew "in" is written together with the name.
  const meanings = all.get(name) ?? (name.startsWith('ב') ? all.get(name.slice(1)) : inflected(name, all));
  if (meanings === undefined) return undefined;
  const [[, first] = []] = meanings;
  if (weekday !== undefined && name.length < 5 && !isDay(fold(weekday), [...meanings.keys(), 'en'])) return undefined;
  if (new Set(meanings.values()).size < 2) return first;
  const folded = others.map(fold);
  for (const [language, month] of meanings) {
    const days = weekIn(language)[new Date(dateIn(month)).getUTCDay()] ?? [];
    if (folded.some((other) => days.some((day) => day === other || (other.length > 2 && day.startsWith(other))))) return month;
  }
  // Croatian `lip` is June, Polish `lip` July: of what is cut so short nobody knows.
  return name.length < 5 ? undefined : first;
}

/** Whether a word is the name of a day in one of some languages. */
function isDay(word: string, languages: string[]): boolean {
  return languages.some((language) =>
    weekIn(language)
      .flat()
      .some((day) => day.startsWith(word)),
  );
}

/** What a name means without the ending that a language puts to it where it stands in a date. */
function inflected(name: string, names: Map<string, Meanings>): Meanings | undefined {
  for (let length = name.length - 1; length >= Math.max(5, name.length - 4); length--) {
    const meanings = names.get(name.slice(0, length));
    if (meanings) return meanings;
  }
  return undefined;
}

/** Every name and every beginning of one, unless it begins the names of different months; a whole name wins over a beginning. */
function collect(): Map<string, Meanings> {
  const names = new Map<string, Meanings>();
  for (const language of LANGUAGES.split(' ')) for (const [name, month] of namesIn(language)) add(names, name, language, month);
  for (const [name, language, month] of others) add(names, fold(name), language, month);
  const beginnings = new Map<string, Meanings>();
  for (const [name, meanings] of names) {
    for (let length = 3; length < name.length; length++)
      for (const [language, month] of meanings) add(beginnings, name.slice(0, length), language, month);
  }
  for (const [beginning, meanings] of beginnings) {
    const whole = names.get(beginning);
    if (whole) {
      const months = new Set(whole.values());
      for (const [language, month] of meanings) if (months.has(month)) add(names, beginning, language, month);
    } else if (new Set(meanings.values()).size === 1) names.set(beginning, meanings);
  }
  return names;
}

function add(names: Map<string, Meanings>, name: string, language: string, month: number): void {
  if (name.length < 2) return;
  const meanings = names.get(name) ?? new Map();
  names.set(name, meanings);
  if (!meanings.has(language)) meanings.set(language, month);
}

function* namesIn(language: string): Generator<[string, number]> {
  for (const style of styles) {
    const format = formatOf(language, style);
    const months = Array.from({ length: 12 }, (_, month) => {
      const part = format.formatToParts(Date.UTC(2001, month, 15)).find(({ type }) => type === 'month');
      return fold(part?.value ?? '').split(/[^\p{L}\p{M}]+/u);
    });
    // A word that several months have is `de`, or means "month". The longest of the others is the name.
    const every = months.flatMap((words) => [...new Set(words)]);
    for (const [index, words] of months.entries()) {
      const own = words.filter((word) => every.indexOf(word) === every.lastIndexOf(word));
      yield [own.reduce((longest, word) => (word.length > longest.length ? word : longest), ''), index + 1];
    }
  }
}

const weeks = new Map<string, string[][]>();

/** What the days are called in a language, from Sunday on. */
function weekIn(language: string): string[][] {
  const known = weeks.get(language);
  if (known) return known;
  const formats = (['long', 'short'] as const).map((weekday) => formatOf(language, { weekday }));
  const week = Array.from({ length: 7 }, (_, day) =>
    formats.flatMap((format) => fold(format.format(Date.UTC(2023, 0, 1 + day))).split(/[^\p{L}\p{M}]+/u)),
  );
  weeks.set(language, week);
  return week;
}

function formatOf(language: string, style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, { ...style, timeZone: 'UTC' });
}

/** Lower case, without points and without the accents of Latin, Greek and Cyrillic. (Marks of other scripts are letters.) */
function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u0654.]/g, '')
    .normalize('NFC');
}
