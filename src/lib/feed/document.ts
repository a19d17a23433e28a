import { type ByteString, bytesIn, codePointBytes, fromBytes, toBytes } from '../bytes/index.ts';
import { documentBytes } from '../charset/index.ts';
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
  const bytes = typeof document === 'string' ? toBytes(document) : isText ? bytesIn(document) : documentBytes(document);
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
function parseJson(written: string): { json: Json; isCut?: boolean } {
  const text = withIdDigits(written);
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

/** Numbers that are ids as strings, where `JSON.parse` would not keep their digits. */
function withIdDigits(text: string): string {
  if (!/"(?:id|guid)"\s*:\s*-?\d/i.test(text)) return text;
  return text.replace(
    /("(?:id|guid)"\s*:\s*)(-?\d[\d.eE+-]*)|"(?:[^"\\]|\\[\s\S])*"/gi,
    (whole, name?: string, digits?: string) =>
      name === undefined || digits === undefined || String(Number(digits)) === digits ? whole : `${name}"${digits}"`,
  );
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
