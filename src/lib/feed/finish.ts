import { ascii, type ByteString, fromBytes } from '../bytes/index.ts';
import { referencesToLine } from '../html/index.ts';
import { type Construct, cleanHtml, toLine, toText } from './construct.ts';
import { parseDate } from './date.ts';
import { contentRanks, type DateRank, type Draft, modifiedRanks, publishedRanks } from './draft.ts';
import type { Found } from './ids.ts';
import { attachmentsOf, imageOf, type Media, mediaOf, textOf, textsOf } from './media.ts';
import { parsePerson } from './person.ts';
import { shorten } from './summary.ts';
import type { Author, FeedInfo, Item, Members, Value } from './types.ts';

/** What an item takes from its feed. */
export interface Inherited {
  info: FeedInfo<ByteString>;
  authors: Author<ByteString>[];
  /** Shorten content to a summary of about so many characters, where there is no summary. */
  summaryLength: number | undefined;
}

/** Makes an item of a draft: decides what counts where a feed says a thing twice, and what stands in for what it does not say. */
export function finish(draft: Draft, feed: Inherited): Found<ByteString> {
  const media = mediaOf(draft);
  const item = { id: ascii('') } as Item<ByteString>;
  set(item, 'url', urlOf(draft) ?? media.player);
  set(item, 'external_url', draft.links.find(({ rel, url }) => rel === 'related' && url !== item.url)?.url);
  set(item, 'title', titleOf(draft, media));
  setTexts(item, draft, media, feed.summaryLength);
  const attachments = attachmentsOf(draft, media);
  set(item, 'image', imageOf(draft, media, attachments));
  setDate(item, 'date_published', draft, publishedRanks);
  setDate(item, 'date_modified', draft, modifiedRanks);
  setList(item, 'authors', authorsOf(draft, feed.authors));
  setList(item, 'tags', tagsOf(draft, media));
  set(item, 'language', draft.language ?? feed.info.language);
  setList(item, 'attachments', attachments);
  if (draft.keeps !== 'none') setExtensions(item, draft);
  item.feed = feed.info;
  item.id = draft.id || draft.about || ascii('');
  return { item, identifier: draft.identifier };
}

function set<Field extends 'url' | 'external_url' | 'title' | 'image' | 'language'>(
  item: Item<ByteString>,
  field: Field,
  value: ByteString | undefined,
): void {
  if (value) item[field] = value;
}

function setList<Field extends 'authors' | 'tags' | 'attachments'>(
  item: Item<ByteString>,
  field: Field,
  list: NonNullable<Item<ByteString>[Field]>,
): void {
  if (list.length > 0) item[field] = list;
}

const WEB = /^https?:\/\//i;

/** The item's page: FeedBurner's original link before the one that counts clicks, a link of its own, an id that is a URL. */
function urlOf(draft: Draft): ByteString | undefined {
  const alternates = draft.links.filter(({ rel }) => rel === 'alternate');
  const page = alternates.find(({ type }) => !type || type.includes('html')) ?? alternates[0];
  const own = draft.originalLink ?? draft.link ?? page?.url;
  if (own !== undefined) return own;
  if (draft.idUrl !== undefined) return draft.idUrl;
  if (draft.about !== undefined && WEB.test(draft.about)) return draft.about;
  return draft.links.find(({ rel }) => rel === 'content')?.url;
}

function titleOf(draft: Draft, media: Media): ByteString {
  const { main, dc } = draft.titles;
  for (const title of [main, dc]) {
    const line = title ? toLine(title) : '';
    if (line !== '') return line;
  }
  const other = media.title ?? textOf(draft.extensions._itunes?.title);
  if (other !== undefined) return toLine({ html: true, value: other });
  // `<example>` is no tag of HTML's, so that it is better shown than lost.
  return main?.html && /^<\/?[a-z][\w-]*>$/i.test(main.value) ? main.value : ascii('');
}

/** Media RSS has plain text unless it says otherwise, and those who write HTML seldom do. */
const HOLDS_MARKUP = /<(?:\/[a-z]|br\b|img\s)/i;

/** Content, and a summary where the feed has a further text that says something else. */
function setTexts(item: Item<ByteString>, draft: Draft, media: Media, summaryLength: number | undefined): void {
  const { contents } = draft;
  const itunes = textOf(draft.extensions._itunes?.summary) ?? textOf(draft.extensions._googleplay?.description);
  if (itunes !== undefined) contents.itunes = { html: true, value: itunes };
  if (media.description !== undefined) contents.media = { html: HOLDS_MARKUP.test(media.description), value: media.description };
  const rank = contentRanks.find((name) => contents[name] !== undefined);
  if (rank !== undefined) setContent(item, contents[rank]!);
  const summary =
    rank === 'summary'
      ? contents.summary
      : (['description', 'summary', 'abstract', 'itunes'] as const)
          .map((name) => (name === rank ? undefined : contents[name]))
          .find((text) => text !== undefined);
  const text =
    summary === undefined
      ? textOf(draft.extensions._itunes?.subtitle)
      : toText({ ...summary, value: summary.html ? cleanHtml(summary.value, summary.typed) : summary.value });
  if (text && (rank === 'summary' || text !== item.content_text)) item.summary = text;
  else if (summaryLength !== undefined && item.content_text) item.summary = shorten(item.content_text, summaryLength);
}

function setContent(item: Item<ByteString>, content: Construct): void {
  const { html, value, typed } = content;
  const clean = html ? cleanHtml(value, typed) : value;
  if (html && clean !== '') item.content_html = clean;
  const text = toText({ html, value: clean });
  if (text !== '') item.content_text = text;
}

/** The first date, in the order of `ranks`, that can be read; where none can, the first as it was written. */
function setDate(
  item: Item<ByteString>,
  field: 'date_published' | 'date_modified',
  draft: Draft,
  ranks: readonly DateRank[],
): void {
  let raw: ByteString | undefined;
  for (const rank of ranks) {
    const text = draft.dates[rank];
    if (text === undefined) continue;
    const date = parseDate(fromBytes(text));
    if (date !== undefined) {
      item[field] = date;
      return;
    }
    raw ??= text;
  }
  if (raw !== undefined) item[`${field}_raw`] = raw;
}

/** The item's own authors, else iTunes' one, else in Atom those of the source it was taken from, else its feed's. */
function authorsOf(draft: Draft, inherited: Author<ByteString>[]): Author<ByteString>[] {
  if (draft.authors.list.length > 0) return draft.authors.list;
  const itunes = textOf(draft.extensions._itunes?.author) ?? textOf(draft.extensions._googleplay?.author);
  const named = itunes === undefined ? undefined : parsePerson(itunes);
  if (named) return [named];
  if (!draft.isAtom) return [];
  return draft.sourceAuthors && draft.sourceAuthors.list.length > 0 ? draft.sourceAuthors.list : inherited;
}

/** Categories and subjects, then the keywords of iTunes and media RSS, which are one text with commas, and iTunes' categories. */
function tagsOf(draft: Draft, media: Media): ByteString[] {
  const { _itunes: itunes } = draft.extensions;
  if (itunes === undefined && media.keywords.length === 0) return [...draft.tags];
  const keywords = textsOf(itunes?.keywords).flatMap((text) => text.split(','));
  const further = [...keywords, ...media.keywords, ...categoriesIn(itunes)].map(referencesToLine);
  return [...new Set([...draft.tags, ...further.filter((tag) => tag !== '')])];
}

function categoriesIn(itunes: Members<ByteString> | undefined, depth = 0): ByteString[] {
  if (!Array.isArray(itunes?.category) || depth > 3) return [];
  return itunes.category.flatMap((category) => {
    if (typeof category !== 'object' || category === null || Array.isArray(category))
      return typeof category === 'string' ? [category] : [];
    return [typeof category.text === 'string' ? category.text : ascii(''), ...categoriesIn(category, depth + 1)];
  });
}

/** Relations of links that have a field of their own, or are of use to the publisher alone. */
const ownRelations: ReadonlySet<string> = new Set(['enclosure', 'self', 'content']);

/** Links by their relation, without those that the item has as its URL or files already. */
function linksOf(draft: Draft, { url, external_url: external }: Item<ByteString>): Members<ByteString> | undefined {
  const links: { [relation: string]: Value<ByteString>[] } = Object.create(null);
  let count = 0;
  for (const { rel, url: target, type, title } of draft.links) {
    if (
      ownRelations.has(rel) ||
      /^(?:http|edit|service\.)/.test(rel) ||
      target === url ||
      (rel === 'related' && target === external)
    )
      continue;
    (links[rel] ??= []).push({ url: target, ...(type && { type }), ...(title && { title }) });
    count++;
  }
  return count === 0 ? undefined : links;
}

function setExtensions(item: Item<ByteString>, draft: Draft): void {
  const links = linksOf(draft, item);
  if (links) item._links = links;
  for (const [field, value] of Object.entries(draft.extensions))
    if (value && Object.keys(value).length > 0) item[field as `_${string}`] = value;
  const { comments, source } = draft;
  if (comments !== undefined || source !== undefined)
    item._rss = { ...item._rss, ...(comments !== undefined && { comments }), ...(source !== undefined && { source }) };
}
