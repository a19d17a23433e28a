import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { fromBytes, toBytes } from '../../../src/lib/bytes/index.ts';
import { Reject } from '../../../src/lib/errors/index.ts';
import { defaultLimits, Reader, Scanner } from '../../../src/lib/xml/index.ts';

const asWritten = (uri: string | undefined, prefix: string) => (uri === 'urn:ours' ? 'ours' : prefix);
const reader = (text: string) => new Reader(new Scanner(toBytes(text)), asWritten, 'http://example.org/');

/** Elements with their attributes and text, as fast-xml-parser gives them with the options below. */
type Tree = { [name: string]: unknown };

function treeOf(walker: Reader): Tree {
  const tree: Tree = {};
  for (const [name, value] of walker.attributes) tree[`@${name}`] = fromBytes(value).trim();
  if (!walker.holdsElements()) {
    const text = fromBytes(walker.capture().text()).trim();
    if (text !== '') tree['#'] = text;
    return tree;
  }
  const { level } = walker;
  while (walker.child(level)) {
    const name = walker.rawName;
    tree[name] = [...((tree[name] as Tree[] | undefined) ?? []), treeOf(walker)];
  }
  return tree;
}

const oracle = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#',
  alwaysCreateTextNode: false,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  isArray: (_name, _path, _leaf, isAttribute) => !isAttribute,
});

/** The oracle's tree in our form: an element without attributes and elements is its text there. */
function normal(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? {} : { '#': value };
  if (Array.isArray(value)) return value.map(normal);
  const tree: Tree = {};
  for (const [name, inner] of Object.entries(value as Tree))
    tree[name] = name === '#' || name.startsWith('@') ? inner : normal(inner);
  return tree;
}

/** Text beside elements is not compared: the reader hands it out as markup. */
function withoutMixedText(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(withoutMixedText);
  if (typeof tree !== 'object' || tree === null) return tree;
  const names = Object.keys(tree).filter((name) => name !== '#' && !name.startsWith('@'));
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([name]) => name !== '#' || names.length === 0)
      .map(([name, inner]) => [name, withoutMixedText(inner)]),
  );
}

const folder = new URL('../../fixtures/feeds/', import.meta.url);
const documents = readdirSync(folder)
  .filter((name) => /^(?:rss|atom)/.test(name) && name.endsWith('.xml'))
  .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const)
  // What is well-formed and has neither references beyond XML's own nor mixed content, where the two differ on purpose.
  .filter(
    ([, text]) =>
      XMLValidator.validate(text) === true &&
      !/&(?!amp;|lt;|gt;|quot;|apos;)|<!DOCTYPE|<\?(?!xml)|<!--|[^<]<!\[CDATA|type="xhtml"|[\x01-\x08\x0b]|[^\s>]<(?:p|b|br|a|i)[ />]/.test(
        text,
      ),
  );

test('there are well-formed documents to compare on', () => {
  assert.ok(documents.length > 150, `${documents.length}`);
});

for (const [name, text] of documents) {
  test(`Reader sees in ${name} what fast-xml-parser sees`, () => {
    const walker = reader(text);
    assert.ok(walker.child(0));
    const ours = { [walker.rawName]: [treeOf(walker)] };
    assert.deepEqual(withoutMixedText(ours), withoutMixedText(normal(oracle.parse(text))));
  });
}

const shapes: [string, string, string][] = [
  ['crossed end tags', '<r><a><b>x</a>y</b><c/></r>', 'r(a(b) c)'],
  ['an end tag without a start', '<r></x><a/></y></r>', 'r(a)'],
  ['missing end tags', '<r><a><b></r><c/>', 'r(a(b)) c'],
  ['a bare <', '<r>1 < 2 <3<a/></r>', 'r(a)'],
  ['a tag that the next one cuts off', '<r><a b="c"<d/></r>', 'r(d)'],
  [
    'comments, declarations and instructions',
    '<?xml version="1.0"?><!DOCTYPE r [<!ELEMENT a (b)>]><r><!-- <x/> --><?php <y/> ?><a/></r>',
    'r(a)',
  ],
  ['markup in CDATA', '<r><![CDATA[<x/>]]><a/></r>', 'r(a)'],
  ['an unterminated comment', '<r><!-- <a/></r>', 'r(a)'],
  ['attributes with > in quotes', '<r><a b="<>" c=\'/>\'><d/></a></r>', 'r(a(d))'],
];
for (const [what, text, expected] of shapes) {
  test(`Reader copes with ${what}`, () => {
    const walker = reader(text);
    const outline = (level: number): string[] => {
      const names: string[] = [];
      while (walker.child(level)) {
        const name = walker.rawName;
        const inner = outline(walker.level);
        names.push(inner.length > 0 ? `${name}(${inner.join(' ')})` : name);
      }
      return names;
    };
    const names: string[] = [];
    while (!walker.ended) names.push(...outline(0));
    assert.equal(names.join(' '), expected);
  });
}

test('Reader resolves prefixes by what the document binds them to, and bases and languages by scope', () => {
  const walker = reader(
    '<r xmlns:p="urn:ours" xml:base="a/"><p:Item xml:lang="de" xml:base="b/"/><q:Item xmlns:q="urn:ours"/><p:x xmlns:p="urn:other"/></r>',
  );
  walker.child(0);
  const seen: unknown[] = [];
  while (walker.child(1)) seen.push([walker.name, walker.scope.lang, walker.scope.base]);
  assert.deepEqual(seen, [
    ['ours:item', 'de', 'http://example.org/a/b/'],
    ['ours:item', undefined, 'http://example.org/a/'],
    ['p:x', undefined, 'http://example.org/a/'],
  ]);
});

const captures: [string, string, string, string][] = [
  ['references', '<a>&lt;b&gt; &amp;amp; &#233;</a>', '<b> &amp; \xc3\xa9', '<b> &amp; \xc3\xa9'],
  ['CDATA', '<a> <![CDATA[<b>&amp;</b>]]>\n</a>', '<b>&amp;</b>', '<b>&amp;</b>'],
  ['markup', '<a>x <b>y &amp; z</b><br/></a>', 'x y & z', 'x <b>y &amp; z</b><br/>'],
  ['an element of the same name', '<a>x<a>y</a>z</a>', 'xyz', 'x<a>y</a>z'],
  ['no end tag', '<a>x<b>y</b></r>', 'xy', 'x<b>y</b>'],
];
for (const [what, element, text, html] of captures) {
  test(`Captured gives text and markup of ${what}`, () => {
    const captured = () => {
      const walker = reader(`<r>${element}</r>`);
      walker.child(0);
      walker.child(1);
      return walker.capture();
    };
    assert.equal(captured().text(), text);
    assert.equal(captured().html(), html);
  });
}

const limits: [string, string, Partial<typeof defaultLimits>][] = [
  ['DEPTH_LIMIT', '<a><b><c></c></b></a>', { depth: 2 }],
  ['ATTRIBUTE_LIMIT', '<a b="" c="" d=""/>', { attributes: 2 }],
  ['TEXT_LIMIT', '<a>0123456789</a>', { text: 9 }],
  ['ENTITY_LIMIT', '<!DOCTYPE a [<!ENTITY x "0123456789">]><a>&x;&x;</a>', { entities: 15 }],
  ['ENTITY_LIMIT', '<!DOCTYPE a [<!ENTITY x "&y;"><!ENTITY y "&x;">]><a>&x;</a>', {}],
];
for (const [code, text, limit] of limits) {
  test(`Reader throws ${code} for ${text} with ${JSON.stringify(limit)}`, () => {
    const walker = new Reader(new Scanner(toBytes(text), { ...defaultLimits, ...limit }), asWritten, undefined);
    const read = () => {
      walker.child(0);
      if (code === 'TEXT_LIMIT' || code === 'ENTITY_LIMIT') walker.capture().text();
      while (!walker.ended) walker.child(walker.level);
    };
    assert.throws(read, (error) => error instanceof Reject && error.code === code);
  });
}
