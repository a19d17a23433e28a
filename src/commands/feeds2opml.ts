import { defineCommand, option, text } from '../lib/cli/index.ts';
import { Reject } from '../lib/errors/index.ts';
import { parseFields } from '../lib/json/index.ts';

export const command = defineCommand({
  name: 'feeds2opml',
  summary: 'write feeds as an OPML file',
  about: [
    '`feeds2opml` reads feed records, or lines with a bare URL, and writes one OPML 2.0 document when the input ends. Until then it keeps all feeds in memory.',
    'The first of a feed’s `categories` is the path of its folders. The others go into its `category` attribute. `opml2feeds` reads the same titles and categories back.',
  ],
  options: { title: option('--title TEXT', 'title of the document', text, 'feeds') },
  records: {
    reads: ['feed', 'url'],
    writes: 'document',
    passes: false,
    needs: () => [{ anyOf: parseFields('url'), hint: 'it writes feeds, such as opml2feeds gives' }],
  },
  rejects: ['BAD_URL'],
  examples: [['opml2feeds a.opml b.opml | dedupe --by url | feeds2opml -o all.opml', 'make one list out of two']],
  seeAlso: ['opml2feeds'],
  async create({ title }) {
    const { OpmlWriter } = await import('../lib/opml/index.ts');
    const { Line } = await import('../lib/ndjson/index.ts');
    const writer = new OpmlWriter();
    return {
      bareLine: (line) => (/^(?:https?|feed):\/\/\S+$/i.test(line) ? { url: line } : undefined),
      process({ record }) {
        if (typeof record.url !== 'string' || record.url.trim() === '') throw new Reject('BAD_URL', 'the record has no url');
        writer.add(record);
        return undefined;
      },
      end() {
        const document = Buffer.from(writer.document(title));
        return new Line('end', 0, document, 0, document.length);
      },
    };
  },
});
