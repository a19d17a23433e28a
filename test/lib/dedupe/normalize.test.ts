import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, normalizeUrl } from '../../../src/lib/dedupe/index.ts';

const urls: [what: string, url: string, normal: string][] = [
  ['case of scheme and host', 'HTTPS://Example.ORG/Path', 'https://example.org/Path'],
  ['default ports', 'http://example.org:80/a', 'http://example.org/a'],
  ['other ports stay', 'http://example.org:8080/a', 'http://example.org:8080/a'],
  ['fragments', 'https://example.org/a#comments', 'https://example.org/a'],
  ['utm parameters', 'https://example.org/a?utm_source=rss&UTM_medium=x&id=1', 'https://example.org/a?id=1'],
  ['click ids', 'https://example.org/a?fbclid=1&gclid=2&msclkid=3&igshid=4', 'https://example.org/a'],
  ['the order of the query', 'https://example.org/a?b=2&a=1&a=0', 'https://example.org/a?a=1&a=0&b=2'],
  ['an empty query', 'https://example.org/a?&', 'https://example.org/a'],
  ['a slash at the end', 'https://example.org/a/', 'https://example.org/a'],
  ['no path', 'https://example.org', 'https://example.org'],
  ['the root', 'https://example.org/', 'https://example.org'],
  ['a slash before the query', 'https://example.org/a/?x=1', 'https://example.org/a?x=1'],
  ['escapes', 'https://example.org/%7euser/%e9?q=%2f', 'https://example.org/~user/%E9?q=%2F'],
  ['dot segments', 'https://example.org/a/../b/./c', 'https://example.org/b/c'],
  ['white space around', '  https://example.org/a \n', 'https://example.org/a'],
  ['names of other hosts', 'https://BÜCHER.example/a', 'https://xn--bcher-kva.example/a'],
  ['what is no URL', ' tag:x ', 'tag:x'],
  ['what is no URL at all', ' not a url ', 'not a url'],
];
for (const [what, url, normal] of urls) {
  test(`a URL is the same whatever its spelling: ${what}`, () => {
    assert.equal(normalizeUrl(url), normal);
    assert.equal(normalizeUrl(normal), normal, 'and stays so');
  });
}

const texts: [what: string, one: string, other: string][] = [
  ['case', 'STRASSE Σίσυφος', 'straße ΣΊΣΥΦΟΣ'],
  ['accents', 'Crème brûlée, señor', 'creme brulee senor'],
  ['white space', 'a \t\n b\u00a0c', ' a b c'],
  ['punctuation', '“Don’t – stop!”', 'dont stop'],
  ['width and ligatures', 'ﬁle Ｔｅｘｔ', 'file text'],
  ['soft hyphens', 'news\u00adpaper', 'newspaper'],
];
for (const [what, one, other] of texts) {
  test(`a text is the same whatever its ${what}`, () => assert.equal(normalizeText(one), normalizeText(other)));
}

test('letters and digits that differ make different texts', () => {
  const different = ['C', 'C++', 'か', 'が', 'нет', 'нёт1', '北京', '東京', '$5', '5'];
  assert.equal(new Set(different.map(normalizeText)).size, different.length);
});
