// Other packages as filters, NDJSON in and out, for bench:keywords: keywords-peers.mjs keyword-extractor|retext-keywords
import { createInterface } from 'node:readline';

async function keywordExtractor() {
  const { default: extractor } = await import('keyword-extractor');
  const options = { language: 'english', remove_digits: true, return_changed_case: true, remove_duplicates: true };
  return (text) => extractor.extract(text, options).slice(0, 10);
}

async function retextKeywords() {
  const [{ retext }, { default: pos }, { default: keywords }, { toString: textOf }] = await Promise.all(
    ['retext', 'retext-pos', 'retext-keywords', 'nlcst-to-string'].map((name) => import(name)),
  );
  const processor = retext().use(pos).use(keywords, { maximum: 10 });
  return async (text) => {
    const { data } = await processor.process(text);
    return data.keyphrases.map(({ matches }) => textOf(matches[0].nodes));
  };
}

const extract = await { 'keyword-extractor': keywordExtractor, 'retext-keywords': retextKeywords }[process.argv[2]]();
for await (const line of createInterface({ input: process.stdin })) {
  const record = JSON.parse(line);
  record.keywords = await extract(`${record.title}. ${record.content_text}`);
  if (!process.stdout.write(`${JSON.stringify(record)}\n`)) await new Promise((resolve) => process.stdout.once('drain', resolve));
}
