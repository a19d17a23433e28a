// Silence is a fault: a command to which no record has anything to work on says so, once, and what would fit.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ndjson, run, shell } from '../support/executables.ts';

const feed = { url: 'https://example.org/feed', title: 'Example', site_url: 'https://example.org/' };
const response = { ...feed, fetch: { status: 200, url: feed.url, changed: true }, body: '<rss version="2.0"><channel/></rss>' };
const item = { id: '1', title: 'The old mill', content_text: 'The old mill by the river.', feed: { url: feed.url } };
const keyworded = { ...item, keywords: [{ phrase: 'old mill', score: 1 }] };
const reject = { error: { code: 'HTTP_404', message: 'HTTP 404', command: 'fetch', source: 'stdin', line: 1 }, record: feed };
const other = { name: 'x', value: 1 };

/** What each command says to each kind of record; those that it can use are left out. */
const cases: [args: string[], said: [record: object, pattern: RegExp][]][] = [
  [
    ['keywords'],
    [
      [feed, /is an item; these are feeds; run fetch, then parse first/],
      [response, /is an item; these are responses of fetch; run parse first/],
      [reject, /is an item; these are rejects; run them through: jq -c \.record/],
      [other, /has title or content_text; say with --field where the text is; their fields are name, value/],
    ],
  ],
  [
    ['enrich', '--with', 'lang'],
    [
      [feed, /is an item; these are feeds/],
      [response, /is an item; these are responses/],
      [reject, /is an item; these are rejects/],
      [other, /has title or content_text/],
    ],
  ],
  [
    ['dedupe'],
    [
      [feed, /has id; say with --by .*; their fields are url, title, site_url/],
      [response, /has id/],
      [reject, /has id; these are rejects/],
      [other, /has id/],
    ],
  ],
  [['dedupe', '--by', 'urll'], [[feed, /has urll; did you mean url\?/]]],
  [['dedupe', '--by', 'url'], [[item, /has url; say with --by/]]],
  [['keywords', '--field', 'contnt_text'], [[item, /has contnt_text; did you mean content_text\?/]]],
];

describe('none of the first records has what a command works on', () => {
  for (const [[name, ...args], said] of cases) {
    for (const [record, pattern] of said) {
      it(`${[name, ...args].join(' ')} says so of ${JSON.stringify(record).slice(0, 40)}…, and passes them on`, async () => {
        const input = ndjson(...Array.from({ length: 150 }, () => record));
        const { stdout, stderr, status } = await run(name!, args, { input });
        assert.match(stderr, new RegExp(`^${name}: none of the first 100 records ${pattern.source}.*\n$`));
        assert.equal(status, 0);
        if (name === 'dedupe') assert.equal(stdout, input);
      });
    }
  }

  it('is said at the end of a short input', async () => {
    const { stderr } = await run('keywords', [], { input: ndjson(feed, feed) });
    assert.match(stderr, /^keywords: none of the first 2 records is an item/);
  });

  for (const [args, inputs] of [
    [['keywords'], [item, keyworded]],
    [['enrich', '--with', 'lang'], [item]],
    [['dedupe'], [item]],
    [['dedupe', '--by', 'feed.url?,id'], [{ id: 1 }]],
    [['dedupe', '--by', 'a\\,b'], [{ 'a,b': 1 }]],
    [['dedupe', '--lines'], [other]],
    [['peek', '-q'], [other]],
    [['parse'], [response, { ...feed, fetch: { status: 304, url: feed.url, changed: false } }]],
  ] as const) {
    it(`is not said by ${args.join(' ')} where one record has it, nor with --quiet`, async () => {
      const [name, ...rest] = args;
      const { stderr } = await run(name, [...rest], {
        input: ndjson(other, ...inputs)
          .split('\n')
          .slice(name === 'parse' ? 1 : 0)
          .join('\n'),
      });
      assert.equal(stderr, '');
    });
  }

  it('is no news where each record is rejected', async () => {
    const { stderr, status } = await run('parse', [], { input: ndjson(item) });
    assert.deepEqual([stderr.split('\n').length, status], [2, 1]);
  });

  it('is found before a run begins, where that can be known', async () => {
    for (const pipeline of [
      'opml2feeds | keywords',
      'opml2feeds | fetch | keywords',
      'parse | dedupe --by urll',
      'opml2feeds | dedupe',
    ]) {
      const { stdout, stderr, status } = await run('feedmill', ['run', pipeline], { input: '<opml/>' });
      assert.deepEqual([stdout, status], ['', 2], pipeline);
      assert.match(stderr, /^run: stage \d, \w+: .*; .*\n$/);
    }
  });
});

describe('a standard output that is closed', () => {
  for (const script of ['dedupe >&-', "feedmill run 'peek -q' >&-"]) {
    it(`is no place for records: ${script}`, async () => {
      const { stderr, status } = await shell(script, { input: ndjson(item) });
      assert.match(stderr, /^\w+: stdout: is closed, so records have nowhere to go\n$/);
      assert.equal(status, 4);
    });
  }

  for (const script of ['dedupe > /dev/null', 'dedupe -o /dev/null >&-', 'dedupe < /dev/null >&-', 'dedupe > /dev/null 2>&1']) {
    it(`is no matter: ${script}`, async () => {
      assert.deepEqual(await shell(script, { input: ndjson(item) }), { stdout: '', stderr: '', status: 0 });
    });
  }
});
