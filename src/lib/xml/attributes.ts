import { ascii, type ByteString, isSpace } from '../bytes/index.ts';
import { type Entities, isNameByte } from './entities.ts';

/** An element's attributes by their names as written. */
export type Attributes = Map<string, ByteString>;

const none: Attributes = new Map();

/**
 * The attributes in what stands between the name and the `>` of a start tag: quoted either way, not quoted, or without a value; of two
 * with the same name the first. References in their values are replaced, but `&copy=` stays in `href`, `url`, `src` and their like.
 */
export function readAttributes(source: ByteString, entities: Entities): Attributes {
  let pos = skipSpace(source, 0);
  if (pos >= source.length) return none;
  const attributes: Attributes = new Map();
  const quotes = new Quotes(source);
  while (pos < source.length) {
    const end = nameEnd(source, pos);
    const name = source.slice(pos, end);
    pos = skipSpace(source, end);
    let value = ascii('');
    if (source.charCodeAt(pos) === 61) {
      pos = skipSpace(source, pos + 1);
      const close = quotes.closeOf(pos);
      const missing = close > 0 ? missingQuote(source, pos + 1, close) : -1;
      if (missing > 0) {
        value = source.slice(pos + 1, missing);
        pos = missing;
      } else if (close > 0) {
        value = source.slice(pos + 1, close);
        pos = close + 1;
      } else if (isCurly(source, pos)) {
        const end = curlyEnd(source, pos + 3);
        value = source.slice(pos + 3, end);
        pos = isCurly(source, end) ? end + 3 : end;
      } else {
        const quoted = source.charCodeAt(pos) === 34 || source.charCodeAt(pos) === 39;
        const start = quoted ? pos + 1 : pos;
        pos = valueEnd(source, start);
        value = source.slice(start, pos);
      }
    } else if (source.charCodeAt(pos) === 47) pos++;
    if (name !== '' && !attributes.has(name)) attributes.set(name, entities.decode(value, isUrlName(name) ? 'url' : 'value'));
    pos = skipSpace(source, pos);
  }
  return attributes;
}

/**
 * Where the value that begins at `start` ends, if the quote at `close` is not its own but opens the next one: `url="a.mp3 type="audio/mpeg"`.
 * -1 where nothing is missing.
 */
function missingQuote(source: ByteString, start: number, close: number): number {
  const next = source.charCodeAt(close + 1);
  if (source.charCodeAt(close - 1) !== 61 || isSpace(next) || next === 47 || close + 1 >= source.length) return -1;
  let at = close - 1;
  while (at > start && isNameByte(source.charCodeAt(at - 1))) at--;
  if (at === close - 1 || !isSpace(source.charCodeAt(at - 1))) return -1;
  while (at > start && isSpace(source.charCodeAt(at - 1))) at--;
  return at;
}

/** Finds closing quotes, and looks for a kind of quote that comes no more only once. */
class Quotes {
  readonly #source: ByteString;
  /** The kinds that come no more: 1 for double quotes, 2 for single ones. */
  #gone = 0;

  constructor(source: ByteString) {
    this.#source = source;
  }

  /** Where the value whose opening quote stands at `at` ends; -1 where there is no quote, or none that closes it. */
  closeOf(at: number): number {
    const code = this.#source.charCodeAt(at);
    const kind = code === 34 ? 1 : code === 39 ? 2 : 0;
    if (kind === 0 || (this.#gone & kind) !== 0) return -1;
    const close = this.#source.indexOf(kind === 1 ? '"' : "'", at + 1);
    if (close < 0) this.#gone |= kind;
    return close;
  }
}

/** Whether one of `‘` to `‟`, `′` and `″` stands there, which word processors make of quotes. */
function isCurly(source: ByteString, at: number): boolean {
  if (source.charCodeAt(at) !== 0xe2 || source.charCodeAt(at + 1) !== 0x80) return false;
  const third = source.charCodeAt(at + 2);
  return (third >= 0x98 && third <= 0x9f) || third === 0xb2 || third === 0xb3;
}

/** Where the value that begins at `start`, after a curly quote, ends: at the next one, or before white space where none comes. */
function curlyEnd(source: ByteString, start: number): number {
  let at = source.indexOf('\xe2\x80', start);
  while (at >= 0 && !isCurly(source, at)) at = source.indexOf('\xe2\x80', at + 2);
  return at < 0 ? valueEnd(source, start) : at;
}

function isUrlName(name: string): boolean {
  return /(?:url|href|src|uri|about|resource|base)$/i.test(name);
}

function nameEnd(source: ByteString, start: number): number {
  let end = start;
  for (let code = source.charCodeAt(end); end < source.length && code !== 61 && code !== 47 && !isSpace(code); ) {
    code = source.charCodeAt(++end);
  }
  return end;
}

function valueEnd(source: ByteString, start: number): number {
  let end = start;
  while (end < source.length && !isSpace(source.charCodeAt(end))) end++;
  return end;
}

function skipSpace(source: ByteString, at: number): number {
  while (isSpace(source.charCodeAt(at))) at++;
  return at;
}
