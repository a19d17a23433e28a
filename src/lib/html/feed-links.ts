import { decodeReferences } from './references.ts';
import { startTags } from './start-tags.ts';

/** Links of a page that count, at most, and their length: a page must not make much out of little. */
const MAX_LINKS = 20;
const MAX_LENGTH = 2_048;

const FEED_TYPE = /^(?:application\/(?:(?:rss|atom|rdf)\+xml|feed\+json|json|xml)|text\/xml)$/i;
/** WordPress links its own interface in every page, as JSON. */
const INTERFACE = /\/wp-json\/|[?&]rest_route=/;
const names = new Set(['base', 'link', 'meta']);

/** Whether a text of this media type is an HTML page: the type says so, or the text begins like one and the type is not that of a feed. */
export function isPage(text: string, type: string): boolean {
  if (/^application\/(?:rss|atom|rdf|feed)\+/.test(type)) return false;
  const start = withoutComments(text.slice(0, 2048)).trimStart();
  if (/^(?:<\?xml[^>]*>\s*)?<(?:rss|feed|rdf:RDF|channel)\b/i.test(start) || start.startsWith('{')) return false;
  return /html/.test(type) || /^<(?:!doctype html|html|head)\b/i.test(start);
}

/** Where a page leads: the feeds that it links, in their order, each once; and the page that it says to show in its place. */
export interface PageLinks {
  feeds: string[];
  refresh: string | undefined;
}

/**
 * Reads `<link rel="alternate" type="application/rss+xml" href="…">` and `<meta http-equiv="refresh" content="0; url=…">`. URLs are
 * absolute and http(s), unless the page's own is not known: then they are as written. Time is linear in the length.
 */
export function pageLinks(html: string, url: string | undefined): PageLinks {
  let base = url;
  let hasBase = false;
  let refresh: string | undefined;
  const feeds = new Set<string>();
  for (const { name, attributes } of startTags(html, names)) {
    if (name === 'base' && !hasBase) {
      base = absolute(attributes.get('href'), url) ?? base;
      hasBase = true;
    } else if (name === 'link' && isFeedLink(attributes)) {
      const feed = absolute(attributes.get('href'), base);
      if (feed !== undefined && !INTERFACE.test(feed)) feeds.add(feed);
      if (feeds.size >= MAX_LINKS) break;
    } else if (name === 'meta' && attributes.get('http-equiv')?.toLowerCase() === 'refresh') {
      refresh ??= absolute(refreshTarget(attributes.get('content') ?? ''), base);
    }
  }
  return { feeds: [...feeds], refresh };
}

function isFeedLink(link: Map<string, string>): boolean {
  const relations = (link.get('rel') ?? '').toLowerCase().split(/\s+/);
  const type = (link.get('type') ?? '').split(';', 1)[0]?.trim() ?? '';
  return relations.includes('feed') || (relations.includes('alternate') && FEED_TYPE.test(type));
}

/** The URL in `0; url='next.html'` (HTML, 4.2.5.3). */
function refreshTarget(content: string): string | undefined {
  const [, quoted, bare] = /^\s*[\d.]*\s*[;,]?\s*url\s*=\s*(?:["']([^"']*)|(\S+))/i.exec(content.slice(0, MAX_LENGTH)) ?? [];
  return quoted ?? bare;
}

function absolute(written: string | undefined, base: string | undefined): string | undefined {
  if (written === undefined || written.length > MAX_LENGTH) return undefined;
  const href = decodeReferences(written, 'url').trim();
  if (href === '') return undefined;
  if (!URL.canParse(href, base)) return base === undefined ? href : undefined;
  const url = new URL(href, base);
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.href.length <= MAX_LENGTH ? url.href : undefined;
}

function withoutComments(text: string): string {
  let rest = text;
  for (let start = rest.indexOf('<!--'); start >= 0; start = rest.indexOf('<!--')) {
    const end = rest.indexOf('-->', start + 4);
    if (end < 0) break;
    rest = rest.slice(0, start) + rest.slice(end + 3);
  }
  return rest;
}
