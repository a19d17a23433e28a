import { ascii, type ByteString, fromBytes, lowerBytes, trimBytes } from '../bytes/index.ts';
import { referencesToLine } from '../html/index.ts';
import { type Reader, resolveUrl } from '../xml/index.ts';
import { withAbsoluteUrls } from './absolute.ts';
import { readConstruct } from './construct.ts';
import { parseDate } from './date.ts';
import type { ContentRank, DateRank, Draft, Link } from './draft.ts';
import { addExtension, extensionField, extensionFields } from './extension.ts';
import { People, readPeople, readPerson } from './person.ts';

/** Reads one child element of an item into the draft. */
type Handler = (draft: Draft, reader: Reader) => void;

/** Elements that stand beside one another in an item, so that one of them ends another whose end tag is missing. */
export const siblings: ReadonlySet<string> = new Set(
  (
    'item atom:entry title link description guid pubdate author category comments enclosure dc:creator dc:date dc:subject ' +
    'dc:title content:encoded atom:id atom:link atom:updated atom:published atom:author atom:title atom:summary atom:content ' +
    'atom:category atom:issued atom:modified atom:created'
  ).split(' '),
);

/** The same but for names that HTML has too: within content those are markup. */
export const contentClosers: ReadonlySet<string> = new Set(
  [...siblings].filter(
    (name) =>
      !['title', 'link', 'description', 'category', 'author', 'atom:title', 'atom:link', 'atom:summary', 'atom:content'].includes(
        name,
      ),
  ),
);

const line = (reader: Reader): ByteString => referencesToLine(reader.capture(siblings).text());
const plain = (reader: Reader): ByteString => trimBytes(reader.capture(siblings).text());

const url = (reader: Reader): ByteString | undefined => {
  const { base } = reader.scope;
  return resolveUrl(reader.capture(siblings).text('url'), base);
};

const WEB = /^https?:\/\//i;

/** The URL that the current element, an RSS `<link>`, holds; or that stands after it, since HTML's `<link>` holds nothing. */
export function linkUrl(reader: Reader): ByteString | undefined {
  if (!reader.isEmpty) return url(reader);
  const text = trimBytes(reader.textAfter());
  return WEB.test(text) ? resolveUrl(text, undefined) : undefined;
}

const title =
  (place: 'main' | 'dc', type: 'text' | 'html'): Handler =>
  (draft, reader) => {
    const language = reader.scope.lang;
    const read = readConstruct(reader, type, siblings);
    if (trimBytes(read.value) === '') return;
    draft.titles[place] ??= read;
    if (language !== draft.scopeLanguage) draft.textLanguage ??= language;
  };

const content =
  (rank: ContentRank, type: 'text' | 'html'): Handler =>
  (draft, reader) => {
    const source = reader.attribute('src');
    if (source !== undefined) return outOfLine(draft, reader, source);
    const { lang: language, base, hasOwnBase } = reader.scope;
    const read = readConstruct(reader, type, contentClosers);
    if (hasOwnBase && base !== undefined && read.html) read.value = withAbsoluteUrls(read.value, base);
    const before = draft.contents[rank];
    // Atom 0.3 may give a content in several types.
    if (trimBytes(read.value) === '' || (before && (before.html || !read.html))) return;
    draft.contents[rank] = read;
    if (language === draft.scopeLanguage) return;
    if (rank === 'content') draft.contentLanguage = language;
    else draft.summaryLanguage ??= language;
  };

/** `<content src="…">`: the content is elsewhere (RFC 4287, section 4.1.3.2). */
function outOfLine(draft: Draft, reader: Reader, source: ByteString): void {
  const type = trimBytes(reader.attribute('type') ?? '');
  const found = resolveUrl(source, reader.scope.base);
  if (found === undefined) return;
  const isPage = type === '' || type.includes('html') || type.startsWith('text/');
  draft.links.push({ rel: isPage ? 'content' : 'enclosure', url: found, ...(type !== '' && { type }) });
}

const date =
  (rank: DateRank): Handler =>
  (draft, reader) => {
    const read = plain(reader);
    const before = draft.dates[rank];
    if (read !== '' && (before === undefined || parseDate(fromBytes(before)) === undefined)) draft.dates[rank] = read;
  };

const person: Handler = (draft, reader) => draft.authors.add(readPerson(reader, siblings));

/** `<category>` with a term as in Atom, or with a text as in RSS; not those by which Google says what kind of thing an entry is. */
const category: Handler = (draft, reader) => {
  const term = reader.attribute('term') ?? ascii('');
  const label = reader.attribute('label') ?? ascii('');
  const scheme = reader.attribute('scheme') ?? '';
  const text = reader.attributes.size > 0 && term !== '' ? reader.leave() : line(reader);
  if (/#kind$|\/kind$/.test(scheme)) return;
  const named = /^https?:\/\//.test(term) && label !== '' ? label : term || text || label;
  addTag(draft, referencesToLine(named));
};

const subject: Handler = (draft, reader) => addTag(draft, line(reader));

function addTag(draft: Draft, tag: ByteString): void {
  if (tag !== '') draft.tags.add(tag);
}

/** `<link>` with `href` as in Atom, or with a text as in RSS. */
const link: Handler = (draft, reader) => {
  const href = reader.attribute('href');
  if (href === undefined && !draft.isAtom) {
    draft.link ??= linkUrl(reader);
    return;
  }
  const about = linkAbout(reader);
  const found = href === undefined ? url(reader) : resolveUrl(href, reader.scope.base);
  if (found !== undefined) draft.links.push({ ...about, url: found });
  if (href !== undefined) reader.leave();
};

/** The current element as a link of Atom. */
export function readLink(reader: Reader, href: ByteString): Link | undefined {
  const found = resolveUrl(href, reader.scope.base);
  return found === undefined ? undefined : { ...linkAbout(reader), url: found };
}

/** What the attributes of a link say about it. */
function linkAbout(reader: Reader): Omit<Link, 'url'> {
  const rel = lowerBytes(trimBytes(reader.attribute('rel') ?? '')).replace(
    /^http:\/\/www\.iana\.org\/assignments\/relation\//,
    '',
  );
  const read: Omit<Link, 'url'> = { rel: rel || ascii('alternate') };
  for (const name of ['type', 'length', 'title'] as const) {
    const value = reader.attribute(name);
    if (value !== undefined) read[name] = trimBytes(value);
  }
  return read;
}

const enclosure: Handler = (draft, reader) => {
  const href = reader.attribute('url') ?? reader.attribute('href') ?? reader.attribute('src');
  const read = href === undefined ? undefined : readLink(reader, href);
  if (read) draft.links.push({ ...read, rel: 'enclosure' });
  if (href !== undefined) return !reader.isEmpty && reader.endsSoon(reader.rawName) ? undefined : reader.leave();
  const text = reader.holdsElements() ? undefined : url(reader);
  if (text !== undefined) draft.links.push({ rel: 'enclosure', url: text });
};

/** An id, which is a URL too where it looks like one or is said to be, but not where it is said to be none. */
const guid: Handler = (draft, reader) => {
  const permanent = lowerBytes(trimBytes(reader.attribute('isPermaLink') ?? ''));
  const { base } = reader.scope;
  const read = plain(reader);
  if (read === '' || draft.id !== undefined) return;
  draft.id = read;
  if (/^(?:false|no|0)$/.test(permanent)) return;
  const isLink = permanent === 'true' || WEB.test(read) || /^\.{0,2}\//.test(read);
  const found = isLink ? resolveUrl(read, base) : undefined;
  if (found !== undefined && WEB.test(found)) draft.idUrl = found;
};

const image =
  (place: 'image' | 'thumbnail'): Handler =>
  (draft, reader) => {
    const href = reader.attribute('href') ?? reader.attribute('url') ?? reader.attribute('resource');
    if (href !== undefined) draft[place] ??= resolveUrl(href, reader.scope.base);
    else if (!reader.holdsElements()) draft[place] ??= url(reader);
    else {
      const { level } = reader;
      while (reader.child(level)) if (reader.name === 'url') draft[place] ??= url(reader);
    }
  };

/** The feed an entry was taken from: its authors are the entry's where that has none (RFC 4287, section 4.2.1). */
const source: Handler = (draft, reader) => {
  const from = reader.attribute('url');
  const about: { [name: string]: ByteString } = {};
  if (from !== undefined) about.url = resolveUrl(from, reader.scope.base) ?? ascii('');
  if (!reader.holdsElements()) about.title = line(reader);
  else {
    const { level } = reader;
    while (reader.child(level)) {
      const name = reader.name.replace('atom:', '');
      if (name === 'author') (draft.sourceAuthors ??= new People()).add(readPerson(reader, siblings));
      else if (name === 'title' || name === 'id') about[name] = line(reader);
    }
  }
  const told = Object.entries(about).filter(([, value]) => value !== '');
  if (told.length > 0) draft.source = Object.fromEntries(told);
};

/** `<content:items>`, by which RSS 1.0 held content before there was `content:encoded`. */
const items: Handler = (draft, reader) => {
  const { level } = reader;
  while (reader.child(level)) {
    if (reader.name === 'rdf:value') content('encoded', 'html')(draft, reader);
    else if (reader.level < level + 6 && reader.holdsElements()) items(draft, reader);
  }
};

const handlers = new Map<string, Handler>();
const on = (names: string, handler: Handler) => {
  for (const name of names.split(' ')) handlers.set(name, handler);
};

on('title', title('main', 'html'));
on('atom:title', title('main', 'text'));
on('dc:title dcterms:title', title('dc', 'html'));
on('content:encoded encoded yandex:full-text', content('encoded', 'html'));
on('content', content('content', 'html'));
on('atom:content', content('content', 'text'));
on('xhtml:body xhtml:div body fullitem', content('body', 'html'));
on('description', content('description', 'html'));
on('atom:description', content('description', 'html'));
on('abstract dc:description dcterms:description dcterms:abstract', content('abstract', 'html'));
on('summary', content('summary', 'html'));
on('atom:summary', content('summary', 'text'));
on('content:items', items);
on('pubdate', date('pubdate'));
on('published atom:published', date('published'));
on('issued atom:issued dcterms:issued', date('issued'));
on('dc:date date', date('dc:date'));
on('dcterms:date dcterms:available prism:publicationdate', date('dcterms'));
on('created atom:created dcterms:created', date('created'));
on('updated atom:updated', date('updated'));
on('modified atom:modified', date('modified'));
on('dcterms:modified', date('dcterms:modified'));
on('lastbuilddate lastmod', date('lastmod'));
on('author atom:author dc:author dcterms:creator creator', person);
on('dc:creator', (draft, reader) => {
  const people = readPeople(reader, siblings);
  // The same list may stand in another element as one name.
  const whole = people.map(({ name }) => name).join(', ');
  if (people.length < 2 || !draft.authors.list.some(({ name }) => name === whole))
    for (const one of people) draft.authors.add(one);
});
on('category atom:category media:category', category);
on('categories', (draft, reader) => {
  const { level } = reader;
  while (reader.child(level)) if (reader.name === 'category') category(draft, reader);
});
on('tags keywords', (draft, reader) => {
  for (const tag of line(reader).split(',')) addTag(draft, trimBytes(tag));
});
on('dc:subject dcterms:subject tag', subject);
on('link atom:link', link);
on('guid id atom:id', guid);
on('dc:identifier dcterms:identifier', (draft, reader) => {
  draft.identifier ??= plain(reader) || undefined;
});
on('enclosure', enclosure);
on('image', image('image'));
on('img thumbnail', image('thumbnail'));
on('source atom:source', source);
on('comments', (draft, reader) => {
  const found = reader.capture(siblings).text('url');
  // Some write a text there.
  if (!/\S\s+\S/.test(found)) draft.comments ??= resolveUrl(found, reader.scope.base);
});
on('feedburner:origlink pheedo:origlink', (draft, reader) => {
  draft.originalLink ??= url(reader);
});
on('feedburner:origenclosurelink', (draft, reader) => {
  draft.originalEnclosure ??= url(reader);
});
on('language dc:language dcterms:language', (draft, reader) => {
  draft.language ??= line(reader).replaceAll('_', '-') || undefined;
});
on('uri', (draft, reader) => {
  draft.link ??= url(reader);
});

/** What reads elements of a name, as far as it was asked for; names that documents make up are not remembered without end. */
const readers = new Map<string, Handler>();
const NAMES_AT_MOST = 1000;

/** Reads the current element, a child of an item: into the draft's own fields, and what belongs to an extension into that too. */
export function readElement(draft: Draft, reader: Reader): void {
  const { name } = reader;
  let read = readers.get(name);
  if (read === undefined) {
    read = handlerOf(name);
    if (readers.size < NAMES_AT_MOST) readers.set(name, read);
  }
  read(draft, reader);
}

/** Elements that come to an item's extensions at most. */
const EXTENSIONS_AT_MOST = 1000;

function handlerOf(name: string): Handler {
  const handler = handlers.get(name);
  const vocabulary = name.slice(0, Math.max(0, name.indexOf(':')));
  if (handler) return handler;
  const isKnown = extensionFields.has(vocabulary);
  return (draft, reader) => {
    if ((!isKnown && draft.keeps !== 'all') || draft.extensionCount++ >= EXTENSIONS_AT_MOST) return;
    addExtension((draft.extensions[extensionField(name, reader.rawName)] ??= {}), reader);
  };
}
