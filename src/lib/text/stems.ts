/** Gives the stem of a word in lower case. */
export type Stemmer = (word: string) => string;

type Snowball = typeof import('snowball-stemmers');

/** The algorithms of Snowball by ISO 639-1 code. */
const algorithms: Record<string, string> = {
  ar: 'arabic',
  ca: 'catalan',
  cs: 'czech',
  da: 'danish',
  de: 'german',
  es: 'spanish',
  eu: 'basque',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hu: 'hungarian',
  hy: 'armenian',
  it: 'italian',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sl: 'slovene',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
};

/** The stemmer of a language (ISO 639-1): Porter's for English, Snowball's for 22 others, the word itself for the rest. */
export async function stemmerOf(language: string): Promise<Stemmer> {
  if (language === 'en') return (await import('stemmer')).stemmer;
  const algorithm = algorithms[language];
  if (algorithm === undefined) return (word) => word;
  // A CommonJS package: a bundler and a loader differ in whether its exports are the module or its default.
  const loaded: Snowball & { default?: Snowball } = await import('snowball-stemmers');
  const stemmer = (loaded.default ?? loaded).newStemmer(algorithm);
  return (word) => stemmer.stem(word);
}
