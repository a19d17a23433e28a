import { fromBytes } from '../bytes/index.ts';
import { documentBytes } from '../charset/index.ts';
import { Reject } from '../errors/index.ts';
import { looksLikeList, readList } from './list.ts';
import type { Feed } from './outline.ts';
import { HAS_OUTLINES, readTolerantly } from './tolerant.ts';
import { readWellFormed } from './well-formed.ts';

/** Of a longer document, in characters, no tree is made: the scanner takes less than half the time, and no memory to speak of. */
const LONGEST_TREE = 1024 * 1024;

/**
 * The feeds in an OPML document (1.0, 1.1, 2.0, well-formed or not) or in a plain list of URLs, in their order. What cannot be had comes as
 * a reject between them: `BAD_OPML` and `BAD_URL` with their lines, `INCLUDE`.
 * @throws Reject BAD_OPML for what is neither
 */
export function readFeeds(document: Uint8Array): Iterable<Feed | Reject> {
  const text = fromBytes(documentBytes(document));
  if (looksLikeList(text) && !HAS_OUTLINES.test(text)) return readList(text);
  const feeds = (text.length > LONGEST_TREE ? undefined : readWellFormed(text.trimStart())) ?? readTolerantly(text);
  if (!feeds)
    throw new Reject('BAD_OPML', `neither OPML nor a list of URLs but ${kindOf(text)}`, { text: text.slice(0, 16_384) });
  return feeds;
}

function kindOf(text: string): string {
  const start = text.slice(0, 4096).trim();
  if (start === '') return 'an empty document';
  const root = /<([A-Za-z][\w:.-]{0,60})/.exec(start.replace(/<[!?][^>]*>/g, ''))?.[1];
  if (root !== undefined && start.startsWith('<'))
    return root.toLowerCase() === 'html' ? 'an HTML page' : `an XML document <${root}>`;
  return start.startsWith('{') || start.startsWith('[') ? 'JSON' : `text: ${JSON.stringify(start.slice(0, 60))}`;
}
