// Every reader of text from outside takes time in proportion to its length, whatever stands there: each opener of its grammar, n, 2n and
// 4n times, with its terminator far off, with none, and with one of another kind. CPU time is measured, and 4n may take 6 times n.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeText } from '../../src/lib/charset/index.ts';
import { looksLikeDocument, parseFeed } from '../../src/lib/feed/index.ts';
import { htmlToLine, htmlToText, pageLinks } from '../../src/lib/html/index.ts';
import { readFeeds } from '../../src/lib/opml/index.ts';

type Read = (text: string) => unknown;

/** Openers, and their terminators. */
const markup: [string, string][] = [
  ['<a', '>'],
  ['<a ', '>'],
  ['<a b="', '"'],
  ["<a b='", "'"],
  ['<a b=', '>'],
  ['<a b= "c" ', '/>'],
  ['<a>', '</a>'],
  ['</a b', '>'],
  ['</a ', '>'],
  ['</', '>'],
  ['<!--', '-->'],
  ['<!', '>'],
  ['<![CDATA[', ']]>'],
  ['<item><title><![CDATA[a</title></item>', ']]>'],
  ['<![CDATA[<![CDATA[a', ']]>'],
  ['<description><![CDATA[<![CDATA[a</description>', ']]>'],
  ['<?', '?>'],
  ['<?xml ', '?>'],
  ['<!DOCTYPE a [', ']>'],
  ['<!DOCTYPE a [<!ENTITY b "', '">]>'],
  ['<!ENTITY b "', '">'],
  ['&', ';'],
  ['&a', ';'],
  ['&#x', ';'],
  ['&#1', ';'],
  ['&lt;', '&gt;'],
  ['<p hidden>', '</p>'],
  ['<div style="display:none">', '</div>'],
  ['<b hidden><i hidden>', '</i></b>'],
  ['<dialog>', '</dialog>'],
  ['<script ', '</script>'],
  ['<script>', '</script>'],
  ['<style>', '</style>'],
  ['<svg>', '</svg>'],
  ['<pre> ', '</pre>'],
  ['<td>', '</td>'],
  ['<link ', '>'],
  ['<link rel="alternate" type="application/rss+xml" href="', '">'],
  ['<base ', '>'],
  ['<meta ', '>'],
  ['<outline ', '/>'],
  ['<outline text="', '"/>'],
  ['<outline xmlUrl="http://a/" ', '/>'],
  ['<item>', '</item>'],
  ['<item><link/>', '</item>'],
  ['<item><author>', '</author></item>'],
  ['<a:b xmlns:a="', '">'],
  ['<a:b ', '</a:b>'],
  [' ', '<'],
  ['a ', '.'],
  ['( ', ')'],
  ['"', '"'],
];
const json: [string, string][] = [
  ['{"a":', '}'],
  ['[', ']'],
  ['"', '"'],
  ['"\\', '"'],
  ['{"id":1', '}'],
  [',', ']'],
  ['NaN', '}'],
  ['{"items":[', ']}'],
];
const other: [string, string][] = [
  ['# a\n', '\n'],
  ['http://a/ "', '"\n'],
  ['http://a/ ', '\n'],
  ['{"a":1}\n', '}'],
  ['{\n', '}'],
];

const quiet =
  (read: Read): Read =>
  (text) => {
    try {
      return read(text);
    } catch {
      // A reject is an answer, too.
      return undefined;
    }
  };
const feed = (text: string) => {
  let count = 0;
  for (const _ of parseFeed(text)) count++;
  return count;
};

const readers: [string, Read, [string, string][]][] = [
  ['parseFeed', feed, [...markup, ...json]],
  ['parseFeed in an item', (text) => feed(`<rss><channel><item><title>A</title><description>${text}`), markup],
  ['parseFeed in an attribute', (text) => feed(`<rss><channel><item><enclosure url="${text}`), markup],
  ['parseFeed in an author', (text) => feed(`<feed><entry><author>${text}</author></entry></feed>`), markup],
  [
    'parseFeed in XHTML',
    (text) => feed(`<feed><entry><content type="xhtml"><div>${text}</div></content></entry></feed>`),
    markup,
  ],
  ['parseFeed in an item of JSON', (text) => feed(`{"version":"https://jsonfeed.org/version/1","items":[{"id":"${text}`), json],
  ['readFeeds', (text) => [...readFeeds(Buffer.from(text))], [...markup, ...other]],
  ['readFeeds in OPML', (text) => [...readFeeds(Buffer.from(`<opml><body>${text}`))], markup],
  ['htmlToText', htmlToText, markup],
  ['htmlToLine', htmlToLine, markup],
  ['pageLinks', (text) => pageLinks(text, 'http://a.example/'), markup],
  ['decodeText', (text) => decodeText(Buffer.from(text)), markup],
  ['looksLikeDocument', (text) => looksLikeDocument(Buffer.from(text)), [...markup, ...json, ...other]],
];

/** CPU time in ms: the least of some runs, since others run beside. */
function cost(read: Read, text: string, fast: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 2; run++) {
    const start = process.cpuUsage();
    read(text);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
    if (least < fast) break;
  }
  return least;
}

const LENGTH = 6_000;
/** A mark that is far off is found so fast that only long texts show how often it is looked for. */
const LONG = 200_000;
/** What takes no longer for the longest text is linear, or its square is nothing to fear. */
const FAST_MS = 25;
const LONG_MS = 100;

/** Noise does not come back, a square does. */
const ATTEMPTS = 5;

function assertLinear(read: Read, opener: string, end: string, length: number, fast: number): void {
  const count = Math.ceil(length / opener.length);
  if (cost(read, opener.repeat(count * 4) + end, fast) < fast) return;
  // Again, now that the code is optimised.
  let measured = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const [short = 0, middle = 0, long = 0] = [1, 2, 4].map((times) => cost(read, opener.repeat(count * times) + end, fast));
    if (long < 6 * Math.max(short, fast / 6)) return;
    measured = `${short} ms, × 2: ${middle} ms, × 4: ${long} ms`;
  }
  assert.fail(`${opener} × ${count}, then ${end}: ${measured}`);
}

for (const [name, plain, openers] of readers) {
  const read = quiet(plain);
  test(`${name} takes time in proportion to the length of its text`, () => {
    for (const [opener, terminator] of openers)
      for (const end of [terminator, '', '>"\'']) assertLinear(read, opener, end, LENGTH, FAST_MS);
  });
}

const top = new Set(['parseFeed', 'parseFeed in an item', 'readFeeds in OPML', 'htmlToText', 'pageLinks']);
for (const [name, plain] of readers.filter(([reader]) => top.has(reader))) {
  const read = quiet(plain);
  test(`${name} looks for a mark that is far off no more than once`, () => {
    for (const opener of [
      '</a b',
      '</a ',
      '<a b="',
      '<!',
      '<![CDATA[a</title></item>',
      '<item><title><![CDATA[a</title></item>',
      '<p hidden>',
      '&a',
      '<?',
    ])
      for (const end of ['>', ']]>', '"', '</p>', '']) assertLinear(read, opener, end, LONG, 4 * LONG_MS);
  });
}
