import { ascii, type ByteString, trimBytes } from '../bytes/index.ts';
import { type Reader, resolveUrl } from '../xml/index.ts';
import type { Members, Value } from './types.ts';

/** Extensions that items keep, by our name for their namespace, and the field they are kept in. */
export const extensionFields = new Map<string, `_${string}`>([
  ['itunes', '_itunes'],
  ['googleplay', '_googleplay'],
  ['media', '_media'],
  ['geo', '_geo'],
  ['georss', '_geo'],
  ['gml', '_geo'],
  ['podcast', '_podcast'],
  ['slash', '_slash'],
  ['wfw', '_wfw'],
  ['cc', '_cc'],
  ['creativecommons', '_cc'],
  ['thr', '_thr'],
  ['yt', '_yt'],
  ['prism', '_prism'],
  ['psc', '_psc'],
  ['source', '_source'],
  ['g', '_g'],
  ['dc', '_dc'],
  ['dcterms', '_dc'],
]);

/** Namespaces whose elements have fields of their own, or mean nothing to a reader. */
const ownNamespaces = new Set(['content', 'rdf', 'xhtml', 'xml', 'feedburner', 'pheedo', 'yandex', 'atom', '']);

/** The field for an element without one of its own: its namespace's, or by its prefix where that is not known. */
export function extensionField(name: string, rawName: string): `_${string}` {
  const vocabulary = name.slice(0, Math.max(0, name.indexOf(':')));
  const known = extensionFields.get(vocabulary);
  if (known !== undefined) return known;
  if (ownNamespaces.has(vocabulary)) return vocabulary === '' ? '_rss' : `_${vocabulary}`;
  const prefix = rawName.slice(0, Math.max(0, rawName.indexOf(':')));
  return /^[a-z][\w-]{0,31}$/i.test(prefix) ? `_${prefix.toLowerCase()}` : '_other';
}

/** Elements whose content is text even where markup stands in it. */
const texts = new Set(['title', 'description', 'summary', 'subtitle', 'text', 'keywords', 'encoded', 'copyright', 'author']);
/** Elements that are a list even when there is one of them. */
const lists = new Set([
  'content',
  'thumbnail',
  'credit',
  'category',
  'transcript',
  'person',
  'soundbite',
  'socialInteract',
  'alternateEnclosure',
]);

/** Elements that say all in their attributes, so that nothing is missing where their end tag is. */
const empties = new Set(['thumbnail', 'image', 'transcript', 'chapters', 'player', 'statistics', 'starRating']);

/** Adds what the current element says to an object, under the element's own name: once a value, more than once a list. */
export function addExtension(target: Members<ByteString>, reader: Reader): void {
  const name = reader.rawName.slice(reader.rawName.indexOf(':') + 1);
  const value = readValue(reader, name);
  if (value === undefined) return;
  const before = Object.hasOwn(target, name) ? target[name] : undefined;
  if (before === undefined) setMember(target, name, lists.has(name) ? [value] : value);
  else if (Array.isArray(before)) before.push(value);
  else setMember(target, name, [before, value]);
}

/** An element: its text, or an object of its attributes and elements, with its text as `value`. */
function readValue(reader: Reader, name: string): Value<ByteString> | undefined {
  const object: Members<ByteString> = {};
  for (const [written, value] of reader.attributes) {
    if (/^xml(?:ns|:|$)/.test(written)) continue;
    setMember(object, written, isUrl(written) ? (resolveUrl(value, reader.scope.base) ?? ascii('')) : trimBytes(value));
  }
  // Podlove's chapters hold elements, those of the podcast namespace do not.
  if (empties.has(name) && reader.name !== 'psc:chapters' && Object.keys(object).length > 0) {
    reader.leave();
    return object;
  }
  let text = ascii('');
  if (!texts.has(name) && reader.holdsElements()) readElements(object, reader);
  else text = trimBytes(texts.has(name) ? reader.capture().html() : reader.capture().text());
  const names = Object.keys(object);
  if (names.length === 0 || (text !== '' && names.length === 1 && names[0] === 'type')) return text === '' ? undefined : text;
  return text === '' ? object : Object.assign(object, { value: text });
}

function readElements(object: Members<ByteString>, reader: Reader): void {
  const { level } = reader;
  while (reader.child(level)) addExtension(object, reader);
}

/** Sets a member whose name comes from a document. (Objects without a prototype would be half as fast to write.) */
function setMember(object: Members<ByteString>, name: string, value: Value<ByteString>): void {
  if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
  else object[name] = value;
}

function isUrl(attribute: string): boolean {
  return attribute === 'url' || attribute === 'href' || attribute === 'src' || attribute === 'rdf:resource';
}
