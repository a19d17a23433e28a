import { asciiKinds, gap, kind, type Words } from '../text/index.ts';
import { packedToken } from './english-layout.mjs';
import { EnglishWords } from './english-words.ts';
import { TaggerAutomaton, type Tokens } from './tagger-automaton.ts';
import { piecesOf } from './tagger-pieces.ts';

/** Parts of speech as far as noun phrases need them. */
export const tag = {
  other: 0,
  noun: 1,
  name: 2,
  adjective: 3,
  verb: 4,
  number: 5,
  adposition: 6,
  adverb: 7,
  determiner: 8,
} as const;

/** Parts of speech in the numbers of the model. */
export const part = { adjective: 1, adposition: 2, adverb: 3, determiner: 6, noun: 8, number: 9, name: 12, mark: 13, verb: 16 };

const tagOfPart = new Uint8Array(32);
tagOfPart[part.noun] = tag.noun;
tagOfPart[part.name] = tag.name;
tagOfPart[part.adjective] = tag.adjective;
tagOfPart[part.verb] = tag.verb;
tagOfPart[part.number] = tag.number;
tagOfPart[part.adposition] = tag.adposition;
tagOfPart[part.adverb] = tag.adverb;
tagOfPart[part.determiner] = tag.determiner;

/** So many spellings, and lists of tokens, are remembered before they are forgotten again. */
const MOST_SPELLINGS = 1 << 15;

/** How a word is written: these three spellings are told apart by its number, all others by their text. */
const lettering = { lower: 0, title: 1, upper: 2, other: 3 } as const;

/**
 * Tells the parts of speech of English words, as wink-nlp 2.4 does with its `wink-eng-lite-web-model`: each word has a usual part of
 * speech, which two automata correct by the words beside it. Loaded by `loadTagger`.
 */
export class Tagger {
  readonly #english: EnglishWords;
  readonly #automata: readonly TaggerAutomaton[];
  /** Lists of packed tokens: those of the model, then those of words that it does not have. */
  readonly #lists: (readonly number[])[];
  readonly #modelLists: number;
  readonly #marks: { readonly fullStop: number; readonly comma: number };
  /** By a token: the number of the list of it alone. */
  readonly #listNumbers = new Map<number, number>();
  /** By four times the number of a word, and its lettering: the number of its list + 1. */
  #known = new Int32Array(1 << 12);
  readonly #spellings = new Map<string, number>();
  #generation = -1;
  #tokens = tokensOfSize(1 << 12);

  constructor({ table, tokenLists, marks, automata }: typeof import('./english-model.mjs')) {
    this.#english = new EnglishWords(table);
    this.#lists = [...tokenLists];
    this.#modelLists = tokenLists.length;
    this.#marks = marks;
    this.#automata = automata.map((tables) => new TaggerAutomaton(tables));
  }

  /** The tag of each word of a text, by its index. */
  tags(text: string, words: Words): Uint8Array {
    this.#makeRoom(words);
    const last = this.#collect(text, words);
    for (const automaton of this.#automata) automaton.run(this.#tokens);
    const { parts, settled } = this.#tokens;
    const tags = new Uint8Array(words.count);
    for (let i = 0; i < words.count; i++) {
      const token = last[i]!;
      tags[i] = tagOfPart[settled[token]! || parts[token]!]!;
    }
    return tags;
  }

  /** Puts the tokens of all words into `#tokens`; gives by word the index of its last one, which is its head. */
  #collect(text: string, words: Words): Int32Array {
    const last = new Int32Array(words.count);
    this.#tokens.count = 0;
    for (let i = 0; i < words.count; i++) {
      if (i > 0 && words.gaps[i]! >= gap.mark)
        this.#pushAll(words.gaps[i] === gap.sentence ? this.#marks.fullStop : this.#marks.comma);
      this.#pushAll(this.#listOf(text, words, i));
      last[i] = this.#tokens.count - 1;
    }
    return last;
  }

  #pushAll(list: number): void {
    for (const token of this.#lists[list]!) this.#push(token);
  }

  #push(packed: number): void {
    if (this.#tokens.count + 1 >= this.#tokens.parts.length) this.#tokens = grown(this.#tokens);
    const tokens = this.#tokens;
    const at = tokens.count++;
    const usual = packed & 0x1f;
    tokens.parts[at] = usual;
    tokens.settled[at] = packed & 0x20 ? usual : 0;
    tokens.hints[at] = (packed >> 6) & 0x3f;
    tokens.possible[at] = packed >> 12;
  }

  #listOf(text: string, words: Words, i: number): number {
    const start = words.starts[i]!;
    const end = words.ends[i]!;
    const how = letteringOf(text, start, end);
    if (how === lettering.other) return this.#listOfSpelling(text.slice(start, end));
    const key = words.ids[i]! * 4 + how;
    const known = this.#known[key]!;
    if (known > 0) return known - 1;
    const list = this.#listOfWord(text.slice(start, end));
    this.#known[key] = list + 1;
    return list;
  }

  #listOfSpelling(spelling: string): number {
    const known = this.#spellings.get(spelling);
    if (known !== undefined) return known;
    const list = this.#listOfWord(plainWord(spelling));
    this.#spellings.set(spelling, list);
    return list;
  }

  /** The number of the list of tokens of a word without marks. */
  #listOfWord(word: string): number {
    const place = this.#english.find(word);
    if (place >= 0) return this.#english.tokenList(place);
    if (ASCII_LETTERS.test(word)) return this.#listOfOne(this.#unknownToken(word, undefined));
    const pieces = piecesOf(word);
    if (pieces.length === 1) return this.#listOfOne(this.#unknownToken(word, pieces[0]!.part));
    return this.#lists.push(pieces.flatMap((piece) => this.#tokensOf(piece.text, piece.part))) - 1;
  }

  /** The number of the list of one token. */
  #listOfOne(token: number): number {
    const known = this.#listNumbers.get(token);
    if (known !== undefined) return known;
    const list = this.#lists.push([token]) - 1;
    this.#listNumbers.set(token, list);
    return list;
  }

  /** The tokens of a piece of a word: those of the model, else one whose part of speech is told by its form. */
  #tokensOf(piece: string, usual: number | undefined): readonly number[] {
    const place = this.#english.find(piece);
    return place >= 0 ? this.#lists[this.#english.tokenList(place)]! : [this.#unknownToken(piece, usual)];
  }

  /** The token of what the model does not have as it is written. */
  #unknownToken(word: string, usual: number | undefined): number {
    const lower = this.#english.find(word.toLowerCase());
    if (lower < 0) return packedToken(usual ?? partByForm(word), false, 0, 0);
    const possible = this.#lists[this.#english.tokenList(lower)]![0]! >> 12;
    return packedToken(usual ?? partInCapitals(word, this.#english.ownPart(lower)), false, 0, possible);
  }

  /** What is remembered of words holds as long as their numbers do. */
  #makeRoom(words: Words): void {
    const isLarge = this.#lists.length > this.#modelLists + MOST_SPELLINGS;
    if (words.generation !== this.#generation || isLarge) this.#known.fill(0);
    this.#generation = words.generation;
    if (this.#known.length < words.vocabularySize * 4) {
      const known = new Int32Array(words.vocabularySize * 8);
      known.set(this.#known);
      this.#known = known;
    }
    if (isLarge) {
      this.#lists.length = this.#modelLists;
      this.#listNumbers.clear();
    }
    if (isLarge || this.#spellings.size > MOST_SPELLINGS) this.#spellings.clear();
  }
}

interface GrowingTokens extends Tokens {
  count: number;
  /** Of tokens whose part of speech is settled: that part of speech, whatever the automata make of it. */
  readonly settled: Uint8Array;
}

function tokensOfSize(size: number): GrowingTokens {
  return {
    count: 0,
    parts: new Uint8Array(size),
    settled: new Uint8Array(size),
    hints: new Uint8Array(size),
    possible: new Int32Array(size),
  };
}

function grown(tokens: GrowingTokens): GrowingTokens {
  const larger = tokensOfSize(tokens.parts.length * 2);
  larger.count = tokens.count;
  larger.parts.set(tokens.parts);
  larger.settled.set(tokens.settled);
  larger.hints.set(tokens.hints);
  larger.possible.set(tokens.possible);
  return larger;
}

const LONGEST_WORD = 40;

/** How a word is written, as far as that can be told by its number and letter case alone: of ASCII letters and digits. */
function letteringOf(text: string, start: number, end: number): number {
  if (end - start > LONGEST_WORD) return lettering.other;
  let capitals = 0;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return lettering.other;
    const what = asciiKinds[unit]!;
    if (what < kind.digit) return lettering.other;
    if (what === kind.upper) capitals++;
  }
  if (capitals === 0) return lettering.lower;
  const isFirst = asciiKinds[text.charCodeAt(start)] === kind.upper;
  if (capitals === 1) return isFirst ? lettering.title : lettering.other;
  return capitals === end - start ? lettering.upper : lettering.other;
}

/** A word as one token: the last part of one with hyphens, what stands before or after an apostrophe, no dots of an acronym. */
function plainWord(written: string): string {
  if (written.length > LONGEST_WORD) return 'thing';
  const word = written.replace(/[\u2019\u02bc]/g, "'").replace(/[\u2010\u2011]/g, '-');
  if (/^[\d.,]+$/.test(word)) return word;
  if (/n't$/i.test(word)) return 'not';
  const head = word
    .slice(word.lastIndexOf('-') + 1)
    .replace(/^(\p{L}{3,})'.*$/u, '$1')
    .replace(/[^\p{L}\p{N}]/gu, '');
  return head || 'thing';
}

const ASCII_LETTERS = /^[a-z]+$/i;
const TITLE = /^[A-Z][a-z]*$/;
const PLAIN = /^[a-z]+$/;
const suffixes: Record<string, number> = {
  ...parts(part.verb, 'ing ed'),
  ...parts(part.adverb, 'ly'),
  ...parts(part.adjective, 'able tish like ous ful ary less ier est fy ky'),
  ...parts(part.noun, 'es er or ity ion'),
  ...parts(part.name, 'llah stan gton abad land pur tnam'),
};
const prefixes: Record<string, number> = { ...parts(part.adjective, 'anti post non'), ...parts(part.noun, 'cross') };

function parts(which: number, endings: string): Record<string, number> {
  return Object.fromEntries(endings.split(' ').map((ending) => [ending, which]));
}

/** The part of speech of a word that the model does not have, by its ends (as wink-eng-lite-web-model has it). */
function partByForm(word: string): number {
  if (!PLAIN.test(word)) return part.name;
  return (
    suffixes[word.slice(-4)] ??
    suffixes[word.slice(-3)] ??
    suffixes[word.slice(-2)] ??
    prefixes[word.slice(0, 5)] ??
    prefixes[word.slice(0, 4)] ??
    prefixes[word.slice(0, 3)] ??
    part.noun
  );
}

/** The part of speech of a word with capitals that has the part of speech `lower` without: nouns and adjectives become names. */
function partInCapitals(word: string, lower: number): number {
  if (lower === 0) return TITLE.test(word) ? part.name : part.noun;
  return lower === part.noun || lower === part.adjective ? part.name : lower;
}

let loading: Promise<Tagger> | undefined;

/** Loads the tagger and its tables (1 MB), once a process. */
export function loadTagger(): Promise<Tagger> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Tagger> {
  return new Tagger(await import('./english-model.mjs'));
}
