import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Reject } from '../errors/index.ts';
import { decodeReferences } from '../html/index.ts';
import { beyond, defaultLimits } from '../xml/index.ts';
import { type Feed, folderName, type OutlineAttributes, readOutline } from './outline.ts';

/** An element as fast-xml-parser gives it: its children by name, and its attributes under `@`. */
type Node = { [name: string]: unknown; '@'?: Record<string, string>; outline?: unknown[] };

const parser = new XMLParser({
  ignoreAttributes: false,
  attributesGroupName: '@',
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  // Its own decoding leaves what is HTML's in attributes; ours is done when an outline is read.
  processEntities: false,
  transformTagName: (name) => name.toLowerCase(),
  transformAttributeName: (name) => name.toLowerCase(),
  isArray: (name) => name === 'outline' || name === 'body' || name === 'opml',
});

/** What an OPML document that is well-formed holds; nothing for one that is not, declares entities of its own, or is refused by the parser. */
export function readWellFormed(text: string): Iterable<Feed | Reject> | undefined {
  try {
    if (text.includes('<!ENTITY') || XMLValidator.validate(text) !== true) return undefined;
    const { opml } = parser.parse(text) as { opml?: Node[] };
    return opml?.[0] ? feedsIn(opml[0]) : undefined;
  } catch {
    return undefined;
  }
}

function* feedsIn(opml: Node): Generator<Feed | Reject, void> {
  for (const body of [opml, ...((opml.body as Node[] | undefined) ?? [])])
    if (typeof body === 'object') yield* outlinesIn(body, []);
}

function* outlinesIn(parent: Node, folders: string[], depth = 0): Generator<Feed | Reject, void> {
  if (depth > defaultLimits.depth) throw beyond('DEPTH', `outlines are nested more than ${defaultLimits.depth} deep`);
  for (const outline of (parent.outline ?? []) as (Node | string)[]) {
    if (typeof outline !== 'object') continue;
    const attributes: OutlineAttributes = new Map(
      Object.entries(outline['@'] ?? {}).map(([name, value]) => [
        name,
        decodeReferences(value, name.endsWith('url') ? 'url' : 'value'),
      ]),
    );
    const found = readOutline(attributes, folders);
    if (found) yield found;
    if (outline.outline) yield* outlinesIn(outline, found ? folders : [...folders, folderName(attributes)], depth + 1);
  }
}
