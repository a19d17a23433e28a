const english = new Map(
  'january february march april may june july august september october november december'.split(' ').flatMap((name, index) => [
    [name, index + 1],
    [name.slice(0, 3), index + 1],
  ]),
);

// Languages whose names of months are met in feeds. Croatian is not among them: its listopad is October, the Czech and Polish one November.
const LANGUAGES =
  'en de fr es it pt nl ru pl sv da nb fi cs sk hu tr el ro uk bg sr sl lt lv et ca eu gl id ms ar he hi th ka az sq mk is af sw bn ta zh';
const styles: Intl.DateTimeFormatOptions[] = [
  { month: 'long' },
  { month: 'short' },
  { month: 'long', day: 'numeric' },
  { month: 'short', day: 'numeric' },
];

// Abbreviations that are written although no standard has them.
const others: Record<string, number> = {
  febuary: 2,
  mrz: 3,
  mär: 3,
  maerz: 3,
  juillet: 7,
  sett: 9,
  okt: 10,
  gru: 12,
  dez: 12,
  gen: 1,
  ene: 1,
  ιουν: 6,
  ιουλ: 7,
};

let all: Map<string, number> | undefined;

/** The month (1 to 12) of an English name, whole or of three letters. */
export function englishMonth(name: string): number | undefined {
  return english.get(name.toLowerCase());
}

/** The month (1 to 12) of that name, whole or cut to three letters or more, in any of some forty languages; with or without accents. */
export function monthNamed(word: string): number | undefined {
  const name = fold(word);
  if (name.length < 2) return undefined;
  all ??= collect();
  return all.get(name);
}

/** Every name and every beginning of one, unless it begins the names of different months; a whole name wins over a beginning. */
function collect(): Map<string, number> {
  const names = new Map<string, number>(Object.entries(others).map(([name, month]) => [fold(name), month]));
  for (const language of LANGUAGES.split(' '))
    for (const [name, month] of namesIn(language)) if (name.length > 1 && !names.has(name)) names.set(name, month);
  const beginnings = new Map<string, number>();
  const ambiguous = new Set<string>();
  for (const [name, month] of names) {
    for (let length = 3; length < name.length; length++) {
      const beginning = name.slice(0, length);
      if ((beginnings.get(beginning) ?? month) !== month) ambiguous.add(beginning);
      beginnings.set(beginning, month);
    }
  }
  for (const [beginning, month] of beginnings)
    if (!names.has(beginning) && !ambiguous.has(beginning)) names.set(beginning, month);
  return names;
}

function* namesIn(language: string): Generator<[string, number]> {
  for (const style of styles) {
    const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, { ...style, timeZone: 'UTC' });
    for (let month = 1; month <= 12; month++) {
      const part = format.formatToParts(Date.UTC(2001, month - 1, 15)).find(({ type }) => type === 'month');
      // The longest word is the name; others are `de` and the like.
      const words = fold(part?.value ?? '').split(/[^\p{L}]+/u);
      yield [words.reduce((longest, word) => (word.length > longest.length ? word : longest)), month];
    }
  }
}

/** Lower case, without accents and points. */
function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}|\./gu, '');
}
