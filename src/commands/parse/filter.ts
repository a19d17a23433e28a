import { Reject, reasonOf } from '../../lib/errors/index.ts';
import { type Extensions, looksLikeDocument, parseFeedToJson, type Source } from '../../lib/feed/index.ts';
import type { Filter } from '../../lib/filter/index.ts';
import { gunzip, isGzip } from '../../lib/gzip/index.ts';
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

function itemsOfRecord(line: Line, options: ParseOptions): ReturnType<Filter['process']> {
  const { record } = line;
  const source = sourceOf(record, options);
  const bytes = line.utf8('body');
  if (bytes) return items(line, bytes, { ...source, isUtf8: true });
  if (typeof record.body === 'string') return items(line, record.body, source);
  if (typeof record.body_base64 === 'string') {
    const packed = Buffer.from(record.body_base64, 'base64');
    return isGzip(packed) ? unpacked(packed).then((body) => items(line, body, source)) : items(line, packed, source);
  }
  if (isObject(record.fetch)) return undefined;
  if (Array.isArray(record.items) || isObject(record.rss)) return items(line, line.text(), sourceOf({}, options));
  throw new Reject('NO_BODY', 'not a response: the record has neither body nor fetch');
}

const UNPACKED_AT_MOST = 64 * 1024 * 1024;
const MEMBERS_AT_MOST = 1000;

/** Bytes without their gzip. */
async function unpacked(bytes: Buffer): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of gunzip(inOne(bytes), MEMBERS_AT_MOST)) {
      length += part.length;
      if (length > UNPACKED_AT_MOST) throw new Error(`more than ${UNPACKED_AT_MOST} bytes`);
      parts.push(part);
    }
  } catch (error) {
    throw new Reject('BAD_ENCODING', `body_base64 is gzipped and cannot be unpacked: ${reasonOf(error)}`);
  }
  return Buffer.concat(parts, length);
}

async function* inOne(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

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
