import { isUtf8 } from 'node:buffer';
import { type ByteString, bytesIn, codePointBytes, fromBytes, toBytes } from '../bytes/index.ts';
import { decodeText } from '../charset/index.ts';
import { Reject } from '../errors/index.ts';
import { numericCharacter } from '../html/index.ts';
import type { Json, JsonObject } from '../json/index.ts';
import { jsonFeedIn } from './json.ts';
import { notAFeed } from './not-a-feed.ts';
import { isRssInJson, rssFromJson } from './rss-in-json.ts';
import type { Source } from './types.ts';

/** A document as its format wants it read. */
export type Opened = { xml: ByteString } | { json: JsonObject; isCut?: boolean };

/**
 * Tells XML from JSON, and makes a byte string of the one and an object of the other. Bytes are decoded by their byte-order mark, their
 * XML declaration, or what they look like; text is text, whatever encoding its declaration names, and so are bytes that `isUtf8` vouches
 * for. Throws `NOT_A_FEED`.
 */
export function open(document: string | Uint8Array, { base, isUtf8: isText = false }: Source): Opened {
  const bytes = typeof document === 'string' ? toBytes(document) : isText ? bytesAsTheyAre(document) : bytesOf(document);
  if (!/^(?:\xef\xbb\xbf)?[\t\n\r ]*[{[]/.test(bytes.slice(0, 4096))) return { xml: withoutC1(bytes) };
  const { json, isCut = false } = parseJson((typeof document === 'string' ? document : fromBytes(bytes)).replace(/^\ufeff/, ''));
  const feed = jsonFeedIn(json);
  if (feed) return { json: feed, isCut };
  if (isRssInJson(json)) return { xml: toBytes(rssFromJson(json)) };
  throw notAFeed(bytes, base);
}

/**
 * The document without the control characters U+0080 to U+009F, which are no text: they are windows-1252 that somebody took for
 * ISO-8859-1, and mean there what their references (`&#146;`) mean.
 */
function withoutC1(bytes: ByteString): ByteString {
  for (let at = bytes.indexOf('\xc2'); at !== -1; at = bytes.indexOf('\xc2', at + 1)) {
    if (bytes.charCodeAt(at + 1) < 0xa0) return bytes.replace(/\xc2[\x80-\x9f]/g, (pair) => c1[pair.charCodeAt(1) - 0x80]!);
  }
  return bytes;
}

const c1 = Array.from({ length: 32 }, (_, index) => codePointBytes(numericCharacter(0x80 + index)));

/** JSON, or what some programs write for it: with line breaks in strings, `NaN` and `Infinity`, commas that nothing follows. */
function parseJson(text: string): { json: Json; isCut?: boolean } {
  try {
    return { json: JSON.parse(text) };
  } catch (error) {
    const mended = text.replace(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|-?Infinity|NaN|,(?=\s*[\]}])/g, mendedToken);
    try {
      return { json: JSON.parse(mended) };
    } catch {
      const whole = wholeItems(mended);
      if (whole !== undefined) return { json: whole, isCut: true };
      throw new Reject('NOT_A_FEED', `not a feed but broken JSON: ${(error as Error).message}`, {
        more: { found: 'broken JSON' },
      });
    }
  }
}

/** A JSON Feed that is cut off, up to the last item that is whole; nothing where there is none. */
function wholeItems(text: string): Json | undefined {
  const open: string[] = [];
  let name = '';
  let end = 0;
  for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|[{}[\]]/g)) {
    if (token.startsWith('"')) name = open.length === 1 ? token : name;
    else if (token === '{' || token === '[') open.push(token);
    else open.pop();
    if (token === '}' && open.length === 2 && open[1] === '[' && name === '"items"') end = index + 1;
  }
  try {
    return end === 0 ? undefined : JSON.parse(`${text.slice(0, end)}]}`);
  } catch {
    return undefined;
  }
}

function mendedToken(token: string): string {
  if (token === ',') return '';
  return token.startsWith('"') ? token.replace(/[\x00-\x1f]/g, (control) => JSON.stringify(control).slice(1, -1)) : `"${token}"`;
}

const DECLARED = /^[^<]{0,64}<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([\w:.-]{1,40})/i;
/** Labels that are given out of habit, so that bytes which are UTF-8 are that and not these. */
const HABITUAL = /^(?:utf-?8|(?:us-)?ascii|(?:iso-?8859-?1|latin-?1|windows-?1252|cp-?1252))$/i;

function bytesAsTheyAre(bytes: Uint8Array): ByteString {
  return bytesIn(bytes);
}

/** A byte string of bytes in any encoding. What is UTF-8 and does not credibly say otherwise goes by without being decoded and encoded again. */
function bytesOf(bytes: Uint8Array): ByteString {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const marked = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf;
  const head = buffer.toString('latin1', 0, 512);
  const label = DECLARED.exec(head)?.[1];
  const valid = isUtf8(buffer) && !head.includes('\0');
  if (valid && (marked || label === undefined || HABITUAL.test(label) || isSurelyUtf8(buffer, label)))
    return bytesIn(buffer, marked ? 3 : 0);
  const wide = utf32(buffer);
  if (wide !== undefined) return toBytes(wide);
  if (!marked && label !== undefined && /^utf-?8$/i.test(label) && !holdsUtf8(buffer))
    return toBytes(decodeText(buffer, { charset: 'windows-1252' }).text);
  return toBytes(decodeText(buffer, { kind: 'any' }).text);
}

/**
 * Whether valid UTF-8 holds so many characters beyond ASCII that text in the encoding it names would hardly look the same: two bytes in
 * ten may in those of East Asia, next to none in those of one byte a character.
 */
function isSurelyUtf8(buffer: Buffer, label: string): boolean {
  let left = /^(?:windows|cp|iso-?8859|koi8|mac)/i.test(label) ? 4 : 12;
  for (let at = 0; at < buffer.length && left > 0; at++) if (buffer[at]! >= 0xc2) left--;
  return left === 0;
}

/** Whether some of the bytes beyond ASCII are UTF-8, so that the others are damage and not another encoding. */
function holdsUtf8(buffer: Buffer): boolean {
  return /[\xc3-\xf4][\x80-\xbf]/.test(buffer.toString('latin1'));
}

/** Text in UTF-32, told by its mark or by white space or `<` in four bytes. WHATWG knows no such encoding, but XML does (appendix F). */
function utf32(buffer: Buffer): string | undefined {
  const start = buffer.toString('latin1', 0, 4);
  const little = /^(?:\xff\xfe|[\t\n\r <]\0)\0\0/.test(start);
  if (!little && !/^\0\0(?:\xfe\xff|\0[\t\n\r <])/.test(start)) return undefined;
  const parts: string[] = [];
  for (let at = 0; at + 4 <= buffer.length; at += 4) {
    const code = little ? buffer.readUInt32LE(at) : buffer.readUInt32BE(at);
    if (code !== 0xfeff) parts.push(code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code));
  }
  return parts.join('');
}

const HEAD_LENGTH = 65_536;
/** `<?xm` in EBCDIC. */
const EBCDIC_START = 'Lo\xa7\x94';

/** Whether a source that begins with `head` is one document and not lines of records. */
export function looksLikeDocument(head: Uint8Array): boolean {
  const buffer = Buffer.from(head.buffer, head.byteOffset, head.length);
  if (buffer.subarray(0, 64).includes(0) || buffer.toString('latin1', 0, 4) === EBCDIC_START) return true;
  const start = buffer.toString('latin1', 0, HEAD_LENGTH).replace(/^(?:\xef\xbb\xbf|[\t\n\r\f ])+/, '');
  if (start.startsWith('<')) return true;
  if (!start.startsWith('{'))
    return (
      /<(?:\?xml|rss|feed|rdf:RDF)[\s>]/i.test(start.slice(0, 4096)) ||
      (/<[a-z/?!]|jsonfeed\.org/i.test(start) && !holdsRecord(start))
    );
  if (start.includes('\n')) return !holdsRecord(start);
  if (isObjectText(start)) return false;
  return /"version"\s*:\s*"https?:\\?\/\\?\/(?:www\.)?jsonfeed\.org/.test(start) || /^\{\s*"rss"\s*:/.test(start);
}

/** Whether some line is an object, as no line of a document written over several lines is, or is one that goes on beyond the head. */
function holdsRecord(start: string): boolean {
  const lines = start.split('\n');
  return lines.some(
    (line, index) =>
      line.startsWith('{') && (isObjectText(line) || (index > 0 && index === lines.length - 1 && start.length > HEAD_LENGTH / 2)),
  );
}

function isObjectText(text: string): boolean {
  if (!text.trimEnd().endsWith('}')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
