// feedmill as a library: a feed in, its items with keywords out. Run it with: node examples/library.mjs FEED.xml
import { readFileSync } from 'node:fs';
import { keywordsOf, parseFeed } from 'feedmill';

const [path = new URL('feeds/rss20-lighthouse.xml', import.meta.url)] = process.argv.slice(2);
for (const { title, content_text } of parseFeed(readFileSync(path))) {
  const keywords = await keywordsOf(`${title}. ${content_text}`, { top: 3 });
  console.log(title, '-', keywords.map(({ phrase }) => phrase).join(', '));
}
