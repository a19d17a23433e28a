import { isUtf8 } from 'node:buffer';
import { type ByteString, bytesIn, toBytes } from '../bytes/index.ts';
import { decodeText } from './charset.ts';

const DECLARED = /^[^<]{0,64}<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([\w:.-]{1,40})/i;
/** Labels that are given out of habit, so that bytes which are UTF-8 are that and not these. */
const HABITUAL = /^(?:utf-?8|(?:us-)?ascii|(?:iso-?8859-?1|latin-?1|windows-?1252|cp-?1252))$/i;

/**
 * The text of an XML or JSON document, as a byte string: by its byte-order mark, its declaration, or what the bytes look like. UTF-8 that
 * does not credibly say otherwise is neither decoded nor encoded.
 */
export function documentBytes(bytes: Uint8Array): ByteString {
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
