import { fromBytes, toBytes } from '../bytes/index.ts';
import { htmlToText, textBytesToLine } from '../html/index.ts';
import type { Json, JsonObject } from '../json/index.ts';
import { beyond, resolveUrl } from '../xml/index.ts';
import { parseDate } from './date.ts';
import type { Found } from './ids.ts';
import { shorten } from './summary.ts';
import type { Attachment, Author, Extensions, FeedInfo, Item, Source } from './types.ts';

const DEEPEST = 64;

/** The items of a JSON Feed (versions 1 and 1.1), with real characters. Throws `DEPTH_LIMIT`. */
export function* readJsonFeed(feed: JsonObject, source: Source): Generator<Found<string>, void> {
  const base = source.base ?? absolute(feed.feed_url) ?? absolute(feed.home_page_url);
  const language = text(feed.language) ?? source.feed?.language;
  const info: FeedInfo = {};
  assign(info, 'url', source.feed?.url ?? link(feed.feed_url, base));
  assign(info, 'title', line(feed.title) ?? source.feed?.title);
  assign(info, 'site_url', link(feed.home_page_url, base) ?? source.feed?.site_url);
  assign(info, 'language', language);
  info.format = `json${/version\/(\d+(?:\.\d+)?)/.exec(text(feed.version) ?? '')?.[1] ?? '1.1'}`.replace(/^json1$/, 'json1.0');
  const next = link(feed.next_url, base);
  if (next !== undefined && source.extensions !== 'none') info._links = { next };
  // JSON Feed 1.1: authors of the feed are those of each item that has none.
  const inherited = authorsIn(feed);
  for (const entry of list(feed.items)) if (isObject(entry)) yield readItem(entry, info, inherited, { ...source, base });
}

/** The JSON Feed that a JSON document is, be the names of its fields in another letter case; nothing where it is none. */
export function jsonFeedIn(value: Json): JsonObject | undefined {
  if (isJsonFeed(value) && 'version' in value) return value;
  const lower = withLowerNames(value);
  return isJsonFeed(lower) ? lower : undefined;
}

function withLowerNames(value: Json, depth = 0): Json {
  if (typeof value !== 'object' || value === null || depth > 4) return value;
  if (Array.isArray(value)) return value.map((inner) => withLowerNames(inner, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) =>
      name.startsWith('_') ? [name, inner] : [name.toLowerCase(), withLowerNames(inner, depth + 1)],
    ),
  );
}

function isJsonFeed(value: Json | undefined): value is JsonObject {
  return (
    isObject(value) &&
    (/jsonfeed\.org\/version/.test(text(value.version) ?? '') ||
      (Array.isArray(value.items) && ('title' in value || 'version' in value || value.items.some(isEntry))))
  );
}

function isEntry(value: Json): boolean {
  return isObject(value) && ['id', 'url', 'title', 'content_html', 'content_text'].some((name) => name in value);
}

function readItem(entry: JsonObject, info: FeedInfo, inherited: Author[], source: Source): Found<string> {
  const { base } = source;
  const item = { id: '' } as Item;
  assign(item, 'url', link(entry.url, base));
  assign(item, 'external_url', link(entry.external_url, base));
  assign(item, 'title', line(entry.title));
  assign(item, 'content_html', text(entry.content_html));
  assign(item, 'content_text', text(entry.content_text) ?? (item.content_html && htmlToText(item.content_html)));
  assign(item, 'summary', text(entry.summary) ?? shortened(item.content_text, source.summaryLength));
  assign(item, 'image', link(entry.image, base) ?? link(entry.banner_image, base));
  assignDate(item, 'date_published', entry.date_published);
  assignDate(item, 'date_modified', entry.date_modified);
  const authors = authorsIn(entry);
  const tags = [
    ...new Set(
      list(entry.tags)
        .map(line)
        .filter((tag) => tag !== undefined),
    ),
  ];
  const attachments = list(entry.attachments)
    .map((file) => attachment(file, base))
    .filter((file) => file !== undefined);
  if (authors.length > 0) item.authors = authors;
  else if (inherited.length > 0) item.authors = inherited;
  if (tags.length > 0) item.tags = tags;
  assign(item, 'language', text(entry.language) ?? info.language);
  if (attachments.length > 0) item.attachments = attachments;
  keepExtensions(item, entry, source.extensions ?? 'known');
  item.feed = info;
  item.id = text(typeof entry.id === 'boolean' ? String(entry.id) : entry.id) ?? '';
  return { item };
}

const ownMembers = new Set(
  (
    'id url external_url title content_html content_text summary image banner_image date_published date_modified author authors tags ' +
    'language attachments'
  ).split(' '),
);

/** What stands under names with `_`; with `all`, what no version of JSON Feed knows as `_json` too. */
function keepExtensions(item: Item, entry: JsonObject, extensions: Extensions): void {
  if (extensions === 'none') return;
  const unknown: JsonObject = Object.create(null);
  for (const [name, value] of Object.entries(entry)) {
    if (!isShallow(value)) continue;
    if (!name.startsWith('_')) {
      if (!ownMembers.has(name)) unknown[name] = value;
    } else if (name !== '__proto__' && isObject(value)) item[name as `_${string}`] = value;
  }
  if (extensions === 'all' && Object.keys(unknown).length > 0) item._json = unknown;
}

/** A URL that needs no base. */
function absolute(value: Json | undefined): string | undefined {
  const url = text(value);
  return url !== undefined && /^https?:/i.test(url) && URL.canParse(url) ? url : undefined;
}

function authorsIn({ authors, author: only }: JsonObject): Author[] {
  const people = list(authors)
    .map(author)
    .filter((person) => person !== undefined);
  return people.length > 0
    ? people
    : list(only)
        .map(author)
        .filter((person) => person !== undefined);
}

function author(value: Json): Author | undefined {
  if (!isObject(value)) {
    const name = text(value);
    return name === undefined ? undefined : { name };
  }
  const person: Author = {};
  assign(person, 'name', line(value.name));
  const url = text(value.url);
  const [, address, parameters] = /^mailto:([^?\s]+)(\?\S*)?$/i.exec(url ?? '') ?? [];
  assign(person, 'url', address === undefined || (parameters && person.name) ? link(value.url, undefined) : undefined);
  assign(person, 'email', text(value.email) ?? address);
  return Object.keys(person).length > 0 ? person : undefined;
}

function attachment(value: Json, base: string | undefined): Attachment | undefined {
  const url = isObject(value) ? link(value.url, base) : undefined;
  if (!isObject(value) || url === undefined) return undefined;
  const file: Attachment = { url };
  assign(file, 'mime_type', text(value.mime_type));
  const [size, duration] = [Number(text(value.size_in_bytes)), Number(text(value.duration_in_seconds))];
  if (size > 0) file.size_in_bytes = size;
  if (duration >= 0) file.duration_in_seconds = duration;
  assign(file, 'title', line(value.title));
  return file;
}

function assign<Target, Field extends keyof Target>(target: Target, field: Field, value: Target[Field] | undefined | ''): void {
  if (value !== undefined && value !== '') target[field] = value as Target[Field];
}

function assignDate(item: Item, field: 'date_published' | 'date_modified', value: Json | undefined): void {
  const raw = text(value);
  const date = raw === undefined ? undefined : parseDate(raw);
  if (date !== undefined) item[field] = date;
  else if (raw !== undefined) item[`${field}_raw`] = raw;
}

/** A string or number, or the first in a list, as a text that is not empty. */
function text(value: Json | undefined): string | undefined {
  if (Array.isArray(value)) return text(value[0]);
  if (typeof value === 'number') return String(value);
  const trimmed = typeof value === 'string' ? value.trim() : '';
  return trimmed === '' ? undefined : trimmed;
}

function line(value: Json | undefined): string | undefined {
  const plain = text(value);
  return plain === undefined ? undefined : fromBytes(textBytesToLine(toBytes(plain))) || undefined;
}

function link(value: Json | undefined, base: string | undefined): string | undefined {
  const resolved = resolveUrl(toBytes(text(value) ?? ''), base);
  return resolved && fromBytes(resolved);
}

function shortened(content: string | undefined, length: number | undefined): string | undefined {
  return content === undefined || length === undefined ? undefined : fromBytes(shorten(toBytes(content), length));
}

function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Always, unless the value is nested so deeply that writing it would be a danger. */
function isShallow(value: Json, depth = 0): true {
  if (depth > DEEPEST) throw beyond('DEPTH', `values are nested more than ${DEEPEST} deep`);
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) isShallow(inner, depth + 1);
  return true;
}
