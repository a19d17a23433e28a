// Parses the FILEs with a package and writes what it makes of each item as a line of JSON: node parse-peers.mjs PACKAGE FILE...
import { readFileSync, writeSync } from 'node:fs';

const [name, ...files] = process.argv.slice(2);

const parsers = {
  async feedsmith() {
    const { parseFeed } = await import('feedsmith');
    return (text) => {
      const { feed } = parseFeed(text);
      return feed.items ?? feed.entries ?? [];
    };
  },
  async 'rss-parser'() {
    const { default: Parser } = await import('rss-parser');
    const parser = new Parser();
    return async (text) => (await parser.parseString(text)).items;
  },
};

const parse = await parsers[name]();
for (const file of files) {
  try {
    const items = await parse(readFileSync(file, 'utf8'));
    if (items.length > 0) write(`${items.map((item) => JSON.stringify(item)).join('\n')}\n`);
  } catch {
    // A feed that the package cannot read costs it nothing here.
  }
}

function write(text) {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSync(1, bytes, done);
}
