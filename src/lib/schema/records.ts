import { rejectCodes } from '../errors/index.ts';
import type { JsonObject } from '../json/index.ts';

/** A JSON Schema, draft 2020-12, or a part of one. */
export type Schema = JsonObject;

const text = { type: 'string' } as const;
const moment = { type: 'string', format: 'date-time' } as const;
const natural = { type: 'integer', minimum: 0 } as const;
const texts = { type: 'array', items: text } as const;

function object(properties: JsonObject, required: string[] = []): Schema {
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

const feedFields = { url: text, title: text, site_url: text, description: text, language: text, categories: texts };

/** What `fetch` tells of an answer; of a feed that was not due, only that, and when it will be. */
const fetched: Schema = {
  oneOf: [
    object(
      {
        status: { type: 'integer', minimum: 100, maximum: 599 },
        url: text,
        redirects: {
          type: 'array',
          items: object({ status: { type: 'integer', minimum: 300, maximum: 399 }, url: text }, ['status', 'url']),
        },
        fetched_at: moment,
        elapsed_ms: natural,
        attempts: { type: 'integer', minimum: 1 },
        bytes: natural,
        content_type: text,
        charset: text,
        etag: text,
        last_modified: text,
        sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
        changed: { type: 'boolean' },
        permanent_url: text,
      },
      ['status', 'url', 'redirects', 'fetched_at', 'elapsed_ms', 'attempts', 'changed'],
    ),
    object({ skipped: { const: 'not-due' }, next_at: moment }, ['skipped', 'next_at']),
  ],
};

const itemFields = {
  id: { type: 'string', minLength: 1 },
  url: text,
  external_url: text,
  title: text,
  content_html: text,
  content_text: text,
  summary: text,
  image: text,
  date_published: moment,
  date_published_raw: text,
  date_modified: moment,
  date_modified_raw: text,
  authors: { type: 'array', minItems: 1, items: object({ name: text, url: text, email: text }) },
  tags: { type: 'array', items: text },
  language: text,
  attachments: {
    type: 'array',
    minItems: 1,
    items: object(
      {
        url: text,
        mime_type: text,
        title: text,
        size_in_bytes: { type: 'number', minimum: 0 },
        duration_in_seconds: { type: 'number', minimum: 0 },
      },
      ['url'],
    ),
  },
  feed: object({ url: text, title: text, site_url: text, language: text, format: text }),
};

const s3Fields = {
  bucket: text,
  key: text,
  exists: { type: ['boolean', 'null'] },
  error: { enum: ['forbidden'] },
  size: natural,
  etag: text,
  last_modified: moment,
  checked_by: { enum: ['head', 'list'] },
  state: { enum: ['new', 'changed', 'same'] },
};

const codeSchemas: Schema[] = [
  { enum: Object.keys(rejectCodes).filter((code) => code !== 'HTTP_NNN') },
  { pattern: '^HTTP_[0-9]{3}$' },
];

const errorFields = {
  code: { anyOf: codeSchemas },
  message: text,
  command: text,
  source: text,
  line: natural,
};

const counts = { records_in: natural, records_out: natural, rejected: natural };

/** The records that commands read and write (feedmill-records(5)). Fields beyond those named pass everywhere. */
export const records = {
  record: { description: 'any JSON object', type: 'object' },
  feed: { description: 'a feed, as opml2feeds writes it', ...object(feedFields, ['url']) },
  response: {
    description: 'a feed with what came when it was fetched',
    ...object({ ...feedFields, fetch: fetched, body: text, body_base64: { type: 'string', contentEncoding: 'base64' } }, [
      'fetch',
    ]),
    not: { required: ['body', 'body_base64'] },
  },
  item: {
    description: 'an item of a feed, with the field names of JSON Feed 1.1',
    ...object(itemFields, ['id', 'feed']),
    patternProperties: { '^_': { type: 'object' } },
  },
  enriched: {
    description: 'a record with what enrichments gave',
    ...object({ enrichments: { type: 'object' } }, ['enrichments']),
  },
  keyworded: {
    description: 'a record with its keywords, best first',
    ...object(
      {
        keywords: {
          type: 'array',
          items: { oneOf: [object({ phrase: text, score: { type: 'number' } }, ['phrase', 'score']), text] },
        },
      },
      ['keywords'],
    ),
  },
  located: {
    description: 'a record with what S3 says of its object',
    ...object({ s3: object(s3Fields, ['bucket', 'key', 'exists', 'checked_by']) }, ['s3']),
  },
  url: { description: 'a line that is a bare URL, in place of a record', type: 'string', pattern: '^[A-Za-z][A-Za-z0-9+.-]*:' },
  document: { description: 'a document, which is no JSON', type: 'string' },
  reject: {
    description: 'what --rejects is given for a record that cannot go on',
    ...object(
      {
        error: object(errorFields, ['code', 'message', 'command', 'source', 'line']),
        record: { type: 'object' },
        line_text: text,
      },
      ['error'],
    ),
    oneOf: [{ required: ['record'] }, { required: ['line_text'] }],
  },
  stats: {
    description: 'the line of --stats',
    ...object({ command: text, ...counts, bytes_in: natural, bytes_out: natural, seconds: { type: 'number', minimum: 0 } }, [
      'command',
      ...Object.keys(counts),
      'bytes_in',
      'bytes_out',
      'seconds',
    ]),
  },
} satisfies Record<string, Schema>;

/** The name of one of these. */
export type RecordName = keyof typeof records;

/** The names of the fields that a record of this kind may have by itself. */
export function fieldsOf(name: RecordName): string[] {
  return Object.keys((records[name] as { properties?: JsonObject }).properties ?? {});
}
