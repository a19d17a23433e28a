import { ascii, type ByteString, bytesIn, fromBytes, lowerBytes, toBytes, trimBytes } from '../bytes/index.ts';
import { decodeReferences, htmlBytesToLine, htmlBytesToText, textBytesToLine } from '../html/index.ts';
import type { Reader } from '../xml/index.ts';

/** A text of a feed that is either plain or HTML. */
export interface Construct {
  html: boolean;
  value: ByteString;
  /** Whether its own `type` says that it is HTML, so that what is escaped twice is meant to be. */
  typed?: boolean;
}

/**
 * Reads the current element as a text construct (RFC 4287, section 3.1; Atom 0.3, section 3.1): by its `type` and `mode`, and as
 * `plain` where it has none. Markup that stands there as it is, is HTML whatever the type says.
 */
export function readConstruct(reader: Reader, plain: 'text' | 'html', closers?: ReadonlySet<string>): Construct {
  const type = typeOf(reader);
  const base64 = lowerBytes(reader.attribute('mode') ?? '') === 'base64';
  const otherXml = /[/+]xml$/.test(type) && !type.includes('xhtml');
  const captured = reader.capture(otherXml ? undefined : closers);
  if (base64) return { html: !isPlain(type, plain), value: decodeBase64(captured.text()) };
  if (type === 'xhtml' || type === 'application/xhtml+xml')
    return { html: true, value: unwrapDiv(captured.html(true)), typed: true };
  const isHtml = type === 'html' || type === 'text/html';
  if (captured.markup) return { html: true, value: isHtml ? unescapedWithin(captured.html()) : captured.html(otherXml) };
  if (isHtml) return { html: true, value: captured.text(), typed: true };
  if (isPlain(type, plain) || otherXml || !type.includes('/'))
    return { html: type === '' && plain === 'html', value: captured.text() };
  const isText = /\b(?:json|javascript|ecmascript|yaml|toml|sql)$/.test(type);
  return isText ? { html: false, value: captured.text() } : { html: true, value: decodeBase64(captured.text(), ascii('')) };
}

/** The `type` of the current element, without parameters such as `charset`. */
function typeOf(reader: Reader): ByteString {
  const type = lowerBytes(reader.attribute('type') ?? '');
  const end = type.indexOf(';');
  return trimBytes(end < 0 ? type : type.slice(0, end));
}

function isPlain(type: string, plain: 'text' | 'html'): boolean {
  return type === ''
    ? plain === 'text'
    : type === 'text' || type === 'plain' || (type.startsWith('text/') && type !== 'text/html');
}

/** The construct as one line of text. */
export function toLine({ html, value, typed }: Construct): ByteString {
  return html ? htmlBytesToLine(cleanHtml(value, typed)) : textBytesToLine(value);
}

/** The construct as text of several lines. */
export function toText({ html, value }: Construct): ByteString {
  return html ? htmlBytesToText(value) : trimBytes(value.replace(/[ \t\r]+/g, ' ').replace(/ ?\n ?/g, '\n'));
}

/** HTML as the publisher meant it: without the marks of a CDATA section that was escaped, and, unless it is `exact`, not escaped twice. */
export function cleanHtml(html: ByteString, exact = false): ByteString {
  let value = trimBytes(html);
  if (value.startsWith('<![CDATA[')) value = trimBytes(value.slice(9, value.endsWith(']]>') ? -3 : undefined));
  for (let times = 0; !exact && times < 2 && isEscaped(value); times++) {
    value = value
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
  }
  return value;
}

const ESCAPED_TAG =
  /^(?:&amp;)?&(?:amp;)?lt;(?:!--|(p|div|br|a|img|span|b|i|strong|em|ul|ol|li|h[1-6]|table|blockquote|figure|section|article)(?=[\s/]|&))/i;

/** Whether all of it is markup that was escaped once too often: it begins with an escaped tag and holds none that is not. */
function isEscaped(value: ByteString): boolean {
  if (value.charCodeAt(0) !== 38 || !ESCAPED_TAG.test(value.slice(0, 40))) return false;
  return value.endsWith('gt;') && !/<[a-z/]/i.test(value);
}

/** HTML that was escaped, as its type wants, and then put into a `<div>` that was not. */
function unescapedWithin(html: ByteString): ByteString {
  const inner = unwrapDiv(html);
  return /<[a-z/!]/i.test(inner) || !/&lt;[a-z/]/i.test(inner) ? html : toBytes(decodeReferences(fromBytes(inner)));
}

/** Without the `<div>` that RFC 4287 wants around XHTML. */
function unwrapDiv(html: ByteString): ByteString {
  const value = trimBytes(html);
  const open = /^<div(?:\s[^<>]*)?>/i.exec(value);
  if (!open || !/<\/div\s*>$/i.test(value.slice(-16))) return value;
  let depth = 0;
  for (const tag of value.matchAll(/<(\/?)div(?=[\s>/])/gi)) {
    depth += tag[1] === '' ? 1 : -1;
    if (depth === 0 && value.indexOf('>', tag.index) < value.length - 1) return value;
  }
  return trimBytes(value.slice(open[0].length, value.lastIndexOf('</')));
}

/** Base64 decoded where it is text; where it is something else, `otherwise`; what is no Base64, as it is. */
function decodeBase64(value: ByteString, otherwise = value): ByteString {
  const bytes = Buffer.from(value, 'base64');
  const decoded = bytesIn(bytes);
  if (!/^[A-Za-z0-9+/=_\s-]*$/.test(value) || bytes.length === 0) return value;
  return /[\x00-\x08\x0e-\x1f]/.test(decoded) ? otherwise : decoded;
}
