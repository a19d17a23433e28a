import type { JsonObject } from '../json/index.ts';

/** A folder of the document to be written: feeds and folders in the order they came. */
interface Folder {
  entries: string[];
  folders: Map<string, Folder>;
}

const newFolder = (): Folder => ({ entries: [], folders: new Map() });

/**
 * Puts an OPML 2.0 document together out of feed records. A feed's first category is the path of folders it goes into; further ones are
 * listed in its `category`. Read again, the document gives the same titles and categories.
 */
export class OpmlWriter {
  readonly #top = newFolder();

  /** Adds the record of a feed, which has a `url`. */
  add(feed: JsonObject): void {
    const categories = Array.isArray(feed.categories) ? feed.categories.filter((category) => typeof category === 'string') : [];
    const [path = '', ...others] = categories;
    const title = textOf(feed.title);
    const url = textOf(feed.url);
    const attributes: [string, string][] = [
      ['text', title || url],
      ['title', title],
      ['type', 'rss'],
      ['xmlUrl', url],
      ['htmlUrl', textOf(feed.site_url)],
      ['description', textOf(feed.description)],
      ['language', textOf(feed.language)],
      ['category', others.map((category) => `/${category}`).join(',')],
    ];
    this.#folder(path).entries.push(
      `<outline${attributes.map(([name, value]) => (value === '' ? '' : ` ${name}="${escapeXml(value)}"`)).join('')}/>`,
    );
  }

  /** The document, without a newline at its end. */
  document(title: string): string {
    const head = `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head>\n    <title>${escapeXml(title)}</title>\n  </head>\n  <body>\n`;
    return `${head}${[...lines(this.#top, '    ')].join('\n')}\n  </body>\n</opml>`;
  }

  #folder(path: string): Folder {
    let folder = this.#top;
    for (const name of path.split('/').filter((part) => part !== '')) {
      const within = folder.folders.get(name) ?? newFolder();
      folder.folders.set(name, within);
      folder = within;
    }
    return folder;
  }
}

function* lines(folder: Folder, indent: string): Generator<string, void> {
  for (const entry of folder.entries) yield indent + entry;
  for (const [name, within] of folder.folders) {
    yield `${indent}<outline text="${escapeXml(name)}" title="${escapeXml(name)}">`;
    yield* lines(within, `${indent}  `);
    yield `${indent}</outline>`;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** XML allows neither control characters nor U+FFFE and U+FFFF. */
function escapeXml(text: string): string {
  return text
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/[\t\n\r]/g, ' ');
}
