// The first thing that anyone types works or is answered: one hint names the right command, and like rejects are not told of without end.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { commands } from '../../src/commands/index.ts';
import { contractOf, prepareQuietly } from '../../src/lib/cli/prepare.ts';
import { adviceForText, adviceForUrl } from '../../src/lib/schema/index.ts';
import { records, run, scratch } from '../support/executables.ts';

async function readerOf(name: string, ...args: string[]) {
  const { command } = await commands[name]!();
  return { command: name, ...contractOf(command, prepareQuietly(command, args).values) };
}

const opml = '<?xml version="1.0"?>\n<opml version="2.0"><body/></opml>\n';
const feed = '\ufeff<?xml version="1.0"?>\n<rss version="2.0"><channel/></rss>\n';
const csv = 'id,title\n1,a\n2,b\n';

describe('a hint names the command for', () => {
  const cases: [text: string, name: string, hint: RegExp | undefined][] = [
    [opml, 'fetch', /^f looks like OPML; run: opml2feeds f \| fetch$/],
    [opml, 'parse', /run: opml2feeds f \| fetch \| parse$/],
    [opml, 'keywords', /run: opml2feeds f \| fetch \| parse \| keywords$/],
    [opml, 'dedupe', /run: opml2feeds f \| dedupe$/],
    [feed, 'fetch', /^f looks like a feed; run: parse f$/],
    [feed, 'keywords', /run: parse f \| keywords$/],
    [feed, 'opml2feeds', /run: parse f$/],
    ['<!DOCTYPE html>\n<html>', 'fetch', /looks like an HTML page; run: echo URL \| fetch --discover \| parse$/],
    ['[{"id":1}]', 'keywords', /looks like a JSON array; run: jq -c '\.\[\]' f \| keywords$/],
    ['{\n  "id": 1\n}', 'dedupe', /looks like JSON over several lines; run: jq -c \. f \| dedupe$/],
    ['https://example.org/feed\n', 'keywords', /looks like a list of URLs; run: fetch f \| parse \| keywords$/],
    ['https://example.org/feed\n', 'parse', /run: fetch f \| parse$/],
    ['https://example.org/feed\n', 'fetch', undefined],
    ['example.org/feed\n', 'fetch', /looks like URLs without https:\/\/; write each with https:\/\/ before it$/],
    [csv, 'keywords', /looks like CSV; run: mlr --icsv --ojsonl cat f \| keywords$/],
    [csv.replaceAll(',', '\t'), 'dedupe', /looks like CSV/],
    ['{"id":1}\nnope\n', 'dedupe', undefined],
    ['nothing that is known', 'dedupe', undefined],
    [csv, 'opml2feeds', undefined],
  ];
  for (const [text, name, hint] of cases) {
    it(`${JSON.stringify(text).slice(0, 40)} given to ${name}`, async () => {
      const said = adviceForText(text, 'f', await readerOf(name));
      if (hint) assert.match(said ?? '', hint);
      else assert.equal(said, undefined);
    });
  }

  it('a URL given as FILE', async () => {
    const url = 'https://example.org/a?b=c';
    const wanted: Record<string, string> = {
      fetch: `echo '${url}' | fetch`,
      parse: `echo '${url}' | fetch | parse`,
      keywords: `echo '${url}' | fetch | parse | keywords`,
      opml2feeds: `curl -s '${url}' | opml2feeds`,
    };
    for (const [name, line] of Object.entries(wanted)) {
      assert.equal(adviceForUrl(url, await readerOf(name)), `is a URL, not a file; run: ${line}`);
    }
    const { stdout, stderr, status } = await run('fetch', [url]);
    assert.deepEqual([stdout, stderr, status], ['', `fetch: ${url}: is a URL, not a file; run: ${wanted.fetch}\n`, 4]);
  });
});

describe('rejects that say that the input is of another form', () => {
  it('are told of ten times, with one hint and a total; all are in --rejects', async (t) => {
    const folder = scratch(t);
    const lines = Array.from({ length: 300 }, (_, id) => `${id},x`);
    writeFileSync(join(folder, 'a.csv'), `${lines.join('\n')}\n`);
    const { stderr, status } = await run('keywords', ['a.csv', '--rejects', 'r'], { cwd: folder });
    const told = stderr.trimEnd().split('\n');
    assert.equal(told.length, 13);
    assert.equal(told[1], 'keywords: a.csv looks like CSV; run: mlr --icsv --ojsonl cat a.csv | keywords');
    assert.equal(told[11], 'keywords: further rejects BAD_JSON are not shown; --rejects FILE keeps them, -v shows them');
    assert.equal(told[12], 'keywords: 300 records read, 300 rejected: 300 BAD_JSON');
    assert.equal(status, 1);
    assert.equal(records(readFileSync(join(folder, 'r'), 'utf8')).length, 300);
    const verbose = await run('keywords', ['-v', 'a.csv'], { cwd: folder });
    assert.equal(verbose.stderr.match(/not JSON/g)?.length, 300);
    const quiet = await run('keywords', ['-q', 'a.csv'], { cwd: folder });
    assert.equal(quiet.stderr, 'keywords: 300 records read, 300 rejected: 300 BAD_JSON\n');
  });

  it('of a whole document have a hint too', async (t) => {
    const folder = scratch(t);
    writeFileSync(join(folder, 'subs.opml'), opml);
    const { stderr } = await run('parse', ['subs.opml'], { cwd: folder });
    assert.match(stderr, /^parse: subs\.opml looks like OPML; run: opml2feeds subs\.opml \| fetch \| parse$/m);
  });
});
