import { defineCommand } from '../lib/cli/index.ts';

export const command = defineCommand({
  name: 'opml2feeds',
  summary: 'list the feeds in OPML files',
  about: [
    '`opml2feeds` reads OPML 1.0, 1.1 and 2.0, one document per FILE, and writes one record for each feed: `url`, `title`, `site_url`, `description`, `language` and `categories`. The first category is the path of the folders that the feed is in. The others come from its `category` attribute.',
    'Outlines without a feed are skipped. If a document is not well-formed, the feeds that can be read are written, and each damaged outline is rejected. Plain lists of URLs are read too: one URL a line, with comments, titles and tags as newsboat writes them.',
  ],
  options: {},
  records: { reads: ['document'], writes: 'feed', passes: false },
  rejects: ['BAD_OPML', 'BAD_URL', 'DEPTH_LIMIT', 'INCLUDE'],
  examples: [
    ['opml2feeds subs.opml | fetch | parse > items.ndjson', 'read the items of all feeds'],
    ['opml2feeds *.opml | dedupe --by url | feeds2opml > all.opml', 'make one list out of several'],
  ],
  seeAlso: ['feeds2opml', 'fetch'],
  async create() {
    const { readFeeds } = await import('../lib/opml/index.ts');
    const { Line } = await import('../lib/ndjson/index.ts');
    const { Reject } = await import('../lib/errors/index.ts');
    function* feeds(line: InstanceType<typeof Line>) {
      for (const feed of readFeeds(line.bytes())) yield feed instanceof Reject ? feed : Line.of(feed, line);
    }
    return { process: feeds, document: { accepts: () => true, read: feeds } };
  },
});
