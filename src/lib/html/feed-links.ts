const FEED_TYPES = /^application\/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json|json)$/i;
/** Links of a page that are followed, at most. */
const LINKS_AT_MOST = 20;

/** Whether a text of this media type is an HTML page: the type says so, or the text begins like one and the type is not that of a feed. */
export function isPage(text: string, type: string): boolean {
  if (/^application\/(?:rss|atom|rdf|feed)\+/.test(type)) return false;
  const start = text
    .slice(0, 2048)
    .replace(/<!--[\s\S]*?-->/g, '')
    .trimStart();
  if (/^(?:<\?xml[^>]*>\s*)?<(?:rss|feed|rdf:RDF|channel)\b/i.test(start) || start.startsWith('{')) return false;
  return /html/.test(type) || /^<(?:!doctype html|html|head)\b/i.test(start);
}

/** The feeds that a page links (`<link rel="alternate" type="application/rss+xml" href="…">`), absolute, in their order, each once. */
export function feedLinks(html: string, base: string): string[] {
  const markup = html.replace(/<!--[\s\S]*?-->|<script\b[\s\S]*?<\/script\s*>/gi, '');
  const baseHref = attributesOf(/<base\b[^>]*>/i.exec(markup)?.[0] ?? '').get('href');
  const from = baseHref !== undefined && URL.canParse(baseHref, base) ? new URL(baseHref, base).href : base;
  const found = new Set<string>();
  for (const [tag] of markup.matchAll(/<link\b[^>]*>/gi)) {
    const link = attributesOf(tag);
    const href = link.get('href');
    if (href === undefined || !isFeedLink(link) || !URL.canParse(href, from)) continue;
    const url = new URL(href, from);
    if (url.protocol === 'http:' || url.protocol === 'https:') found.add(url.href);
  }
  return [...found].slice(0, LINKS_AT_MOST);
}

function isFeedLink(link: Map<string, string>): boolean {
  const relations = (link.get('rel') ?? '').toLowerCase().split(/\s+/);
  const type = (link.get('type') ?? '').split(';', 1)[0]!.trim();
  return relations.includes('feed') || (relations.includes('alternate') && FEED_TYPES.test(type));
}

const ATTRIBUTE = /([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+))/g;

function attributesOf(tag: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name, double, single, bare] of tag.matchAll(ATTRIBUTE)) {
    if (!attributes.has(name!.toLowerCase())) attributes.set(name!.toLowerCase(), unescaped((double ?? single ?? bare)!).trim());
  }
  return attributes;
}

function unescaped(text: string): string {
  return text.replace(/&(?:amp|#38|#x26);/gi, '&').replace(/&(?:#x2f|#47|sol);/gi, '/');
}
