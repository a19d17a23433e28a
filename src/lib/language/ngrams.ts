import { SLOTS, slotOf } from './ngram-slots.mjs';

/** A text is read up to the first space behind so many bytes, or to the end of the character that goes past the larger number. */
const ENOUGH = 350;
const MOST = 380;
/** What is further on in a word is not looked at. */
const LONGEST_WORD = 70;
/** Behind a word that is longer, for an n-gram that the model does not have. */
const CUT = 0xff;
/** The model leaves this off its scores. */
const LEAST_SCORE = 53;

/** A power of 2, some three times as many as a text has n-grams. */
const PLACES = 1 << 10;

const SPACE = 0x20;

/** How the n-grams of a text are spread over the languages. */
export interface Scores {
  /** How many different n-grams the text has. */
  readonly count: number;
  /** The best language and the next one, and what each n-gram scores for them on average; -1 and 0 where there is none. */
  readonly first: number;
  readonly second: number;
  readonly firstScore: number;
  readonly secondScore: number;
}

/**
 * Counts the n-grams of texts for each language, as eld 2.1 does: up to four bytes of UTF-8, at every third byte of a word and at its
 * end, with a space where the word begins and ends. An n-gram is known by its bytes as a number.
 */
export class NgramModel {
  /** What the last text scored, by language. */
  readonly sums: Float64Array;
  /** A hash table of n-grams; for each, where its list is in `entries`: a length, then languages and scores in turn. */
  readonly #keys: Float64Array;
  readonly #offsets: Uint32Array;
  readonly #entries: Uint8Array;
  /** A bit for each UTF-16 unit: whether it is a letter. */
  readonly #letters: Uint8Array;
  /** How the model writes each byte. */
  readonly #written: Uint8Array;
  /** The n-grams of the text, and the bytes of the word that is being read. */
  readonly #found = new Float64Array(MOST);
  #count = 0;
  /** A hash table of where the n-grams of the text are in `#found`: that and `#oldest`; what is less is of earlier texts. */
  readonly #places = new Int32Array(PLACES);
  #oldest = 1;
  readonly #word = new Uint8Array(MOST + 4);
  #length = 0;

  /** @param tables those of language-model.mjs */
  constructor(languages: number, tables: Buffer) {
    const bytes = new Uint8Array(tables);
    let at = 0;
    const next = (length: number) => {
      const start = at;
      at += length;
      return [bytes.buffer, start] as const;
    };
    this.#keys = new Float64Array(...next(SLOTS * 8), SLOTS);
    this.#offsets = new Uint32Array(...next(SLOTS * 4), SLOTS);
    this.#letters = new Uint8Array(...next(0x2000), 0x2000);
    this.#written = new Uint8Array(...next(0x100), 0x100);
    this.#entries = new Uint8Array(...next(bytes.length - at));
    this.sums = new Float64Array(languages);
  }

  /** Scores the beginning of a text. */
  read(text: string): Scores {
    this.#collect(text);
    const { sums } = this;
    const count = this.#sum();
    let first = -1;
    let second = -1;
    for (let language = 0; language < sums.length; language++) {
      if (sums[language] === 0) continue;
      if (first < 0 || sums[language]! > sums[first]!) {
        second = first;
        first = language;
      } else if (second < 0 || sums[language]! > sums[second]!) second = language;
    }
    const mean = (language: number) => (language < 0 ? 0 : sums[language]! / count);
    return { count, first, second, firstScore: mean(first), secondScore: mean(second) };
  }

  /** Adds up what the n-grams score, each once, and gives how many there are. */
  #sum(): number {
    const sums = this.sums;
    const keys = this.#keys;
    const offsets = this.#offsets;
    const entries = this.#entries;
    sums.fill(0);
    const count = this.#count;
    for (let i = 0; i < count; i++) {
      const key = this.#found[i]!;
      let slot = slotOf(key);
      while (keys[slot] !== key && keys[slot] !== 0) slot = (slot + 1) & (SLOTS - 1);
      if (keys[slot] === 0) continue;
      const list = offsets[slot]!;
      const end = list + 2 * entries[list]!;
      for (let at = list + 1; at < end; at += 2) sums[entries[at]!]! += entries[at + 1]! + LEAST_SCORE;
    }
    return count;
  }

  #collect(text: string): void {
    this.#oldest += this.#count;
    if (this.#oldest > 0x7fff_0000) {
      this.#places.fill(0);
      this.#oldest = 1;
    }
    this.#count = this.#length = 0;
    const lower = text.toLowerCase();
    // A letter that becomes two when it is made small is one and a mark, which stands between words.
    const original = lower.length === text.length ? text : lower;
    let total = 0;
    let quotes = 0;
    let separated = false;
    for (let at = 0; at <= lower.length; at++) {
      const unit = lower.charCodeAt(at);
      const atEnd = at === lower.length;
      if (!atEnd && !this.#isLetter(original.charCodeAt(at))) {
        // Of what stands between letters, the apostrophes right before the next one belong to it.
        if (unit === 0x27 || unit === 0x60 || unit === 0x2019) quotes++;
        else {
          quotes = 0;
          separated = true;
        }
        continue;
      }
      if (separated && total > 0) {
        this.#endWord();
        if (total++ > ENOUGH) break;
      }
      separated = false;
      for (; quotes > 0 && total <= MOST; quotes--) total += this.#write(lower.charCodeAt(at - quotes));
      if (atEnd || total > MOST) break;
      total += this.#write(unit);
      if (total > MOST) break;
    }
    this.#endWord();
  }

  #isLetter(unit: number): boolean {
    return ((this.#letters[unit >> 3]! >> (unit & 7)) & 1) === 1;
  }

  /** Adds a character of the basic plane to the word as UTF-8; gives the number of its bytes. */
  #write(unit: number): number {
    const word = this.#word;
    const written = this.#written;
    if (unit < 0x80) {
      word[this.#length++] = unit;
      return 1;
    }
    if (unit < 0x800) {
      word[this.#length++] = written[0xc0 | (unit >> 6)]!;
      word[this.#length++] = written[0x80 | (unit & 0x3f)]!;
      return 2;
    }
    word[this.#length++] = written[0xe0 | (unit >> 12)]!;
    word[this.#length++] = written[0x80 | ((unit >> 6) & 0x3f)]!;
    word[this.#length++] = written[0x80 | (unit & 0x3f)]!;
    return 3;
  }

  #endWord(): void {
    if (this.#length === 0) return;
    const end = Math.min(this.#length, LONGEST_WORD);
    let at = 0;
    for (; at + 4 < end; at += 3) this.#add(at === 0 ? SPACE : 0, at, at + 4);
    this.#add(at === 0 ? SPACE : 0, Math.max(0, end - 4), end, this.#length > LONGEST_WORD ? CUT : SPACE);
    this.#length = 0;
  }

  /** Adds an n-gram that the text has not had yet. */
  #add(before: number, start: number, end: number, after = 0): void {
    let key = before;
    for (let at = start; at < end; at++) key = key * 256 + this.#word[at]!;
    if (after !== 0) key = key * 256 + after;
    const places = this.#places;
    let place = slotOf(key) & (PLACES - 1);
    for (; places[place]! >= this.#oldest; place = (place + 1) & (PLACES - 1)) {
      if (this.#found[places[place]! - this.#oldest] === key) return;
    }
    places[place] = this.#oldest + this.#count;
    this.#found[this.#count++] = key;
  }
}
