import { type ByteString, fromBytes, lowerBytes, trimBytes } from '../bytes/index.ts';
import { Reject } from '../errors/index.ts';
import { htmlBytesToLine, pageLinks } from '../html/index.ts';
import { defaultLimits, Reader, Scanner } from '../xml/index.ts';
import { feedVocabulary } from './vocabulary.ts';

const HEAD_LENGTH = 262_144;
// Tags of HTML need not be closed, so that elements seem to be within one another that are not.
const limits = { ...defaultLimits, depth: Number.POSITIVE_INFINITY, attributes: Number.POSITIVE_INFINITY };

/** The reject for a document that is no feed: says what it is, and names the feeds that an HTML page points to. */
export function notAFeed(bytes: ByteString, base: string | undefined): Reject {
  const head = bytes.slice(0, HEAD_LENGTH);
  const { feeds } = pageLinks(fromBytes(head), base);
  const found = whatItIs(head);
  const hint = feeds.length === 0 ? '' : `; it points to ${feeds.join(' ')}`;
  return new Reject('NOT_A_FEED', `not a feed but ${found}${hint}`, { more: { found, ...(feeds.length > 0 && { feeds }) } });
}

function whatItIs(head: ByteString): string {
  const start = trimBytes(head.slice(0, 4096));
  if (start === '') return 'an empty document';
  if (start.startsWith('{') || start.startsWith('[')) return 'JSON';
  if (/[\x00-\x08\x0e-\x1a]/.test(start.slice(0, 512))) return 'binary data';
  const root = firstElement(head);
  if (root === undefined) return `text: ${quote(start)}`;
  if (isHtml(start, root)) return `an HTML page${titled(head)}`;
  return knownRoots.get(root) ?? `an XML document <${fromBytes(root.slice(0, 60))}>`;
}

const knownRoots = new Map([
  ['opml', 'an OPML document'],
  ['urlset', 'a sitemap'],
  ['sitemapindex', 'a sitemap index'],
  ['svg', 'an SVG picture'],
  ['error', 'an XML error message'],
]);

function isHtml(start: ByteString, root: string): boolean {
  return (
    /^(?:<\?xml[^>]*>\s*)?<!doctype html/i.test(start) ||
    /^(?:html|head|body|title|meta|script|div|p|br|b|h1|center|pre)$/.test(root)
  );
}

function firstElement(head: ByteString): ByteString | undefined {
  const reader = new Reader(new Scanner(head, limits), feedVocabulary, undefined);
  return reader.child(0) ? lowerBytes(reader.rawName) : undefined;
}

function titled(head: ByteString): string {
  const reader = new Reader(new Scanner(head, limits), feedVocabulary, undefined);
  return (
    walk(reader, (name) =>
      name === 'title' ? ` with the title ${quote(htmlBytesToLine(reader.capture().text()))}` : undefined,
    ) ?? ''
  );
}

/** Goes through all elements as if none were within another, until `visit` gives something. */
function walk<Found>(reader: Reader, visit: (name: string) => Found | undefined): Found | undefined {
  while (reader.child(0)) {
    const found = visit(lowerBytes(reader.rawName));
    if (found !== undefined) return found;
    if (reader.level > 0) reader.leave();
  }
  return undefined;
}

function quote(text: ByteString): string {
  const line = fromBytes(htmlBytesToLine(text.slice(0, 400)));
  return `“${line.length > 80 ? `${line.slice(0, 80)}…` : line}”`;
}
