/** A piece of a word that is a token of its own. `part`: its part of speech, where its form settles that. */
export interface WordPiece {
  readonly text: string;
  readonly part: number | undefined;
}

/** The numbers of the model for what is neither noun nor verb. */
const NUMBER = 9;
const ORDINAL = 11;
const SYMBOL = 15;
const UNKNOWN = 17;

const NUMBERS = /^\d+(?:[.,]?\d+)*$/;
const ORDINALS = /^(?:1\dth|[04-9]th|1st|2nd|3rd|[02-9]1st|[02-9]2nd|[02-9]3rd|[02-9][04-9]th|\d+\d(?:[04-9]th|1st|2nd|3rd))$/;
const TIMES = /^(?:\d|[01]\d|2[0-3])(?:[0-5]\d)?(?:[ap]m|hours|hrs)$/i;
const DECADES = /^(?:\d|[1-2]\d\d)0s$/;
const PIECES =
  /[a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff][a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\d]*|\d+|[^a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\d]+/gi;
const LATIN_OR_DIGITS = /^[a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\d]/i;

/** The pieces that wink's tokeniser makes of a word without marks: runs of Latin letters, digits, and other letters. */
export function piecesOf(word: string): WordPiece[] {
  if (NUMBERS.test(word) || DECADES.test(word)) return [{ text: word, part: NUMBER }];
  if (ORDINALS.test(word)) return [{ text: word, part: ORDINAL }];
  if (TIMES.test(word)) return [{ text: word, part: SYMBOL }];
  return (word.match(PIECES) ?? []).map((text) => ({
    text,
    part: /^\d+$/.test(text) ? NUMBER : LATIN_OR_DIGITS.test(text) ? undefined : UNKNOWN,
  }));
}
