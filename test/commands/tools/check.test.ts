import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { run, scratch } from '../../support/executables.ts';

const feed = 'examples/feeds/rss20-birds.xml';

describe('feedmill check', () => {
  const fits = [
    'opml2feeds examples/feeds.opml | fetch --state s | parse | dedupe --state s | enrich --with lang | keywords',
    'opml2feeds examples/feeds.opml | dedupe --by url | feeds2opml',
    `parse ${feed} | keywords | fetch | parse`,
    'fetch | keywords --field body',
    'fetch --lines | parse',
    `parse < ${feed} | dedupe --by _itunes.season?,url:url > out`,
    `parse ${feed} | enrich --exec 'jq .title' | keywords --field anything`,
    'keywords --df-out new.df --field whatever | dedupe --by whatever | s3exists --bucket b --key-field k',
    'feedmill dedupe --lines | peek',
  ];
  for (const pipeline of fits) {
    it(`finds that ${pipeline} fits`, async () => {
      const { stdout, stderr, status } = await run('feedmill', ['check', pipeline]);
      assert.deepEqual([stderr, status], ['', 0]);
      assert.match(stdout, /^fits: /);
    });
  }

  const misfits: [pipeline: string, ...messages: RegExp[]][] = [
    ['fetch | parse | keywords | parse', /stage 4, parse: needs body, which parse before it drops; put it in front of parse/],
    ['opml2feeds examples/feeds.opml | parse', /stage 2, parse: needs body, which no stage before it gives; put fetch in front/],
    ['opml2feeds examples/feeds.opml | fetch | keywords', /keywords: reads content_text.*; put parse in front of it/],
    ['opml2feeds examples/feeds.opml | dedupe', /dedupe: needs id, which no stage before it gives; .*--by url/],
    ['opml2feeds examples/feeds.opml | feeds2opml | fetch', /fetch: reads records.*; put feeds2opml last/],
    ['fetch | opml2feeds', /opml2feeds: reads OPML documents, not records; put it first/],
    [`parse ${feed} | keywrods`, /stage 2, keywrods: is no command.*; did you mean keywords\?/],
    [`parse ${feed} | keywords --tpo 3`, /stage 2, keywords: unknown option '--tpo'; did you mean --top\?/],
    [`parse ${feed} | keywords --top many`, /keywords: .*'many' is invalid/],
    ['parse gone.xml | keywords --stopwords gone.txt', /parse: gone\.xml: no such file/, /keywords: gone\.txt: no such file/],
    ['parse examples', /parse: examples: is a directory/],
    ['parse | dedupe --state s | dedupe --state s', /stage 3, dedupe: has the --state s of another dedupe/],
    ['parse | dedupe --state ./s | dedupe --state s', /stage 3, dedupe: has the --state s of another dedupe/],
    ['parse --lock l | dedupe --lock ./l', /stage 2, dedupe: has the --lock \.\/l of a stage before it/],
    ['parse | dedupe -o gone/x', /stage 2, dedupe: gone\/x: there is no folder gone/],
    ['parse --rejects gone/r | dedupe > examples', /parse: gone\/r: there is no folder/, /dedupe: examples: is a directory/],
    [`parse ${feed} > ./${feed}`, /parse: > \.\/examples.*: is read and written at once \(input\); write to another file/],
    ['parse -o x | dedupe y', /parse: gives to the next stage.*x/, /dedupe: .*cannot read y/],
    ['parse | | dedupe', /^check: a stage is empty/],
    ['parse $HOME', /means something to a shell/],
  ];
  for (const [pipeline, ...messages] of misfits) {
    it(`says what does not fit in ${pipeline}`, async () => {
      const { stdout, stderr, status } = await run('feedmill', ['check', pipeline]);
      assert.deepEqual([stdout, status], ['', 2]);
      for (const message of messages) assert.match(stderr, message);
      assert.equal(stderr.split('\n').length, messages.length + 1, stderr);
    });
  }

  it('reads a pipeline from a file, and the files that its first command is given', async (t) => {
    const file = join(scratch(t), 'daily.pipe');
    writeFileSync(file, '# daily\nparse\nkeywords # the best\n');
    assert.equal((await run('feedmill', ['check', '-f', file, feed])).status, 0);
    assert.equal((await run('feedmill', ['check', '-f', file, 'gone.xml'])).status, 2);
  });
});
