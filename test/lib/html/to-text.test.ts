import assert from 'node:assert/strict';
import { test } from 'node:test';
import { htmlToLine, htmlToText } from '../../../src/lib/html/index.ts';

const cases: [string, string, string][] = [
  ['paragraphs have a blank line between', '<p>a</p><p>b</p>', 'a\n\nb'],
  ['blocks begin on lines of their own', '<div>a</div>b<section>c</section>', 'a\nb\nc'],
  ['breaks count', 'a<br>b<br><br>c<br>', 'a\nb\n\nc'],
  ['lists have a line for each item', '<ul><li>x<li>y<ul><li>z</ul></ul>w', 'x\ny\nz\nw'],
  ['cells are parted by tabs, rows by lines', '<table><tr><th>a<th>b<tr><td>c</td> <td>d</td></table>', 'a\tb\nc\td'],
  ['white space in pre stays', '<pre>\n a  b\r\n\tc</pre> d  e', ' a  b\n\tc\nd e'],
  ['the first indentation of pre stays after a paragraph', '<p>x</p><pre>  a</pre>', 'x\n\n  a'],
  ['a no-break space at the start is no indentation', '&nbsp; a', 'a'],
  ['what display:none hides is gone', 'a<div style="color:red; display: none">b<div>c</div>d</div>e', 'ae'],
  ['what visibility hides is gone', 'a<span style=visibility:hidden>b</span>c', 'ac'],
  ['what has the attribute hidden is gone', 'a<p hidden>b</p><p hidden="">c</p><p HIDDEN>d</p>e', 'ae'],
  ['the word hidden in another attribute hides nothing', '<p title="a hidden thing" data-hidden=1>b</p>', 'b'],
  ['a void element that is hidden hides nothing', 'a<img hidden>b<br hidden>c', 'ab\nc'],
  ['what is hidden and has no end tag is shown', 'a<p hidden>b', 'a\n\nb'],
  ['a dialog is shown where it is open', '<dialog>a</dialog><dialog open>b</dialog>', 'b'],
  ['what stands in for progress and meter is gone', 'a<progress>70 %</progress>b<meter value=1>c</meter>d', 'abd'],
  ['a style makes a block of what is none', '<span style="display:block">a</span><b style="display: flex">b</b>c', 'a\nb\nc'],
  ['an empty cell keeps its column', '<table><tr><td></td><td>a</td><td>b<tr><td><td><td>c</table>', '\ta\tb\n\t\tc'],
  ['white space elsewhere is folded', ' a\t\n b <i> c</i> ', 'a b c'],
  ['scripts, styles and comments are gone', 'a<script>"</p>" < b</script><style>x</style><!-- <p> -->b', 'ab'],
  ['what stands in for media is gone', 'a<video src=x>No video<p>here</p></video>b<object><p>c</object>', 'ab'],
  ['an unclosed script runs to the end', 'a<script>b', 'a'],
  ['an unclosed video does not', 'a<video>b', 'ab'],
  [
    'references are resolved, the ones without a semicolon too',
    '&lt;&amp;&eacute;&copy 2006&#8217;&#x1f600;&#150;&notit;',
    '<&é© 2006’😀–¬it;',
  ],
  ['references that stand for nothing stay', '&nope; & &; &#; &#x;', '&nope; & &; &#; &#x;'],
  ['impossible references are replaced', '&#0;&#xD800;&#x110000;', '\ufffd\ufffd\ufffd'],
  ['a no-break space is a space that is not folded', 'a&nbsp; b\u00a0c', 'a  b c'],
  ['what nobody sees is gone', 'So&shy;ft\u00ad ze\u200bro&#x2060; \ufeffjoin\u200der', 'Soft zero join\u200der'],
  ['a < that begins no tag is text', '1 < 2 <3 <', '1 < 2 <3 <'],
  ['attributes may hold a >', '<a title="x > y" b=\'>\'>c</a>', 'c'],
  ['a quote in an attribute without a value opens nothing', "<a it's>c</a>d", 'cd'],
  ['names of tags come in any case', 'a<BR>b<P>c', 'a\nb\n\nc'],
  ['unknown elements are seen through', '<foo-bar>a</foo-bar><x:y>b</x:y>', 'ab'],
  ['the marks of CDATA are gone', '<![CDATA[a]]', 'a]]'],
  ['text of any language goes through', '<p>日本語</p><p>עברית 👩‍👧</p>', '日本語\n\nעברית 👩‍👧'],
];
for (const [what, html, expected] of cases) {
  test(`htmlToText: ${what}`, () => {
    assert.equal(htmlToText(html), expected);
  });
}

test('htmlToLine puts everything on one line', () => {
  assert.equal(htmlToLine('<p>a<br>b</p><pre>c\n  d</pre><table><tr><td>e<td>f</table>'), 'a b c d e f');
});

test('htmlToLine takes what is none of the elements of HTML for text', () => {
  assert.equal(htmlToLine('Vec<T> and <P>more <em>words'), 'Vec<T> and more words');
});

test('htmlToText leaves what is no markup alone', () => {
  assert.equal(htmlToText('plain words'), 'plain words');
  assert.equal(htmlToText(''), '');
});

const floods = ['<a b="', '<!-- ', '<script>', '<video>', '</', '&', '<table><tr><td>', '<a b=\'"', '<![CDATA['];
for (const flood of floods) {
  test(`htmlToText comes to an end with 500,000 times ${flood}`, { timeout: 20_000 }, () => {
    assert.equal(typeof htmlToText(flood.repeat(500_000)), 'string');
  });
}
