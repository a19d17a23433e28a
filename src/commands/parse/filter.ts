import { Reject, reasonOf } from '../../lib/errors/index.ts';
import { type Extensions, looksLikeDocument, parseFeedToJson, type Source } from '../../lib/feed/index.ts';
import type { Filter } from '../../lib/filter/index.ts';
import { gunzipMembers } from '../../lib/gzip/index.ts';
import type { Json, JsonObject } from '../../lib/json/index.ts';
import { Line } from '../../lib/ndjson/index.ts';

/** What `parse` was asked for. */
export interface ParseOptions {
  /** The length of a summary that is made of content, in characters. */
  summary: number | undefined;
  /** The URL that relative links are resolved against where nothing else says one. */
  base: string | undefined;
  /** Which elements without a field of their own are kept. */
  extensions: Extensions;
}

/** Reads responses, and whole documents, and gives a line for each item. */
export function parseFilter(options: ParseOptions): Filter {
  return {
    process: (line) => itemsOfRecord(line, options),
    document: { accepts: looksLikeDocument, read: (line) => items(line, line.takeBytes(), sourceOf({}, options)) },
  };
}

function itemsOfRecord(line: Line, options: ParseOptions): Iterable<Line> | undefined {
  const { record } = line;
  const source = sourceOf(record, options);
  const bytes = line.utf8('body');
  if (bytes) return items(line, bytes, { ...source, isUtf8: true });
  if (typeof record.body === 'string') return items(line, record.body, source);
  if (typeof record.body_base64 === 'string') return items(line, unpacked(Buffer.from(record.body_base64, 'base64')), source);
  if (isObject(record.fetch)) return undefined;
  if (Array.isArray(record.items) || isObject(record.rss)) return items(line, line.text(), sourceOf({}, options));
  throw new Reject('NO_BODY', 'not a response: the record has neither body nor fetch');
}

/** Bytes that were gzipped, as they were before; others as they are. */
function unpacked(bytes: Buffer): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipMembers(bytes, UNPACKED_AT_MOST);
  } catch (error) {
    throw new Reject('BAD_ENCODING', `body_base64 is gzipped, and cannot be unpacked: ${reasonOf(error)}`);
  }
}

const UNPACKED_AT_MOST = 64 * 1024 * 1024;

function sourceOf(record: JsonObject, options: ParseOptions): Source {
  const fetched = isObject(record.fetch) ? text(record.fetch.url) : undefined;
  const base = fetched ?? text(record.url) ?? options.base;
  const [url, title, site, language] = [
    text(record.url) ?? fetched,
    text(record.title),
    text(record.site_url),
    text(record.language),
  ];
  const feed = {
    ...(url !== undefined && { url }),
    ...(title !== undefined && { title }),
    ...(site !== undefined && { site_url: site }),
    ...(language !== undefined && { language }),
  };
  return { base, feed, summaryLength: options.summary, extensions: options.extensions };
}

function items(line: Line, document: string | Uint8Array, source: Source): Iterable<Line> {
  return linesOf(line, parseFeedToJson(document, source));
}

function* linesOf({ source, number }: Line, items: Iterable<Buffer>): Generator<Line, void> {
  for (const json of items) yield new Line(source, number, json, 0, json.length);
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
