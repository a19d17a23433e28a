import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeLinks } from '../../../../src/lib/enrich/builtin/links.ts';

const links = await makeLinks({});
const of = (content_html: string, more = {}) => links({ url: 'https://example.org/a/b.html', content_html, ...more });

const cases: [name: string, html: string, result: unknown[]][] = [
  [
    'makes them absolute',
    '<a href="../x">x</a><a href="//other.example/y">y</a>',
    [
      { url: 'https://example.org/x', text: 'x' },
      { url: 'https://other.example/y', text: 'y' },
    ],
  ],
  [
    'takes any way to write an attribute',
    "<A class=c HREF = '/a'>a</A><a href=/b>b</a><a data-href=/no href='/c'>c</a>",
    [
      { url: 'https://example.org/a', text: 'a' },
      { url: 'https://example.org/b', text: 'b' },
      { url: 'https://example.org/c', text: 'c' },
    ],
  ],
  [
    'resolves references in both',
    '<a href="/?a=1&amp;b=2&copy=3">AT&amp;T</a>',
    [{ url: 'https://example.org/?a=1&b=2&copy=3', text: 'AT&T' }],
  ],
  [
    'gives their text as a browser shows it',
    '<a href="/a">\n <b>one</b>\n two <!-- no --></a>',
    [{ url: 'https://example.org/a', text: 'one two' }],
  ],
  [
    'gives each once, with the first text there is',
    '<a href="/a"><img src="x"></a><a href="/a">text</a><a href="/a">other</a>',
    [{ url: 'https://example.org/a', text: 'text' }],
  ],
  [
    'leaves out what leads nowhere else',
    '<a href="#top">t</a><a href="javascript:x()">j</a><a href="mailto:a@b.example">m</a><a>n</a><a href="">e</a><a href="http://[">b</a>',
    [],
  ],
  ['passes over comments and scripts', '<!-- <a href="/a">a</a> --><script>"<a href=/b>"</script><abbr href="/c">c</abbr>', []],
  [
    'ends an anchor where the next one begins',
    '<a href="/a">a <a href="/b">b',
    [
      { url: 'https://example.org/a', text: 'a' },
      { url: 'https://example.org/b', text: 'b' },
    ],
  ],
  ['minds a base', '<base href="https://base.example/x/"><a href="y">y</a>', [{ url: 'https://base.example/x/y', text: 'y' }]],
  ['reads quoted angle brackets', '<a title="a > b" href="/a">a</a>', [{ url: 'https://example.org/a', text: 'a' }]],
  ['survives what is not closed', '<a href="/a', []],
];

describe('links', () => {
  for (const [name, html, result] of cases) it(name, () => assert.deepEqual(of(html), result));

  it('takes the feed for a base where the record has no URL, and leaves relative links out where there is none', () => {
    const html = '<a href="/a">a</a><a href="https://b.example/">b</a>';
    assert.deepEqual(links({ content_html: html, feed: { site_url: 'https://f.example/x' } }), [
      { url: 'https://f.example/a', text: 'a' },
      { url: 'https://b.example/', text: 'b' },
    ]);
    assert.deepEqual(links({ content_html: html }), [{ url: 'https://b.example/', text: 'b' }]);
    assert.deepEqual(links({}), []);
  });

  for (const [name, html] of [
    ['open anchors', '<a href="/a">'],
    ['open comments', '<!-- '],
    ['open scripts', '<script>'],
    ['open tags', '<a '],
  ]) {
    it(`takes time in proportion over many ${name}`, () => {
      of(html!.repeat(100_000));
    });
  }
});
