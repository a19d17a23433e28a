import { assumeBytes, fromBytes, toBytes } from '../../bytes/index.ts';
import { htmlToLine, readReference } from '../../html/index.ts';
import { type JsonObject, parseField, parseFields } from '../../json/index.ts';
import type { EnrichmentOptions } from '../protocol.ts';
import type { BuiltinFunction } from './builtin.ts';
import { textAt } from './options.ts';

/** What matters to links: comments, elements whose content is no markup, bases, and the tags of anchors. */
const TOKENS = /<!--|<(script|style|textarea|title)\b|<(base)(?=[\s/>])|<(a)(?=[\s/>])|<\/a(?=[\s>])/gi;
const ATTRIBUTES = /[^\s"'<>/=]+(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const schemes = new Set(['http:', 'https:', 'ftp:']);

const bases = parseFields('url,feed.site_url,feed.url');

/** Gives the links of a field of HTML: absolute, each once, with the text they were first linked by. */
export async function makeLinks(options: EnrichmentOptions): Promise<BuiltinFunction> {
  const field = parseField(options.field ?? 'content_html');
  return (record) => {
    const links = new Map<string, string>();
    for (const { url, text } of linksOf(textAt(record, field), baseOf(record))) {
      if (!links.get(url)) links.set(url, text);
    }
    return Array.from(links, ([url, text]): JsonObject => (text === '' ? { url } : { url, text }));
  };
}

function baseOf(record: JsonObject): string | undefined {
  return bases.map((field) => textAt(record, field)).find((url) => URL.canParse(url));
}

/** The links of a document in their order. Linear in its length. */
function* linksOf(html: string, base: string | undefined): Generator<{ url: string; text: string }> {
  let open: { url: string; from: number } | undefined;
  TOKENS.lastIndex = 0;
  for (let token = TOKENS.exec(html); token; token = TOKENS.exec(html)) {
    const [text, raw, isBase, isAnchor] = token;
    // A tag of an anchor, either one, ends the anchor before it.
    if (open && !raw && !isBase && text !== '<!--') {
      yield { url: open.url, text: htmlToLine(html.slice(open.from, token.index)) };
      open = undefined;
    }
    if (text === '<!--' || raw) {
      const end = skip(html, TOKENS.lastIndex, raw ? new RegExp(`</${raw}`, 'gi') : /-->/g);
      if (end < 0) break;
      TOKENS.lastIndex = end;
    } else if (isBase || isAnchor) {
      const end = tagEnd(html, TOKENS.lastIndex);
      const url = resolved(hrefOf(html.slice(TOKENS.lastIndex, end)), base);
      TOKENS.lastIndex = end;
      if (isBase) base = url ?? base;
      else if (url !== undefined) open = { url, from: Math.min(end + 1, html.length) };
    }
  }
  if (open) yield { url: open.url, text: htmlToLine(html.slice(open.from)) };
}

function skip(html: string, from: number, end: RegExp): number {
  end.lastIndex = from;
  return end.test(html) ? end.lastIndex : -1;
}

/** Where the `>` of a tag stands, quoted values apart, or the end of the document. */
function tagEnd(html: string, from: number): number {
  let quote = '';
  for (let at = from; at < html.length; at++) {
    const character = html[at]!;
    if (quote === '' && character === '>') return at;
    if (quote === '' && (character === '"' || character === "'") && html[at - 1] === '=') quote = character;
    else if (character === quote) quote = '';
  }
  return html.length;
}

function hrefOf(tag: string): string | undefined {
  for (const [whole, double, single, bare] of tag.matchAll(ATTRIBUTES)) {
    if (/^href\s*=/i.test(whole)) return unreferenced(double ?? single ?? bare ?? '');
  }
  return undefined;
}

/** The value of an attribute with its character references resolved. */
function unreferenced(value: string): string {
  if (!value.includes('&')) return value;
  const bytes = toBytes(value);
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const reference = bytes[at] === '&' ? readReference(bytes, at, 'value') : undefined;
    text += reference ? reference.bytes : bytes[at];
    at = reference ? reference.end : at + 1;
  }
  return fromBytes(assumeBytes(text));
}

/** The absolute URL, where there is one that leads to another document. */
function resolved(href: string | undefined, base: string | undefined): string | undefined {
  const trimmed = href?.trim() ?? '';
  if (trimmed === '' || trimmed.startsWith('#') || !URL.canParse(trimmed, base)) return undefined;
  const url = new URL(trimmed, base);
  return schemes.has(url.protocol) ? url.href : undefined;
}
