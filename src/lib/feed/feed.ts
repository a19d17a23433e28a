import { ascii, assumeBytes, type ByteString, fromBytes, trimBytes } from '../bytes/index.ts';
import { Reader, resolveUrl, Scanner, type Vocabulary } from '../xml/index.ts';
import { readConstruct, toLine } from './construct.ts';
import { Draft } from './draft.ts';
import { linkUrl, readElement, readLink, siblings } from './elements.ts';
import { finish, type Inherited } from './finish.ts';
import type { Found } from './ids.ts';
import { notAFeed } from './not-a-feed.ts';
import { People, readPerson } from './person.ts';
import { truncated } from './truncated.ts';
import type { FeedInfo, Source } from './types.ts';
import { atomVocabulary, feedVocabulary, rssVocabulary } from './vocabulary.ts';

/**
 * The items of an XML feed, one by one, as they stand in the document. All texts are byte strings. At the end throws `NOT_A_FEED`
 * where the document holds none, `TRUNCATED` where it is cut off (all whole items were given then), and the rejects of limits.
 */
export function* readXmlFeed(bytes: ByteString, source: Source<ByteString>): Generator<Found<ByteString>, void> {
  yield* readItems(bytes, source.base === undefined ? { ...source, base: ownBase(bytes, source) } : source);
}

/** The URL that a document gives as its own, else its site's, as far as it says so before its first item. */
function ownBase(bytes: ByteString, source: Source<ByteString>): string | undefined {
  const head = bytes.slice(0, HEAD_LENGTH);
  const end = head.search(/<(?:\w+:)?(?:item|entry)[\s>]/);
  try {
    const { value } = readItems(assumeBytes(`${end < 0 ? head : head.slice(0, end)}<item/></channel></rss>`), source).next();
    const { url, site_url: site } = value?.item.feed ?? {};
    return [url, site].map((own) => own && fromBytes(own)).find((own) => own && /^https?:/i.test(own) && URL.canParse(own));
  } catch {
    // What is wrong with it is said when it is read.
    return undefined;
  }
}

/** What is said of a feed before its first item ends within this. */
const HEAD_LENGTH = 65_536;

function* readItems(bytes: ByteString, source: Source<ByteString>): Generator<Found<ByteString>, void> {
  const scanner = new Scanner(bytes);
  let reader = new Reader(scanner, feedVocabulary, source.base, landmarks);
  let found = false;
  while (!reader.ended) {
    if (!reader.child(reader.level)) continue;
    if (!found && (reader.name === 'feed' || reader.name === 'entry')) {
      reader = new Reader(scanner, atomVocabulary, source.base, landmarks);
      scanner.pos = scanner.start;
      continue;
    }
    if (!found && reader.rawName === 'rss' && reader.name !== 'rss') {
      reader = new Reader(scanner, rssVocabulary(reader.scope.binding('')), source.base, landmarks);
      scanner.pos = scanner.start;
      continue;
    }
    const format = formatOf(reader);
    if (format !== undefined) {
      found = true;
      yield* new FeedReader(reader, format, source).read();
    } else if (!found && isHtml(reader.rawName) && !HOLDS_FEED.test(bytes)) break;
    else if (unclosed.has(reader.rawName.toLowerCase())) reader.leave();
  }
  if (!found) throw notAFeed(bytes, source.base);
  if (reader.level > 0 || scanner.cutInTag) throw truncated();
}

function isHtml(rawName: string): boolean {
  return rawName.slice(rawName.indexOf(':') + 1).toLowerCase() === 'html';
}

/** Some servers put the feed itself into a page. */
const HOLDS_FEED = /<(?:rss|feed|rdf:RDF) [^>]{0,500}(?:xmlns|version)=/i;

const landmarks: ReadonlySet<string> = new Set(['item', 'atom:entry']);

function isItem(name: string): boolean {
  return name === 'item' || name === 'atom:entry' || name === 'entry' || name === 'atom:item';
}

/** Elements of HTML that may be met without an end tag where a server's warning stands before the feed. */
const unclosed = new Set('area base br col embed hr img input li link meta p source td tr wbr'.split(' '));

/** The format of the feed whose outermost element is the current one; nothing where it begins no feed. */
function formatOf(reader: Reader): string | undefined {
  const version = trimBytes(reader.attribute('version') ?? '');
  switch (reader.name) {
    case 'rss':
      return `rss${/^(?:0\.9[0-4]|1\.0)/.exec(version)?.[0] ?? (version === '0.9' ? '0.90' : '2.0')}`;
    case 'rdf':
    case 'rdf:rdf':
      return [...reader.attributes.values()].some((uri) => uri.includes('netscape.com')) ? 'rss0.90' : 'rss1.0';
    case 'channel':
      return reader.attribute('href') !== undefined || reader.rawName === 'CHANNEL'
        ? 'cdf'
        : [...reader.attributes.values()].some((uri) => uri.includes('rss1.1'))
          ? 'rss1.1'
          : 'rss2.0';
    case 'item':
      // Of a feed whose beginning is lost.
      return reader.level === 1 ? 'rss2.0' : undefined;
    case 'atom:feed':
    case 'atom:entry':
      return version.startsWith('0.') || /purl\.org\/atom/i.test(reader.scope.binding(prefixOf(reader.rawName)) ?? '')
        ? 'atom0.3'
        : 'atom1.0';
    default:
      return undefined;
  }
}

function prefixOf(rawName: string): string {
  return rawName.slice(0, Math.max(0, rawName.indexOf(':')));
}

/** What stands after the last item of a document, however many channels that has. */
const tails = new WeakMap<Scanner, FeedReader | undefined>();

/** Relations of a feed's links to other documents of it (RFC 5005, RFC 8288), and to what it is about. */
const documentRelations: ReadonlySet<string> = new Set(
  'next prev previous first last current archives next-archive prev-archive replies via'.split(' '),
);

class FeedReader {
  readonly #reader: Reader;
  readonly #source: Source<ByteString>;
  readonly #format: string;
  #feed: Inherited;
  #lang: ByteString | undefined;
  #language: { own?: ByteString; dc?: ByteString } = {};
  #authors = new People();
  #complete = false;
  /** What items are called in the document. */
  #itemName = 'item';

  constructor(reader: Reader, format: string, source: Source<ByteString>) {
    this.#reader = reader;
    this.#format = format;
    this.#source = source;
    this.#lang = reader.scope.lang;
    this.#feed = this.#newFeed();
  }

  /** The items of the feed whose outermost element is the current one. */
  *read(): Generator<Found<ByteString>, void> {
    const reader = this.#reader;
    if (isItem(reader.name)) yield* this.#item();
    else yield* this.#within(reader.level, /^rdf/.test(reader.name));
  }

  #newFeed(): Inherited {
    const { feed, summaryLength } = this.#source;
    return { info: { ...(feed?.url !== undefined && { url: feed.url }) }, authors: this.#authors.list, summaryLength };
  }

  *#within(level: number, isRdf: boolean): Generator<Found<ByteString>, void> {
    const reader = this.#reader;
    this.#cdfLink();
    while (reader.child(level)) {
      const { name } = reader;
      if (isItem(name)) yield* this.#item();
      else if (name === 'channel') {
        if (this.#feed.info.title !== undefined && !isRdf) this.#nextChannel();
        this.#lang ??= reader.scope.lang;
        yield* this.#within(reader.level, isRdf);
      } else if (name === 'items' && !isRdf) yield* this.#within(reader.level, isRdf);
      else this.#element();
    }
  }

  #nextChannel(): void {
    this.#authors = new People();
    this.#feed = this.#newFeed();
    this.#language = {};
    this.#complete = false;
  }

  /** In the Channel Definition Format a channel's link is an attribute. */
  #cdfLink(): void {
    if (this.#format !== 'cdf') return;
    const href = this.#reader.attribute('href');
    if (href !== undefined) this.#feed.info.site_url ??= resolveUrl(href, this.#reader.scope.base) ?? ascii('');
  }

  /** An element that says something about the feed. */
  #element(): void {
    const reader = this.#reader;
    const { info } = this.#feed;
    switch (reader.name) {
      case 'title':
      case 'atom:title':
      case 'dc:title': {
        const title = toLine(readConstruct(reader, reader.name === 'atom:title' ? 'text' : 'html', siblings));
        if (title !== '') info.title ??= title;
        return;
      }
      case 'link':
      case 'atom:link':
        this.#link();
        return;
      case 'language':
      case 'dc:language': {
        const place = reader.name === 'language' ? 'own' : 'dc';
        const language = trimBytes(reader.capture(siblings).text()).replaceAll('_', '-');
        if (language !== '') this.#language[place] ??= language;
        return;
      }
      case 'atom:author':
        this.#authors.add(readPerson(reader, siblings));
        return;
      default:
    }
  }

  #link(): void {
    const reader = this.#reader;
    const { info } = this.#feed;
    const href = reader.attribute('href');
    if (href === undefined) {
      const url = linkUrl(reader);
      if (url !== undefined) info.site_url = url;
      return;
    }
    const link = readLink(reader, href);
    reader.leave();
    if (link?.rel === 'alternate' && !/(?:atom|rss|rdf)\+xml/.test(link.type ?? '')) info.site_url ??= link.url;
    else if (link?.rel === 'self') info.url ??= link.url;
    else if (link && documentRelations.has(link.rel))
      (info._links ??= Object.create(null) as { [relation: string]: ByteString })[link.rel] ??= link.url;
  }

  *#item(): Generator<Found<ByteString>, void> {
    const reader = this.#reader;
    const { level, scope } = reader;
    this.#itemName = reader.rawName;
    const draft = new Draft(this.#format, this.#source.extensions ?? 'known');
    draft.about = trimBytes(reader.attribute('rdf:about') ?? reader.attribute('about') ?? '') || undefined;
    if (reader.attributes.size > 0) this.#cdfItem(draft);
    draft.scopeLanguage = scope.lang;
    let next = false;
    let empty = 0;
    while (!next && reader.child(level)) {
      // After an empty item within another, what follows is still the outer one's.
      if (isItem(reader.name) && reader.isEmpty) empty++;
      else next = isItem(reader.name);
      if (!next) readElement(draft, reader);
    }
    if (next) reader.unread(level - 1);
    else if (reader.ended) return;
    const text = draft.textLanguage ?? (draft.contents.content ? undefined : draft.summaryLanguage);
    draft.language ??= draft.contentLanguage ?? (scope.lang === this.#lang ? text : scope.lang);
    this.#completeInfo();
    yield finish(draft, this.#feed);
    while (empty-- > 0) yield finish(new Draft(this.#format, this.#source.extensions ?? 'known'), this.#feed);
  }

  /** In the Channel Definition Format an item's link and date are attributes. */
  #cdfItem(draft: Draft): void {
    const reader = this.#reader;
    draft.link = resolveUrl(reader.attribute('href') ?? '', reader.scope.base);
    const modified = reader.attribute('lastmod');
    if (modified !== undefined) draft.dates.lastmod = modified;
  }

  /**
   * Before the first item goes out: language, what stands after the last item, and what was known before for what the document does not
   * say. Feeds tell of themselves first, save a few that do it last.
   */
  #completeInfo(): void {
    if (this.#complete) return;
    this.#complete = true;
    const { info } = this.#feed;
    if (info.title === undefined || info.site_url === undefined || this.#language.own === undefined) this.#readTail();
    const told = this.#feed.info;
    const { feed } = this.#source;
    const completed: FeedInfo<ByteString> = {};
    const url = told.url;
    const title = told.title ?? feed?.title;
    const site = told.site_url || feed?.site_url;
    const language = this.#language.own ?? this.#language.dc ?? this.#lang ?? feed?.language;
    if (url) completed.url = url;
    if (title) completed.title = title;
    if (site) completed.site_url = site;
    if (language) completed.language = language;
    completed.format = this.#format;
    if (told._links && this.#source.extensions !== 'none') completed._links = told._links;
    this.#feed = { ...this.#feed, info: completed };
  }

  #readTail(): void {
    const { scanner } = this.#reader;
    if (!tails.has(scanner)) {
      const end = scanner.findLast(`</${this.#itemName}`);
      // The first item may be the last one, too.
      if (end >= scanner.pos) tails.set(scanner, this.#readFrom(end));
      else if (!scanner.bytes.includes(`<${this.#itemName}`, scanner.pos)) tails.set(scanner, this.#readFrom(scanner.pos));
    }
    const other = tails.get(scanner);
    if (!other) return;
    const { title, site_url: site } = other.#feed.info;
    if (title !== undefined) this.#feed.info.title ??= title;
    if (site !== undefined) this.#feed.info.site_url ??= site;
    this.#language = { ...other.#language, ...this.#language };
    if (this.#authors.list.length === 0) for (const person of other.#authors.list) this.#authors.add(person);
  }

  /** What the elements from `start` to the document's end say about the feed. */
  #readFrom(start: number): FeedReader | undefined {
    const { scanner, scope } = this.#reader;
    const tail = scanner.bytes.slice(start);
    if (!/<(?:\w+:)?(?:title|link|language|author)[\s>]/i.test(tail)) return undefined;
    const vocabulary = this.#format.startsWith('atom') ? atomVocabulary : feedVocabulary;
    // Its prefixes are those that were bound before.
    const named: Vocabulary = (uri, prefix) => vocabulary(uri ?? scope.binding(prefix), prefix);
    const tailReader = new Reader(new Scanner(tail), named, scope.base);
    const other = new FeedReader(tailReader, this.#format, this.#source);
    while (tailReader.child(0)) other.#element();
    return other;
  }
}
