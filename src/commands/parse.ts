import { setFlagsFromString } from 'node:v8';
import { count, defineCommand, oneOf, option, usage } from '../lib/cli/index.ts';
import { parseFields } from '../lib/json/index.ts';

export const command = defineCommand({
  name: 'parse',
  summary: 'read the items of RSS, Atom and JSON feeds',
  about: [
    '`parse` reads the responses that `fetch` writes. It writes one record for each item of the feed in `body`, with the fields of a JSON Feed item whatever the format of the feed. Responses without a body (not modified, not yet due) are skipped.',
    'It also reads feeds directly, from standard input or from FILEs, one feed per FILE. Formats: RSS 0.90 to 2.0, RSS 1.0, Atom 0.3 and 1.0, JSON Feed, RSS in JSON and CDF, in any encoding that the document declares. A source is read as lines if its first 64 KiB hold a record; a line that is not JSON is then rejected alone.',
    'Feeds need not be well-formed. Undefined entities, bare `&` and `<`, unclosed or crossed tags and missing prefixes are accepted. If a document is cut off, its whole items are written and the rest is one `TRUNCATED` reject. A feed without items is not an error.',
    '`id` is the feed’s own id, as written; `parse` does not change ids that a feed gives to several items. An item without an id gets its URL. If other items of the document have the same URL, or it is the URL of the site, the id is a hash of title, date, content and attachments.',
    '`title`, `content_text` and `summary` are plain text. `content_html` is the feed’s HTML, not sanitised. An RSS title is HTML; an Atom title is what its `type` says. Only Atom and JSON items without authors get the authors of their feed. `language` is the item’s, else the feed’s.',
    'URLs in `url`, `attachments` and `image` are absolute. The base is `xml:base`, else the URL that the feed was fetched from, else the feed’s own link, its site or --base. Under `xml:base`, URLs in `content_html` are absolute too. `javascript:` and `data:` URLs are left out.',
    'Dates are in UTC. A date without a time zone is taken as UTC, or as Korean time in Korean. In 1/2/2024 the month comes first, in 1.2.2024 and 1-2-2024 the day. A date that cannot be read is kept as `date_published_raw`.',
    'Elements without a field of their own are kept under the names of their elements, by namespace: `_itunes`, `_media`, `_geo`, `_podcast`, `_dc`, `_prism` and so on. `_links` holds further links by their relation. `feed._links` holds other pages of the feed (`next`, `prev-archive`).',
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
