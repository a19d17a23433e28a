import { ascii, type ByteString, Finder, isSpace } from '../bytes/index.ts';
import { type Attributes, readAttributes } from './attributes.ts';
import { readDoctype } from './doctype.ts';
import { Entities } from './entities.ts';
import { beyond, defaultLimits, type Limits } from './limits.ts';

/** What `nextTag` met: nothing more, a start tag, or an end tag. */
export const tag = { none: 0, start: 1, end: 2 } as const;

/**
 * Finds one tag after the other in a document that need not be well-formed; text, comments and processing instructions lie between.
 * Every step moves forward and no search is repeated in vain, so time is linear in the document's length.
 */
export class Scanner {
  readonly bytes: ByteString;
  readonly limits: Limits;
  readonly entities: Entities;
  /** Where reading goes on. */
  pos = 0;
  /** The name of the tag, as written. */
  name = ascii('');
  /** Where the tag begins. */
  start = 0;
  /** Where its attributes are. */
  attributesStart = 0;
  attributesEnd = 0;
  /** Whether it is an empty-element tag (`<a/>`). */
  selfClosing = false;
  /** Whether the document ends inside a tag. */
  cutInTag = false;
  /** Told where a `<` stands that begins no tag although it looks like it. */
  onText: ((at: number) => void) | undefined;
  #doctypeSeen = false;
  readonly #finder: Finder;
  readonly #last = new Map<string, number>();

  constructor(bytes: ByteString, limits: Limits = defaultLimits) {
    this.bytes = bytes;
    this.#finder = new Finder(bytes);
    this.limits = limits;
    this.entities = new Entities(limits.entities);
  }

  /** Moves past the next tag. `pos` is then where its content, or what follows it, begins. */
  nextTag(): 0 | 1 | 2 {
    const { bytes } = this;
    for (;;) {
      const at = bytes.indexOf('<', this.pos);
      if (at < 0) {
        this.pos = bytes.length;
        return tag.none;
      }
      const code = bytes.charCodeAt(at + 1);
      if (code === 47) {
        if (this.readEndTag(at)) return tag.end;
        this.pos = at + 2;
      } else if (code === 33 || code === 63) this.skipMarkup(at);
      else if (isNameStart(code) && this.readStartTag(at)) return tag.start;
      else {
        this.onText?.(at);
        this.pos = at + 1;
      }
    }
  }

  /** Reads the start tag at `at`. False, with nothing moved, where that `<` begins no tag but is a character of the text. */
  readStartTag(at: number): boolean {
    const { bytes } = this;
    let pos = at + 1;
    let code = bytes.charCodeAt(pos);
    while (!(code <= 32 || code === 62 || code === 47 || code === 60)) {
      if (++pos >= bytes.length) return this.#cut(at);
      code = bytes.charCodeAt(pos);
    }
    if (code === 60) return false;
    const nameEnd = pos;
    const end = code === 62 ? pos : this.#tagEnd(pos);
    if (end < 0) return false;
    this.name = bytes.slice(at + 1, nameEnd);
    this.start = at;
    this.selfClosing = end > nameEnd && bytes.charCodeAt(end - 1) === 47;
    this.attributesStart = nameEnd;
    this.attributesEnd = this.selfClosing ? end - 1 : end;
    this.pos = end + 1;
    return true;
  }

  /** Reads the end tag at `at`; what stands between its name and its `>` is passed over, and that may be missing. */
  readEndTag(at: number): boolean {
    const { bytes } = this;
    let pos = at + 2;
    if (!isNameStart(bytes.charCodeAt(pos))) return false;
    let code = bytes.charCodeAt(pos);
    while (pos < bytes.length && !(code <= 32 || code === 62 || code === 60)) code = bytes.charCodeAt(++pos);
    const nameEnd = pos;
    while (isSpace(code)) code = bytes.charCodeAt(++pos);
    if (code === 62) pos++;
    else if (pos < bytes.length && code !== 60) {
      const close = this.find('>', pos);
      const open = this.find('<', pos);
      pos = close >= 0 && (open < 0 || close < open) ? close + 1 : pos;
    }
    this.name = bytes.slice(at + 2, nameEnd);
    this.start = at;
    this.pos = pos;
    return true;
  }

  /** Moves past the comment, CDATA section, declaration or processing instruction at `at`; past its `<` where it has no end. */
  skipMarkup(at: number): void {
    const { bytes } = this;
    if (bytes.startsWith('<!--', at)) this.#skipTo('-->', at, at + 4);
    else if (bytes.startsWith('<![CDATA[', at)) this.#skipTo(']]>', at, at + 9);
    else if (bytes.charCodeAt(at + 1) === 63) this.#skipTo(bytes.startsWith('<?xml', at) ? '>' : '?>', at, at + 2);
    else if (!this.#doctypeSeen && /^<!doctype/i.test(bytes.slice(at, at + 9))) {
      this.#doctypeSeen = true;
      this.pos = readDoctype(bytes, at, this.entities);
    } else this.#skipTo('>', at, at + 2);
  }

  /** Where `mark` comes next; -1 where it does not. Every stretch is searched once. */
  find(mark: string, from: number): number {
    return this.#finder.find(mark, from);
  }

  /** Where `mark` comes last in the document, looked for once; -1 where it does not. */
  findLast(mark: string): number {
    const known = this.#last.get(mark);
    if (known !== undefined) return known;
    const at = this.bytes.lastIndexOf(mark);
    this.#last.set(mark, at);
    return at;
  }

  /** The tag's attributes. */
  attributes(): Attributes {
    return readAttributes(this.bytes.slice(this.attributesStart, this.attributesEnd), this.entities);
  }

  #skipTo(mark: string, at: number, from: number): void {
    const end = this.find(mark, from);
    this.pos = end < 0 ? at + 2 : end + mark.length;
  }

  #cut(at: number): false {
    this.cutInTag = true;
    this.pos = at + 1;
    return false;
  }

  /** Where the `>` of the start tag stands; -1 where there is none, and the tag is text. */
  #tagEnd(from: number): number {
    const { bytes } = this;
    if (this.find('>', from) < 0) {
      this.cutInTag = true;
      return -1;
    }
    let count = 0;
    let pos = from;
    for (; pos < bytes.length; pos++) {
      const code = bytes.charCodeAt(pos);
      if (code === 62) return pos;
      if (code === 60) return -1;
      if (code !== 61) continue;
      if (++count > this.limits.attributes)
        throw beyond('ATTRIBUTE', `an element has more than ${this.limits.attributes} attributes`);
      do pos++;
      while (isSpace(bytes.charCodeAt(pos)));
      const quote = bytes.charCodeAt(pos);
      if (quote === 34 || quote === 39) pos = this.#quoteEnd(pos, quote === 34 ? '"' : "'");
      else pos--;
    }
    this.cutInTag = true;
    return -1;
  }

  /** Where the quoted value that begins at `at` ends: at its quote, or before the `>` where that quote seems to be missing. */
  #quoteEnd(at: number, quote: string): number {
    const close = this.find(quote, at + 1);
    if (close < 0) return at;
    const next = this.bytes.charCodeAt(close + 1);
    if (isSpace(next) || next === 47 || next === 62 || next === 63) return close;
    const end = this.bytes.slice(at, close).indexOf('>');
    return end < 0 ? close : at + end - 1;
  }
}

/** Letters, `_`, `:`, and whatever is not ASCII. */
export function isNameStart(code: number): boolean {
  const letter = code | 32;
  return (letter >= 97 && letter <= 122) || code === 95 || code === 58 || code >= 0x80;
}
