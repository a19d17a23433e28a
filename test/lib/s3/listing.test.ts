import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listedProperties, readPage } from '../../../src/lib/s3/listing.ts';

const page = (inside: string) =>
  `<?xml version="1.0"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inside}</ListBucketResult>`;
const contents = (key: string) =>
  `<Contents><Key>${key}</Key><LastModified>2026-01-02T03:04:05.678Z</LastModified><ETag>&quot;e&#x31;&quot;</ETag><Size>7</Size></Contents>`;
const encoded = '<EncodingType>url</EncodingType>';

const keys: [what: string, inside: string, key: string][] = [
  ['as it is', contents(' a+b%20c '), ' a+b%20c '],
  ['with its references resolved', contents('&lt;&amp;amp;&gt;&#34;&apos;&#x1F600;'), `<&amp;>"'😀`],
  ['percent-decoded where it is encoded', `${encoded}${contents('a%2Bb+c%252F/%F0%9F%98%80%01')}`, 'a+b c%2F/😀\u0001'],
  ['decoded after its references', `${encoded}${contents('a&#37;20b&amp;')}`, 'a b&'],
  ['of white space alone', `${encoded}${contents('+')}`, ' '],
  ['in CDATA', contents('<![CDATA[a<b&amp;]]>'), 'a<b&amp;'],
  ['that looks like a page', `${contents('&lt;IsTruncated&gt;true&lt;/IsTruncated&gt;')}`, '<IsTruncated>true</IsTruncated>'],
];

for (const [what, inside, key] of keys) {
  test(`a key is read ${what}`, () => {
    assert.deepEqual(
      readPage(page(inside)).objects.map((object) => object.key),
      [key],
    );
  });
}

test('size, ETag and date are read', () => {
  const [object] = readPage(page(contents('k'))).objects;
  assert.deepEqual(listedProperties(object!), { size: 7, etag: 'e1', last_modified: '2026-01-02T03:04:05.000Z' });
});

test('the next page is told, and the last', () => {
  assert.equal(
    readPage(page('<IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;b</NextContinuationToken>')).next,
    'a&b',
  );
  assert.equal(readPage(page(`<IsTruncated>false</IsTruncated>${contents('k')}`)).next, undefined);
});

test('what is no page is BAD_RESPONSE', () => {
  const bad = [
    '',
    '<html></html>',
    page('<IsTruncated>true</IsTruncated>'),
    page('<Contents></Contents>'),
    page(`${encoded}${contents('%zz')}`),
  ];
  for (const xml of bad) assert.throws(() => readPage(xml), { code: 'BAD_RESPONSE' });
});
