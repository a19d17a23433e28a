import { Reject } from '../../lib/errors/index.ts';
import { looksLikeDocument, parseFeedToJson, type Source } from '../../lib/feed/index.ts';
import type { Filter } from '../../lib/filter/index.ts';
import type { Json, JsonObject } from '../../lib/json/index.ts';
import { Line } from '../../lib/ndjson/index.ts';

/** What `parse` was asked for. */
export interface ParseOptions {
  /** The length of a summary that is made of content, in characters. */
  summary: number | undefined;
}

/** Reads responses, and whole documents, and gives a line for each item. */
export function parseFilter(options: ParseOptions): Filter {
  return {
    process: (line) => itemsOfRecord(line, options),
    document: { accepts: looksLikeDocument, read: (line) => items(line, line.takeBytes(), { summaryLength: options.summary }) },
  };
}

function itemsOfRecord(line: Line, options: ParseOptions): Iterable<Line> | undefined {
  const { record } = line;
  const source = sourceOf(record, options);
  const bytes = line.utf8('body');
  if (bytes) return items(line, bytes, { ...source, isUtf8: true });
  if (typeof record.body === 'string') return items(line, record.body, source);
  if (typeof record.body_base64 === 'string') return items(line, Buffer.from(record.body_base64, 'base64'), source);
  if (isObject(record.fetch)) return undefined;
  if (Array.isArray(record.items) || isObject(record.rss)) return items(line, line.text(), { summaryLength: options.summary });
  throw new Reject('NO_BODY', 'not a response: the record has neither body nor fetch');
}

function sourceOf(record: JsonObject, options: ParseOptions): Source {
  const fetched = isObject(record.fetch) ? text(record.fetch.url) : undefined;
  const base = fetched ?? text(record.url);
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
  return { base, feed, summaryLength: options.summary };
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
