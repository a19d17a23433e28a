import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run } from '../support/executables.ts';

const feeds = [
  {
    url: 'http://a.example/?x=1&y=2',
    title: 'A <b> & "quotes"',
    site_url: 'http://a.example/',
    categories: ['Tech/Linux', 'kernel', 'News/World'],
  },
  { url: 'http://b.example/', title: 'Größe 日本', description: 'two\nlines', language: 'de', categories: ['Tech/Linux'] },
  { url: 'http://c.example/', categories: ['Tech'] },
  { url: 'http://d.example/', title: 'no folder' },
];
const lines = (records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

test('feeds2opml writes OPML that opml2feeds reads back with the same titles and folders', async () => {
  const { stdout: opml, status } = await run('feeds2opml', ['--title', 'Mine & yours'], { input: lines(feeds) });
  assert.equal(status, 0);
  assert.match(
    opml,
    /^<\?xml version="1.0" encoding="UTF-8"\?>\n<opml version="2.0">\n {2}<head>\n {4}<title>Mine &amp; yours<\/title>/,
  );
  const { stdout } = await run('opml2feeds', [], { input: opml });
  const back = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const byUrl = (one: { url: string }, other: { url: string }) => one.url.localeCompare(other.url);
  assert.deepEqual(
    back.sort(byUrl),
    feeds.map((feed) => ('description' in feed ? { ...feed, description: 'two lines' } : feed)).sort(byUrl),
  );
});

test('feeds2opml takes lines that are a bare URL, and rejects records without one', async () => {
  const { stdout, stderr, status } = await run('feeds2opml', [], { input: 'http://a.example/\n{"title":"x"}\n' });
  assert.match(stdout, /<outline text="http:\/\/a\.example\/" type="rss" xmlUrl="http:\/\/a\.example\/"\/>/);
  assert.match(stderr, /stdin:2: the record has no url/);
  assert.equal(status, 1);
});
