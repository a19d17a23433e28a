import { isUtf8 } from 'node:buffer';
import { type ByteDecoder, decoderFor } from './labels.ts';

/** What is known of a document besides its bytes. */
export interface CharsetHints {
  /** The `charset` parameter of its Content-Type. */
  charset?: string | undefined;
  /** Where it may name its own encoding: in an XML declaration, in a `<meta>`, or in either (`any`, the default). */
  kind?: 'xml' | 'html' | 'any' | undefined;
}

/** The encoding of a document: its WHATWG name, and where its text begins (past a byte-order mark). */
export interface Encoding extends ByteDecoder {
  start: number;
}

const utf8 = decoderFor('utf-8')!;
const fallback = decoderFor('windows-1252')!;

/** An XML declaration or a `<meta>` that comes later than this many bytes is not looked for. */
const HEAD_BYTES = 4096;

/**
 * The encoding of a document, by the first of: byte-order mark; `hints.charset`, unless that says UTF-8 and the bytes are not;
 * its XML declaration or `<meta>`; UTF-8, where the bytes are; windows-1252. A label nobody knows counts as none.
 */
export function findEncoding(bytes: Uint8Array, hints: CharsetHints = {}): Encoding {
  const marked = byMark(bytes);
  if (marked) return marked;
  let valid: boolean | undefined;
  const isValid = () => (valid ??= isUtf8(bytes));
  const said = hints.charset === undefined ? undefined : decoderFor(hints.charset);
  const usable = said !== undefined && (said.charset !== 'utf-8' || isValid());
  const found = (usable ? said : undefined) ?? byDeclaration(bytes, hints.kind ?? 'any') ?? (isValid() ? utf8 : fallback);
  return { ...(found.charset === 'utf-16le' && bytes[0] === 0 ? decoderFor('utf-16be')! : found), start: 0 };
}

/**
 * A document's text, without its byte-order mark, and the WHATWG name of the encoding it came in (see `findEncoding`). Bytes that
 * do not fit that encoding become U+FFFD.
 */
export function decodeText(bytes: Uint8Array, hints: CharsetHints = {}): { text: string; charset: string } {
  const { charset, decode, start } = findEncoding(bytes, hints);
  return { text: decode(start === 0 ? bytes : bytes.subarray(start)), charset };
}

function byMark(bytes: Uint8Array): Encoding | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { ...utf8, start: 3 };
  if (a === 0xfe && b === 0xff) return { ...decoderFor('utf-16be')!, start: 2 };
  if (a === 0xff && b === 0xfe) return { ...decoderFor('utf-16le')!, start: 2 };
  return undefined;
}

const XML_DECLARATION = /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*(?:"([^">]*)"|'([^'>]*)')/i;
const HTML_START = /^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|meta|title|body|link|script)\b/i;
const META = /<meta\s[^>]*?\bcharset\s*=\s*["']?\s*([^\s"'/>;]+)/i;

/** White space, `<`: what a document may begin with. */
const opening = new Set([0x09, 0x0a, 0x0d, 0x20, 0x3c]);
const CLOSING_BRACKET = 0x3e;

/** What the document itself says. Read as UTF-16 when its first two characters are ASCII in that, and markup begins so (XML 1.0, appendix F). */
function byDeclaration(bytes: Uint8Array, kind: 'xml' | 'html' | 'any'): ByteDecoder | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  if (opening.has(a) && b === 0 && c !== 0 && d === 0) return decoderFor('utf-16le');
  if (a === 0 && opening.has(b) && c === 0 && d !== 0) return decoderFor('utf-16be');
  // `<?xm` in EBCDIC, whose code pages have the characters of XML in common.
  if (a === 0x4c && b === 0x6f && c === 0xa7 && d === 0x94) return byEbcdic(bytes);
  const head = headOf(bytes);
  // An XML declaration ends with the first bracket there is.
  const close = head.indexOf(CLOSING_BRACKET);
  const declared = XML_DECLARATION.exec(head.toString('latin1', 0, close < 0 ? head.length : close));
  const label = declared?.[1] ?? declared?.[2];
  return readable(label) ?? (kind === 'xml' ? undefined : byMeta(head.toString('latin1'), kind));
}

function headOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD_BYTES));
}

/** What a document in EBCDIC says; what that is itself said in is the same in all its code pages. */
function byEbcdic(bytes: Uint8Array): ByteDecoder {
  const common = decoderFor('ibm037')!;
  const declared = XML_DECLARATION.exec(common.decode(headOf(bytes)));
  const decoder = decoderFor(declared?.[1] ?? declared?.[2] ?? '');
  return decoder?.ebcdic ? decoder : common;
}

function byMeta(head: string, kind: 'html' | 'any'): ByteDecoder | undefined {
  const markup = head.replace(/<!--[\s\S]*?-->/g, '');
  return kind === 'html' || HTML_START.test(markup) ? readable(META.exec(markup)?.[1]) : undefined;
}

/** A declaration that was read as ASCII cannot be in UTF-16 or EBCDIC, whatever it says. */
function readable(label: string | undefined): ByteDecoder | undefined {
  const decoder = label === undefined ? undefined : decoderFor(label);
  return decoder?.ebcdic || decoder?.charset.startsWith('utf-16') ? undefined : decoder;
}
