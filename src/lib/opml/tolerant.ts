import { assumeBytes, fromBytes, toBytes } from '../bytes/index.ts';
import { Reject } from '../errors/index.ts';
import { decodeReferences } from '../html/index.ts';
import { beyond, defaultLimits, Scanner, tag } from '../xml/index.ts';
import { LineCounter } from './lines.ts';
import { type Feed, folderName, type OutlineAttributes, readOutline } from './outline.ts';

/** A sign of OPML. */
export const HAS_OUTLINES = /<(?:opml|outline)[\s>/]/i;

/**
 * What can be had of a document that is not well-formed: every outline whose tag can be read. `BAD_OPML`, with their lines, for outlines
 * whose tag cannot be read and for an end that is missing. Nothing where there is no sign of OPML.
 */
export function readTolerantly(text: string): Iterable<Feed | Reject> | undefined {
  return HAS_OUTLINES.test(text) ? feedsIn(text) : undefined;
}

function* feedsIn(text: string): Generator<Feed | Reject, void> {
  const bytes = toBytes(text);
  const scanner = new Scanner(bytes);
  const lines = new LineCounter(bytes);
  const lost: number[] = [];
  scanner.onText = (at) => void (/^<outline/i.test(bytes.slice(at, at + 8)) && lost.push(at));
  const folders: (string | undefined)[] = [];
  let closed = !/<(?:opml|body)[\s>]/i.test(text);
  for (let met = scanner.nextTag(); met !== tag.none; met = scanner.nextTag()) {
    yield* damaged(lost, scanner.start, lines);
    const name = scanner.name.toLowerCase();
    if (met === tag.end && (name === 'opml' || name === 'body')) closed = true;
    if (name !== 'outline') continue;
    if (met === tag.end) folders.pop();
    else {
      const attributes = attributesOf(scanner);
      const named = folders.filter((folder) => folder !== undefined);
      const found = readOutline(attributes, named);
      if (found) yield found instanceof Reject ? lines.locate(found, scanner.start) : found;
      if (!scanner.selfClosing) folders.push(found ? undefined : folderName(attributes));
      if (folders.length > defaultLimits.depth)
        throw beyond('DEPTH', `outlines are nested more than ${defaultLimits.depth} deep`);
    }
  }
  yield* damaged(lost, bytes.length, lines);
  if (!closed)
    yield lines.locate(
      new Reject('BAD_OPML', 'the document ends in the middle; what follows is missing', { text: '' }),
      bytes.length,
    );
}

/** The outlines that begin where `lost` says, and cannot be read: each up to the next, and the last up to `end`, within its line. */
function* damaged(lost: number[], end: number, lines: LineCounter): Generator<Reject, void> {
  const starts = lost.splice(0);
  for (const [index, at] of starts.entries()) {
    const text = fromBytes(lines.lineAt(at, starts[index + 1] ?? end));
    yield lines.locate(new Reject('BAD_OPML', 'an outline that cannot be read', { text }), at);
  }
}

function attributesOf(scanner: Scanner): OutlineAttributes {
  const attributes = new Map([...scanner.attributes()].map(([name, value]) => [name.toLowerCase(), fromBytes(value)]));
  return attributes.has('xmlurl') ? attributes : mended(attributes, scanner);
}

/** Where the quote is missing that should end another attribute, the URL is within that or behind it. */
function mended(attributes: Map<string, string>, scanner: Scanner): OutlineAttributes {
  const source = scanner.bytes.slice(scanner.attributesStart, scanner.attributesEnd);
  const url = /xmlurl\s*=\s*["']?\s*([a-z]+:[^"'\s<>]+)/i.exec(source)?.[1];
  if (url === undefined) return attributes;
  attributes.set('xmlurl', decodeReferences(fromBytes(assumeBytes(url)), 'url'));
  for (const [name, value] of attributes) attributes.set(name, value.replace(/\s+[\w:]+\s*=\s*$/, ''));
  return attributes;
}
