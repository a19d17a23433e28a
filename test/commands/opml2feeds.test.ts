import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { run, scratch } from '../support/executables.ts';

const opml = (outlines: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n<body>\n${outlines}\n</body>\n</opml>\n`;
const records = (stdout: string) =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

test('opml2feeds gives a record for each feed, with the folders it is in', async () => {
  const input = opml(
    '<outline text="Tech"><outline title="Linux &amp; more"><outline type="rss" text="A" title="Feed &quot;A&quot;" xmlUrl="http://a.example/?x=1&amp;y=2" htmlUrl="http://a.example/" description="d" language="en" category="/News/World,kernel"/></outline></outline>\n<outline text="note"/>\n<outline text="B" xmlURL="http://b.example/"/>',
  );
  const { stdout, stderr, status } = await run('opml2feeds', [], { input });
  assert.deepEqual({ stderr, status }, { stderr: '', status: 0 });
  assert.deepEqual(records(stdout), [
    {
      url: 'http://a.example/?x=1&y=2',
      title: 'Feed "A"',
      site_url: 'http://a.example/',
      description: 'd',
      language: 'en',
      categories: ['Tech/Linux & more', 'News/World', 'kernel'],
    },
    { url: 'http://b.example/', title: 'B' },
  ]);
});

test('opml2feeds gives what can be had of broken OPML, and rejects the rest with its line', async (t) => {
  const file = join(scratch(t), 'rejects');
  const input = opml(
    '<outline text="A & B" xmlUrl="http://a.example/">\n<outline text="lost" xmlUrl="http://lost.example/"\n<outline text="C" xmlUrl="http://c.example/"/>',
  ).replace('</body>\n</opml>\n', '');
  const { stdout, stderr, status } = await run('opml2feeds', ['--rejects', file], { input });
  assert.equal(status, 1);
  assert.deepEqual(
    records(stdout).map(({ title }) => title),
    ['A & B', 'C'],
  );
  assert.match(stderr, /^opml2feeds: stdin:5: an outline that cannot be read$/m);
  assert.match(stderr, /the document ends in the middle/);
});

test('opml2feeds reports an outline that includes another document', async () => {
  const input = opml('<outline text="more" type="include" url="http://example.org/more.opml"/>');
  const { stdout, stderr, status } = await run('opml2feeds', [], { input });
  assert.deepEqual({ stdout, status }, { stdout: '', status: 1 });
  assert.match(stderr, /included here.*http:\/\/example\.org\/more\.opml/);
});

test('opml2feeds reads a list of URLs, and rejects other lines of it by their number', async () => {
  const input = '# mine\n\nhttp://a.example/feed "tech" "~A, the feed"\nhttp://b.example/\nnonsense\n';
  const { stdout, stderr, status } = await run('opml2feeds', [], { input });
  assert.deepEqual(records(stdout), [
    { url: 'http://a.example/feed', title: 'A, the feed', categories: ['tech'] },
    { url: 'http://b.example/' },
  ]);
  assert.match(stderr, /^opml2feeds: stdin:5: /m);
  assert.equal(status, 1);
});

for (const [what, input] of [
  ['an HTML page', '<!doctype html><html><p>no</p></html>'],
  ['JSON', '{"a":1}'],
  ['an empty document', ' \n'],
] as const) {
  test(`opml2feeds rejects ${what} as BAD_OPML`, async (t) => {
    const file = join(scratch(t), 'a.opml');
    writeFileSync(file, input);
    const { stdout, stderr, status } = await run('opml2feeds', [file]);
    assert.deepEqual({ stdout, status }, { stdout: '', status: 1 });
    assert.match(stderr, new RegExp(`^opml2feeds: .*a\\.opml:1: neither OPML nor a list of URLs but ${what}$`, 'm'));
  });
}
