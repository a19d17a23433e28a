import { kind, kindAt } from '../text/index.ts';

/** What is written alike in every language: addresses, handles, numbers, and words with digits. */
const UNTELLING = /(?:https?:\/\/|www\.)\S+|(?<!\S)\S+@\S+|[@#][\w-]+|(?<!\S)\S*\d\S*/gi;
const LETTER = /\p{L}/u;
const PIECE = 64;
/** Only characters that may be part of what is untelling make a word worth a closer look. */
const marks = new Set([...'0123456789@#:.'].map((mark) => mark.charCodeAt(0)));
const isMark = Uint8Array.from({ length: 128 }, (_, unit) => (marks.has(unit) ? 1 : 0));

/** A text without what is written alike in every language, one space between its words. It is read no further than it is asked for. */
export class Letters {
  readonly #text: string;
  #at = 0;
  #letters = '';

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether there is any letter. */
  hasLetter(): boolean {
    for (let start = 0; ; start += PIECE) {
      const piece = this.slice(start, start + PIECE);
      if (piece === '') return false;
      if (LETTER.test(piece)) return true;
    }
  }

  /** The characters between two offsets. */
  slice(start: number, end: number): string {
    while (this.#letters.length <= end && this.#at < this.#text.length) this.#readWord();
    return this.#letters.slice(start, end);
  }

  #readWord(): void {
    const text = this.#text;
    let at = this.#at;
    while (at < text.length && isSpace(text.charCodeAt(at))) at++;
    const start = at;
    let isPlain = true;
    for (; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (isSpace(unit)) break;
      if (unit < 128 && isMark[unit] === 1) isPlain = false;
    }
    this.#at = at;
    let word = text.slice(start, at);
    if (!isPlain) word = word.replace(UNTELLING, ' ').replace(/\s+/g, ' ').trim();
    if (word !== '') this.#letters += this.#letters === '' ? word : ` ${word}`;
  }
}

/** Whether a code unit is white space to a regular expression. */
function isSpace(unit: number): boolean {
  if (unit < 128) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  const what = kindAt(unit);
  return what <= kind.newline && what !== kind.symbol && /\s/.test(String.fromCharCode(unit));
}
