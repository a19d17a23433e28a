import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedLinks, isPage } from '../../../src/lib/html/feed-links.ts';

const pages: [text: string, type: string, page: boolean][] = [
  ['<!DOCTYPE html><p>', '', true],
  ['  <!-- a --><html>', 'text/plain', true],
  ['<p>', 'text/html', true],
  ['<?xml version="1.0"?><rss>', 'text/html', false],
  ['<feed>', 'text/html', false],
  ['{"version":"https://jsonfeed.org/version/1.1"}', 'text/html', false],
  ['<rss>', 'application/rss+xml', false],
  ['plain', 'text/plain', false],
];

for (const [text, type, page] of pages) {
  test(`${JSON.stringify(text)} as ${type} is ${page ? 'a page' : 'no page'}`, () => assert.equal(isPage(text, type), page));
}

test('the feeds of a page are those it links as alternates, absolute, in order, each once', () => {
  const html = `<base href="https://example.org/blog/"><link rel="alternate" type="application/rss+xml" href="rss?a=1&amp;b=2">
    <LINK HREF='/atom' REL='Alternate stylesheet' TYPE='application/atom+xml; charset=utf-8'><link rel=feed href=//other.example/f>
    <link rel="alternate" type="application/feed+json" href="https://example.org/atom"><link rel="alternate" hreflang="de" href="/de">
    <!-- <link rel="alternate" type="application/rss+xml" href="/comment"> --><link rel="stylesheet" href="/css">
    <link rel="alternate" type="application/rss+xml" href="mailto:a@example.org"><link rel="alternate" type="application/rss+xml">`;
  assert.deepEqual(feedLinks(html, 'https://www.example.org/'), [
    'https://example.org/blog/rss?a=1&b=2',
    'https://example.org/atom',
    'https://other.example/f',
  ]);
});
