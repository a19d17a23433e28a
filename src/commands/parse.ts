import { setFlagsFromString } from 'node:v8';
import { count, defineCommand, oneOf, option, usage } from '../lib/cli/index.ts';
import { parseFields } from '../lib/json/index.ts';

export const command = defineCommand({
  name: 'parse',
  summary: 'read the items of RSS, Atom and JSON feeds',
  about: [
    '`parse` reads the responses that `fetch` writes, and gives a record for each item of the feed in their `body`: the fields of a JSON Feed item, whatever the format of the feed. Responses without a body (not modified, not yet due) are passed over.',
    'It also takes feeds as they are, on standard input or as FILE, in any encoding that the document itself tells: RSS 0.90 to 2.0, RSS 1.0, Atom 0.3 and 1.0, JSON Feed, RSS in JSON, CDF. Each FILE is then one feed.',
    'Feeds need not be well-formed: undefined entities, bare `&` and `<`, unclosed and crossed tags, missing prefixes and the like cost nothing. Of a document that ends in the middle the whole items are given, and it is rejected besides.',
    'Where feeds leave a choice: `id` is the feed’s own, as written; a title of RSS is HTML, one of Atom what its `type` says; an item has the authors of its feed in Atom only; `language` is the item’s, else the feed’s; a date without a zone is in UTC, save that Korean services mean Korean time; numbers parted by slashes are month and day, by dots or hyphens day and month, where either could be. A feed without any item is no error.',
    '`title`, `content_text` and `summary` are plain text, `content_html` is what the feed gave, unsanitised. Links in `url`, `attachments` and `image` are absolute: against `xml:base`, then the URL that the feed was got from. Dates are in UTC; one that cannot be read is kept as `date_published_raw`. What extensions say is in `_itunes`, `_media`, `_geo`, `_podcast` and so on, under the names of their elements.',
  ],
  options: {
    base: option(
      '--base URL',
      'resolve relative links against URL where neither the record nor the feed names one',
      usage(absoluteUrl),
    ),
    extensions: option(
      '--extensions WHICH',
      'keep elements that have no field of their own: none, known (those of well-known namespaces) or all',
      oneOf('none', 'known', 'all'),
      'known',
    ),
    summary: option('--summary N', 'for items without a summary, make one of at most N characters of the content', count()),
  },
  computes: () => true,
  records: {
    reads: ['response', 'document'],
    writes: 'item',
    passes: false,
    needs: () => [{ anyOf: parseFields('body,body_base64,fetch,items,rss'), hint: 'put fetch in front of it' }],
  },
  rejects: ['NOT_A_FEED', 'TRUNCATED', 'NO_BODY', 'BAD_ENCODING', 'ENTITY_LIMIT', 'DEPTH_LIMIT', 'ATTRIBUTE_LIMIT', 'TEXT_LIMIT'],
  examples: [
    ['opml2feeds subs.opml | fetch | parse > items.ndjson', 'read the items of all feeds'],
    ['curl -s https://example.org/feed.xml | parse | jq -r .title', 'show the titles in one feed'],
  ],
  seeAlso: ['fetch', 'dedupe'],
  async create(options) {
    // V8 spends more on inlining than a run of some seconds gains from it: without this, a third more CPU time for 30 MB of feeds.
    setFlagsFromString('--max-inlined-bytecode-size-cumulative=200');
    const { parseFilter } = await import('./parse/filter.ts');
    return parseFilter(options);
  },
});

function absoluteUrl(text: string): string {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) throw new Error('not an http or https URL.');
  return text;
}
