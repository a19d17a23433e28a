import { Reject } from '../errors/index.ts';
import { repairMojibake } from './mojibake.ts';

/** A feed as an OPML document names it: the record that `opml2feeds` writes. */
export type Feed = {
  url: string;
  title?: string;
  site_url?: string;
  description?: string;
  language?: string;
  categories?: string[];
};

/** An outline's attributes, by their names in lower case. */
export type OutlineAttributes = ReadonlyMap<string, string>;

/** What an outline stands for: a feed, an `include` that is not followed, or nothing of interest (a folder, a note). */
export function readOutline(attributes: OutlineAttributes, folders: readonly string[]): Feed | Reject | undefined {
  const type = (attributes.get('type') ?? '').trim().toLowerCase();
  const url = urlOf(attributes, type);
  if (url === undefined) return includeOf(attributes, type);
  const [title, description, language] = ['title', 'description', 'language'].map((name) => lineOf(attributes.get(name)));
  const site = plainUrl(attributes.get('htmlurl'));
  const text = lineOf(attributes.get('text'));
  const name = title || (text === url ? '' : text);
  const categories = categoriesOf(attributes.get('category'), folders);
  return {
    url,
    ...(name && { title: name }),
    ...(site && { site_url: site }),
    ...(description && { description }),
    ...(language && { language }),
    ...(categories.length > 0 && { categories }),
  };
}

/** A folder's name. */
export function folderName(attributes: OutlineAttributes): string {
  return lineOf(attributes.get('title')) || lineOf(attributes.get('text'));
}

function urlOf(attributes: OutlineAttributes, type: string): string | undefined {
  const isFeed = /^(?:rss|atom|feed|pie|rdf)/.test(type);
  const url =
    attributes.get('xmlurl') ||
    attributes.get('feedurl') ||
    attributes.get('rssurl') ||
    (isFeed ? attributes.get('url') : undefined);
  return plainUrl(url) || undefined;
}

/** Without line breaks; an `&amp;` that is left was escaped twice. */
function plainUrl(url: string | undefined): string {
  return (url ?? '')
    .replace(/[\t\n\r]/g, '')
    .replaceAll('&amp;', '&')
    .trim();
}

/** OPML 2.0, "Inclusion": another document that is to be read here. */
function includeOf(attributes: OutlineAttributes, type: string): Reject | undefined {
  const url = attributes.get('url')?.trim() ?? '';
  const includes = type === 'include' || (type === 'link' && /\.opml(?:$|\?)/i.test(url));
  return includes
    ? new Reject('INCLUDE', `another document is to be included here, which is not read: ${url}`, { text: url, more: { url } })
    : undefined;
}

/** The path of folders, and what the `category` attribute lists: paths that begin with a slash, separated by commas. */
function categoriesOf(attribute: string | undefined, folders: readonly string[]): string[] {
  const path = folders.filter((name) => name !== '').join('/');
  const listed = (attribute ?? '').split(',').map((category) => lineOf(category).replace(/^\/+|\/+$/g, ''));
  return [...new Set([path, ...listed].filter((category) => category !== ''))];
}

function lineOf(text: string | undefined): string {
  return text === undefined ? '' : repairMojibake(text.replace(/\s+/g, ' ').trim());
}
