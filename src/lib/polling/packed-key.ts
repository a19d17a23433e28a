/** Most keys of feeds begin with one of these; each is stored as the one letter that stands for it. */
const beginnings: readonly (readonly [letter: string, beginning: string])[] = [
  ['W', 'https://www.'],
  ['S', 'https://'],
  ['w', 'http://www.'],
  ['h', 'http://'],
];

/** And many end with one of these, of which the first that fits is stored as the character of its number, from 1, before all else. */
const endings = [
  '.com/feeds/posts/default',
  '.com/index.xml',
  '.com/atom.xml',
  '.com/feed.xml',
  '.com/rss.xml',
  '.com/feed/',
  '.com/feed',
  '.com/rss',
  '.org/feed/',
  '.net/feed/',
  '/feeds/posts/default',
  '/index.xml',
  '/index.rdf',
  '/feed.atom',
  '/atom.xml',
  '/feed.xml',
  '/rss.xml',
  '/feed/',
  '/feed',
  '/rss',
];

/** The key that the state of a feed is stored under, in few bytes; `originalKey` gives the feed's own back. */
export function storedKey(key: string): string {
  const at = endings.findIndex((ending) => key.endsWith(ending));
  return at < 0 ? shortened(key) : String.fromCharCode(at + 1) + shortened(key.slice(0, -endings[at]!.length));
}

/** The key of which `storedKey` made this one. */
export function originalKey(stored: string): string {
  const ending = endings[stored.charCodeAt(0) - 1];
  return ending === undefined ? lengthened(stored) : lengthened(stored.slice(1)) + ending;
}

function shortened(key: string): string {
  for (const [letter, beginning] of beginnings) if (key.startsWith(beginning)) return letter + key.slice(beginning.length);
  return `.${key}`;
}

function lengthened(key: string): string {
  const beginning = beginnings.find(([letter]) => letter === key[0])?.[1] ?? '';
  return beginning + key.slice(1);
}
