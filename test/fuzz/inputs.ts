// Inputs for the fuzzer: pieces of a reader's grammar in any order, and samples with stretches removed, repeated, replaced or moved.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { root } from '../support/executables.ts';

/** Names that JavaScript's own objects have. */
const ownNames = ['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'then'];
export const numbers = ['0', '-1', '1e999', 'NaN', '0x10', '1.5', '9'.repeat(310), '-0', '１２', '2147483648', '4294967296'];
/** Characters that readers treat in a way of their own. */
const marks = [
  '\0',
  '\t',
  '\r\n',
  '\n',
  ' ',
  '\u00a0',
  '\ufeff',
  '\u2028',
  '\ud800',
  '\u202e',
  '😀',
  '\x1b[2J',
  'ÿ',
  '%00',
  '\\',
  '"',
  "'",
];

export const markup = [
  '<rss version="2.0">',
  '<channel>',
  '</channel></rss>',
  '<item>',
  '</item>',
  '<feed xmlns="http://www.w3.org/2005/Atom">',
  '</feed>',
  '<entry>',
  '</entry>',
  '<rdf:RDF>',
  '<title>',
  '</title>',
  '<title type="html">',
  '<link>',
  '<link href="',
  '</link>',
  '<guid>',
  '</guid>',
  '<pubDate>Sat, 31 Feb 2026 25:61:00 +9999</pubDate>',
  '<description>',
  '</description>',
  '<content type="xhtml"><div>',
  '</div></content>',
  '<enclosure url="a" length="',
  '"/>',
  '<itunes:duration>',
  '<media:content url="',
  '<category>',
  '<author><name>',
  '<base href="//',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<?xml version="1.0" encoding="',
  '"?>',
  '<!DOCTYPE a [<!ENTITY b "',
  '">]>',
  '&b;',
  '&lt;',
  '&#x',
  '&#1114112;',
  '&amp',
  ';',
  '<',
  '>',
  '/>',
  '</',
  '<a href="',
  '<script>',
  '</script>',
  '<pre>',
  '<table><tr><td>',
  '<br>',
  '<p hidden>',
  '<meta http-equiv=refresh content="0;url=',
  '<link rel=alternate type=application/rss+xml href=x>',
  ' xmlns:a="b"',
  '<a:b>',
  '</a:b>',
];
export const outlines = [
  '<opml version="2.0">',
  '<head>',
  '<body>',
  '</body></opml>',
  '<outline ',
  '<outline text="',
  '" xmlUrl="',
  'http://a/',
  '"/>',
  '">',
  '</outline>',
  ' type="include" url="',
  ' category="/a,/b"',
  '&amp;',
  '&',
  '<!--',
  '-->',
  'http://a/ "b"\n',
  '# c\n',
  'not a url\n',
];
export const json = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '"version":"https://jsonfeed.org/version/1.1"',
  '"items":[',
  '"id":',
  '"url":',
  '"title":',
  '"',
  '\\u0000',
  '\\ud800',
  '\\',
  'null',
  'true',
  '1E400',
  '-0',
  '12345678901234567890',
  '"authors":[{"name":',
  '"attachments":[{"url":"a"',
  '{}',
  '[]',
];
export const robots = [
  'User-agent: *\n',
  'User-agent: feedmill\n',
  'Disallow: /\n',
  'Allow: /a*b$\n',
  'Disallow: ',
  'Crawl-delay: ',
  'Sitemap: ',
  '*',
  '$',
  '%2F',
  '%',
  '#',
  '\n',
  '\r',
  ' ',
  ':',
  '/',
];
export const headers = [
  'HTTP/1.1 200 OK\r\n',
  'HTTP/1.0 304\n',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 99 a\r\n',
  'Content-Length: ',
  'Transfer-Encoding: chunked\r\n',
  'Content-Type: text/html; charset="',
  'Cache-Control: max-age=',
  'Retry-After: ',
  'Keep-Alive: timeout=',
  'Connection: close\r\n',
  'Expires: ',
  'Date: Sat, 28 Nov 2026 00:00:00 GMT\r\n',
  'Location: //',
  ': ',
  ' folded\r\n',
  '\r\n',
  '\n',
  '\r\n\r\n',
  '5\r\nhello\r\n',
  '0\r\n\r\n',
  'fffffffff\r\n',
  ';ext="\r\n',
];
export const dates = [
  'Mon',
  'Sat, ',
  '28 ',
  'Nov',
  'November',
  ' 2026',
  '26',
  '12:34:56',
  '24:00',
  ':60',
  ' GMT',
  ' +0100',
  '-9999',
  'Z',
  'T',
  '2026-11-28',
  '2026-W48-6',
  '20261128',
  '十一月',
  '年',
  '月',
  '日',
  'ноября',
  'février',
  'am',
  'pm',
  ', ',
  '/',
  '.',
  ' ',
  'de',
  '٢٠٢٦',
  'P1DT2H',
  'PT',
  'S',
  ':',
];

function shuffled(pieces: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...pieces) },
    { weight: 1, arbitrary: fc.constantFrom(...marks, ...numbers, ...ownNames) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  );
  // Now and then a piece many times, which is where a search without end shows.
  const many = fc.tuple(piece, fc.constantFrom(1, 1, 1, 1, 3, 200)).map(([text, times]) => text.repeat(times));
  return fc.array(many, { maxLength: 60 }).map((parts) => parts.join(''));
}

/** A sample with up to eight changes. */
function damaged(samples: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const change = fc.record({
    at: fc.nat(),
    length: fc.nat(200),
    to: fc.nat(),
    how: fc.constantFrom('cut', 'repeat', 'replace', 'move'),
    bytes: fc.uint8Array({ maxLength: 8 }),
  });
  return fc.tuple(fc.constantFrom(...samples), fc.array(change, { minLength: 1, maxLength: 8 })).map(([sample, changes]) => {
    let bytes = sample;
    for (const { at, length, to, how, bytes: other } of changes) {
      const start = at % (bytes.length + 1);
      const [before, stretch, after] = [
        bytes.subarray(0, start),
        bytes.subarray(start, start + length),
        bytes.subarray(start + length),
      ];
      const rest = Buffer.concat([before, after]);
      const target = to % (rest.length + 1);
      if (how === 'cut') bytes = rest;
      else if (how === 'repeat') bytes = Buffer.concat([before, stretch, stretch, stretch, after]);
      else if (how === 'replace') bytes = Buffer.concat([before, other, after]);
      else bytes = Buffer.concat([rest.subarray(0, target), stretch, rest.subarray(target)]);
    }
    return bytes;
  });
}

/** Bytes made of these pieces, or of damaged sample files, or any at all. */
export function inputs(pieces: readonly string[], files: readonly string[] = []): fc.Arbitrary<Buffer> {
  const samples = files.map((file) => readFileSync(join(root, file)));
  return fc.oneof(
    { weight: 4, arbitrary: shuffled(pieces).map((text) => Buffer.from(text)) },
    ...(samples.length > 0 ? [{ weight: 4, arbitrary: damaged(samples) }] : []),
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  );
}
