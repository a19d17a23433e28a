// An element of a vocabulary means the same in an item of any format.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFeed } from '../../../src/lib/feed/index.ts';

const rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"';
const declared = `xmlns:a3="http://purl.org/atom/ns#" xmlns:a1="http://www.w3.org/2005/Atom" xmlns:d0="http://purl.org/dc/elements/1.0/"
  xmlns:d1="http://purl.org/dc/elements/1.1/" xmlns:dt="http://purl.org/dc/terms/" xmlns:m="http://search.yahoo.com/mrss/"
  xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:c="http://purl.org/rss/1.0/modules/content/"
  xmlns:g="http://www.w3.org/2003/01/geo/wgs84_pos#" xmlns:gr="http://www.georss.org/georss"`;

/** Documents of all formats around the content of their one item. */
const formats: [string, (content: string) => string][] = [
  ...['0.91', '0.92', '0.93', '0.94', '2.0'].map((version): [string, (content: string) => string] => [
    `RSS ${version}`,
    (content) => `<rss version="${version}" ${declared}><channel><item>${content}</item></channel></rss>`,
  ]),
  [
    'RSS 0.90',
    (content) => `<rdf:RDF ${rdf} xmlns="http://my.netscape.com/rdf/simple/0.9/" ${declared}><item>${content}</item></rdf:RDF>`,
  ],
  ['RSS 1.0', (content) => `<rdf:RDF ${rdf} xmlns="http://purl.org/rss/1.0/" ${declared}><item>${content}</item></rdf:RDF>`],
  [
    'RSS 1.1',
    (content) =>
      `<Channel ${rdf} xmlns="http://purl.org/net/rss1.1#" ${declared}><items><item>${content}</item></items></Channel>`,
  ],
  ['Atom 0.3', (content) => `<feed version="0.3" xmlns="http://purl.org/atom/ns#" ${declared}><entry>${content}</entry></feed>`],
  ['Atom 1.0', (content) => `<feed xmlns="http://www.w3.org/2005/Atom" ${declared}><entry>${content}</entry></feed>`],
  [
    'Atom 1.0 with a prefix',
    (content) => `<x:feed xmlns:x="http://www.w3.org/2005/Atom" ${declared}><x:entry>${content}</x:entry></x:feed>`,
  ],
];

const date = '2004-01-01T19:48:21Z';
const [rss, atom] = ['Thu, 01 Jan 2004 19:48:21 GMT', '2004-01-01T20:48:21+01:00'];

/** What an item holds, and a field of the record that comes of it. */
const elements: [string, string, unknown][] = [
  ...['a3', 'a1'].flatMap((a): [string, string, unknown][] => [
    [`<${a}:title>T &amp;amp; U</${a}:title>`, 'title', 'T &amp; U'],
    [
      `<${a}:title type="${a === 'a3' ? 'text/html' : 'html'}" mode="escaped">&lt;b>T&lt;/b> &amp;amp; U</${a}:title>`,
      'title',
      'T & U',
    ],
    [`<${a}:content>C</${a}:content>`, 'content_text', 'C'],
    [`<${a}:summary>C</${a}:summary>`, 'content_text', 'C'],
    [`<${a}:link href="http://l.example/"/>`, 'url', 'http://l.example/'],
    [
      `<${a}:link rel="enclosure" href="http://e.example/" length="5"/>`,
      'attachments',
      [{ url: 'http://e.example/', size_in_bytes: 5 }],
    ],
    [`<${a}:id>urn:x</${a}:id>`, 'id', 'urn:x'],
    [
      `<${a}:author><${a}:name>N</${a}:name><${a}:email>n@x.example</${a}:email></${a}:author>`,
      'authors',
      [{ name: 'N', email: 'n@x.example' }],
    ],
    [`<${a}:category term="t" label="L"/>`, 'tags', ['t']],
    ...['published', 'issued', 'created'].map((name): [string, string, unknown] => [
      `<${a}:${name}>${atom}</${a}:${name}>`,
      'date_published',
      date,
    ]),
    ...['updated', 'modified'].map((name): [string, string, unknown] => [
      `<${a}:${name}>${atom}</${a}:${name}>`,
      'date_modified',
      date,
    ]),
  ]),
  ...['d0', 'd1', 'dt'].flatMap((d): [string, string, unknown][] => [
    [`<${d}:title>T</${d}:title>`, 'title', 'T'],
    [`<${d}:description>C</${d}:description>`, 'content_text', 'C'],
    [`<${d}:date>${atom}</${d}:date>`, 'date_published', date],
    [`<${d}:creator>N</${d}:creator>`, 'authors', [{ name: 'N' }]],
    [`<${d}:subject>t</${d}:subject>`, 'tags', ['t']],
    [`<${d}:identifier>urn:x</${d}:identifier>`, 'id', 'urn:x'],
    [`<${d}:language>fr</${d}:language>`, 'language', 'fr'],
  ]),
  [`<dt:issued>${atom}</dt:issued>`, 'date_published', date],
  [`<dt:modified>${atom}</dt:modified>`, 'date_modified', date],
  ['<c:encoded>&lt;p>C&lt;/p></c:encoded>', 'content_html', '<p>C</p>'],
  ['<g:lat>1.5</g:lat><g:long>2</g:long>', '_geo', { lat: '1.5', long: '2' }],
  ['<gr:point>1.5 2</gr:point>', '_geo', { point: '1.5 2' }],
  ['<i:author>N</i:author>', 'authors', [{ name: 'N' }]],
  ['<i:keywords>a, b</i:keywords>', 'tags', ['a', 'b']],
  ['<i:image href="http://i.example/"/>', 'image', 'http://i.example/'],
  ['<i:summary>C</i:summary>', 'content_text', 'C'],
  ['<m:content url="http://m.example/" duration="60"/>', 'attachments', [{ url: 'http://m.example/', duration_in_seconds: 60 }]],
  ['<m:thumbnail url="http://t.example/"/>', 'image', 'http://t.example/'],
  ['<m:title>T</m:title>', 'title', 'T'],
  ['<m:description>C</m:description>', 'content_text', 'C'],
  ['<m:category>t</m:category>', 'tags', ['t']],
];

/** Elements of RSS itself, of which those of the same name in Atom are others. */
const ofRss: [string, string, unknown][] = [
  ['<title>T &amp;amp; U</title>', 'title', 'T & U'],
  ['<description>&lt;p>C&lt;/p></description>', 'content_html', '<p>C</p>'],
  ['<link>http://l.example/</link>', 'url', 'http://l.example/'],
  ['<guid>http://l.example/</guid>', 'url', 'http://l.example/'],
  ['<author>n@x.example (N)</author>', 'authors', [{ name: 'N', email: 'n@x.example' }]],
  ['<category>t</category>', 'tags', ['t']],
  ['<enclosure url="http://e.example/" length="5"/>', 'attachments', [{ url: 'http://e.example/', size_in_bytes: 5 }]],
  [`<pubDate>${rss}</pubDate>`, 'date_published', date],
];

for (const [format, around] of formats) {
  test(`elements of all vocabularies are understood in ${format}`, () => {
    for (const [content, field, expected] of format.startsWith('RSS') ? [...elements, ...ofRss] : elements) {
      const items = [...parseFeed(around(content))];
      assert.deepEqual([items.length, items[0]?.[field as keyof (typeof items)[0]]], [1, expected], content);
    }
  });
}
