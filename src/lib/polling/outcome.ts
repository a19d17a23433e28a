import { hash } from 'node:crypto';
import { isPage, pageLinks } from '../html/index.ts';
import { type Answer, contentTypeOf } from '../http/index.ts';
import type { JsonObject } from '../json/index.ts';
import { textEncoding } from './media.ts';

/** What came of asking for a feed. */
export interface Outcome {
  /** The `fetch` member of the record (contract, section 5). */
  fetch: JsonObject;
  /** The body, where there is one to hand on: changed, and not 204. */
  body?: Buffer;
  /** Where the text of the body begins and how it reads; nothing when it is not text. */
  encoding?: ReturnType<typeof textEncoding>;
  /** The body as it comes, in place of `body`. */
  stream?: AsyncGenerator<Buffer> | undefined;
  /** The feeds to ask for in its place, when feeds are to be discovered and it is a page. */
  links?: string[] | undefined;
  /** To be called once the record has been written out, or given up. */
  done(written: boolean): void;
}

/** An answer, with what it says about the record that it is for. */
export interface Reading {
  answer: Answer;
  /** Whether the body differs from the last one; always, where none is known. */
  changed: boolean;
  hash: Buffer | undefined;
  permanentUrl?: string | undefined;
  links?: string[] | undefined;
}

export function outcomeOf(
  { answer, changed, hash: sum, permanentUrl, links }: Reading,
  done: (written: boolean) => void,
): Outcome {
  const { status, url, headers, body, stream } = answer;
  const unmodified = status === 304;
  const empty = status === 204 || status === 205;
  const contentType = headers.get('content-type');
  const encoding = unmodified || empty || stream ? undefined : textEncoding(body, contentType);
  const fetch = {
    status,
    url,
    redirects: answer.redirects,
    fetched_at: new Date(answer.at).toISOString(),
    elapsed_ms: answer.elapsed,
    attempts: answer.attempts,
    bytes: unmodified || stream ? undefined : body.length,
    content_type: contentType,
    charset: encoding?.charset,
    etag: headers.get('etag') || undefined,
    last_modified: headers.get('last-modified') || undefined,
    sha256: unmodified || stream ? undefined : (sum ?? bodyHash(body)).toString('hex'),
    changed,
    permanent_url: permanentUrl,
  };
  return { fetch: given(fetch), ...(stream ? { stream } : changed && !empty ? { body, encoding } : {}), links, done };
}

/** SHA-256 of a body. */
export function bodyHash(body: Buffer): Buffer {
  return hash('sha256', body, 'buffer');
}

/** Where an answer leads when it is an HTML page: to the feeds that it links, else to the page that it refreshes to; nothing when it is no page. */
export function linksOf({ body, headers, url }: Answer): string[] | undefined {
  const contentType = headers.get('content-type');
  const encoding = textEncoding(body, contentType);
  const text = encoding?.decode(body.subarray(encoding.start));
  if (text === undefined || !isPage(text, contentTypeOf(contentType).type)) return undefined;
  const { feeds, refresh } = pageLinks(text, url);
  return feeds.length === 0 && refresh !== undefined && refresh !== url ? [refresh] : feeds;
}

function given(members: Record<string, unknown>): JsonObject {
  const some: Record<string, unknown> = {};
  for (const name in members) if (members[name] !== undefined) some[name] = members[name];
  return some as JsonObject;
}
