import { Reject } from '../errors/index.ts';
import type { Feed } from './outline.ts';

/**
 * A plain list of URLs, one a line, as people keep them and newsboat does: blank lines and `#` comments mean nothing; after the URL may
 * come tags in quotes, one with a tilde being the title. Rejects `BAD_URL`, with its line, for whatever else a line holds.
 */
export function* readList(text: string): Generator<Feed | Reject, void> {
  let number = 0;
  for (const line of text.split(/\r\n|[\r\n]/)) {
    number++;
    const plain = line.trim();
    if (plain === '' || plain.startsWith('#')) continue;
    const [, url, rest] = /^(\S+)(?:\s+(.*))?$/s.exec(plain)!;
    if (/^(?:https?|feed):/i.test(url!)) yield { url: url!, ...told(rest ?? '') };
    else
      yield new Reject('BAD_URL', `neither a URL nor OPML: ${plain.slice(0, 80)}`, { line: number, text: plain.slice(0, 1000) });
  }
}

/** Whether a text looks like such a list: its first line with something on it is a URL or a comment. */
export function looksLikeList(text: string): boolean {
  return /^(?:(?:https?|feed):\/\/|#)/i.test(text.slice(0, 65_536).replace(/^[\s\ufeff]+/, ''));
}

function told(rest: string): Pick<Feed, 'title' | 'categories'> {
  const words = [...rest.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/gs)].map(([, quoted, bare]) =>
    (quoted?.replace(/\\(.)/g, '$1') ?? bare!).trim(),
  );
  const title = words.find((word) => word.startsWith('~') && word.length > 1)?.slice(1);
  const categories = words.filter((word) => word !== '' && !/^[~!#]/.test(word));
  return { ...(title && { title }), ...(categories.length > 0 && { categories }) };
}
