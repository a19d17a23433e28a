import { assumeBytes, type ByteString, fromBytes, toBytes } from '../bytes/index.ts';
import { type JsonObject, JsonWriter } from '../json/index.ts';
import { type Opened, open } from './document.ts';
import { readXmlFeed } from './feed.ts';
import { withIds } from './ids.ts';
import { readJsonFeed } from './json.ts';
import { truncated } from './truncated.ts';
import type { FeedInfo, Item, Source } from './types.ts';

/**
 * The items of a feed document in any format, one by one. `document` is its text, or its bytes in any encoding that a byte-order mark, a
 * declaration or the bytes themselves tell. Throws a reject, after the items that could be had: `NOT_A_FEED`, `TRUNCATED`,
 * `DEPTH_LIMIT`, `ATTRIBUTE_LIMIT`, `TEXT_LIMIT`, `ENTITY_LIMIT`.
 */
export function* parseFeed(document: string | Uint8Array, source: Source = {}): Generator<Item, void> {
  const opened = open(document, source);
  if ('json' in opened) yield* itemsOf(opened, source);
  else for (const item of withIds(readXmlFeed(opened.xml, asBytes(source)), byteTexts)) yield map(item, characters) as Item;
}

/** As `parseFeed`, each item as the bytes of its JSON; a document that cannot be opened is told of at once. Does not hold on to `document`. */
export function parseFeedToJson(document: string | Uint8Array, source: Source = {}): Generator<Buffer, void> {
  return written(open(document, source), source);
}

function* written(opened: Opened, source: Source): Generator<Buffer, void> {
  if ('json' in opened) for (const item of itemsOf(opened, source)) yield Buffer.from(JSON.stringify(item));
  else for (const item of withIds(readXmlFeed(opened.xml, asBytes(source)), byteTexts)) yield writer.object(item);
}

function* itemsOf({ json, isCut }: Extract<Opened, { json: JsonObject }>, source: Source): Generator<Item, void> {
  yield* withIds(readJsonFeed(json, source), plainTexts);
  if (isCut) throw truncated();
}

const writer = new JsonWriter('feed');
const byteTexts = { read: fromBytes, write: toBytes };
const plainTexts = { read: (text: string) => text, write: (text: string) => text };

function withoutControls(bytes: ByteString): ByteString {
  return bytes.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, '');
}

function characters(bytes: ByteString): string {
  return fromBytes(withoutControls(bytes));
}

/** A copy of a value with all its texts turned into others. */
function map(value: unknown, turn: (text: ByteString) => string): unknown {
  if (typeof value === 'string') return turn(assumeBytes(value));
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((inner) => map(inner, turn));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [turn(assumeBytes(name)), map(inner, turn)]));
}

function asBytes({ feed, ...source }: Source): Source<ByteString> {
  if (!feed) return source;
  const known: FeedInfo<ByteString> = {};
  for (const name of ['url', 'title', 'site_url', 'language'] as const) {
    const text = feed[name];
    if (text !== undefined) known[name] = toBytes(text);
  }
  return { ...source, feed: known };
}
