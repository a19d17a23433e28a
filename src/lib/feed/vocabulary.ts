import type { Vocabulary } from '../xml/index.ts';

/** Namespaces by the part of their URI that tells them, without scheme, `www.` and what parts paths at its end; and our prefix. */
const namespaces: [string, string][] = [
  ['', ''],
  ['backend.userland.com', ''],
  ['blogs.law.harvard.edu/tech/rss', ''],
  ['cyber.law.harvard.edu/rss', ''],
  ['my.netscape.com/rdf/simple/0.9', ''],
  ['my.netscape.com/publish/formats/rss', ''],
  ['channel.netscape.com/rdf/simple/0.9', ''],
  ['purl.org/rss/1.0', ''],
  ['purl.org/net/rss1.1', ''],
  ['rssboard.org', ''],
  ['w3.org/2005/atom', 'atom'],
  ['purl.org/atom', 'atom'],
  ['w3.org/1999/02/22-rdf-syntax-ns', 'rdf'],
  ['w3.org/1999/xhtml', 'xhtml'],
  ['w3.org/xml/1998/namespace', 'xml'],
  ['purl.org/dc', 'dc'],
  ['purl.org/metadata/dublin_core', 'dc'],
  ['purl.org/dc/terms', 'dcterms'],
  ['purl.org/rss/1.0/modules/content', 'content'],
  ['purl.org/rss/1.0/modules/dcterms', 'dcterms'],
  ['purl.org/rss/1.0/modules/slash', 'slash'],
  ['purl.org/rss/1.0/modules', '?'],
  ['itunes.com', 'itunes'],
  ['apple.com/dtds/podcast', 'itunes'],
  ['search.yahoo.com/mrss', 'media'],
  ['video.search.yahoo.com/mrss', 'media'],
  ['api.maps.yahoo.com', '?'],
  ['google.com/schemas/play-podcasts', 'googleplay'],
  ['podcastindex.org/namespace', 'podcast'],
  ['github.com/podcastindex-org/podcast-namespace', 'podcast'],
  ['georss.org', 'georss'],
  ['w3.org/2003/01/geo', 'geo'],
  ['opengis.net/gml', 'gml'],
  ['wellformedweb.org/commentapi', 'wfw'],
  ['backend.userland.com/creativecommonsrssmodule', 'creativecommons'],
  ['cyber.law.harvard.edu/rss/creativecommonsrssmodule', 'creativecommons'],
  ['creativecommons.org/ns', 'cc'],
  ['web.resource.org/cc', 'cc'],
  ['purl.org/syndication/thread', 'thr'],
  ['rssnamespace.org/feedburner', 'feedburner'],
  ['feedburner.com', 'feedburner'],
  ['pheedo.com/namespace/pheedo', 'pheedo'],
  ['youtube.com/xml/schemas', 'yt'],
  ['gdata.youtube.com/schemas', 'yt'],
  ['base.google.com', 'g'],
  ['prismstandard.org/namespaces', 'prism'],
  ['news.yandex.ru', 'yandex'],
  ['podlove.org/simple-chapters', 'psc'],
  ['source.scripting.com', 'source'],
  ['source.smallpict.com', 'source'],
  ['a9.com', '?'],
];

/** Prefixes as they are used where a document does not declare them. */
const prefixes = new Map(
  Object.entries({
    '': '',
    a10: 'atom',
    atom: 'atom',
    atom03: 'atom',
    atom10: 'atom',
    cc: 'cc',
    content: 'content',
    creativecommons: 'creativecommons',
    dc: 'dc',
    dcterms: 'dcterms',
    feedburner: 'feedburner',
    g: 'g',
    geo: 'geo',
    georss: 'georss',
    gml: 'gml',
    googleplay: 'googleplay',
    itunes: 'itunes',
    media: 'media',
    pheedo: 'pheedo',
    podcast: 'podcast',
    prism: 'prism',
    psc: 'psc',
    rdf: 'rdf',
    rss: '',
    slash: 'slash',
    source: 'source',
    thr: 'thr',
    wfw: 'wfw',
    xhtml: 'xhtml',
    yandex: 'yandex',
    yt: 'yt',
  }),
);

const byLength = [...namespaces].sort(([a], [b]) => b.length - a.length);
const known = new Map<string, string | undefined>();

/**
 * Names of ours for the namespaces of feeds. The URI decides, however its version, scheme and letter case are written; a prefix alone
 * only where the document declares none, or one that nobody knows: `content` for something else is nearly always a mistake. The empty
 * name is RSS and whatever stands in no namespace; `?` is what we do not know.
 */
export const feedVocabulary: Vocabulary = (uri, prefix) => {
  if (uri === undefined || (uri === '' && prefix !== '')) return prefixes.get(prefix.toLowerCase()) ?? '?';
  let name = known.get(uri);
  if (name === undefined) {
    name = byUri(uri);
    if (known.size < 1000) known.set(uri, name);
  }
  // A default namespace nobody knows is some publisher's own name for RSS.
  return name === '?' ? (prefixes.get(prefix.toLowerCase()) ?? name) : name;
};

function byUri(uri: string): string {
  const plain = uri
    .toLowerCase()
    .replace(/^[a-z]+:\/\/(?:www\.)?/, '')
    .replace(/[/#]+$/, '');
  for (const [start, name] of byLength) if (plain === start || (start !== '' && plain.startsWith(start))) return name;
  return '?';
}

/** The same, for documents whose own vocabulary is Atom although they say nothing of a namespace. */
export const atomVocabulary: Vocabulary = (uri, prefix) => feedVocabulary(uri, prefix) || 'atom';

/** The same, for a document whose RSS is in the namespace of something else (Atom's, mostly) by default. */
export function rssVocabulary(taken: string | undefined): Vocabulary {
  return (uri, prefix) => (prefix === '' && uri === taken ? '' : feedVocabulary(uri, prefix));
}
