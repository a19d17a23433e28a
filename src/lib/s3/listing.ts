import { Reject } from '../errors/index.ts';
import type { S3Client } from './client.ts';
import { isForbidden, properties, refused } from './existence.ts';
import { elements, textOf } from './xml.ts';

/** One object of a page. */
export interface Listed {
  readonly key: string;
  /** The XML that tells the rest; few of the objects on a page are asked about. */
  readonly element: string;
}

/** One page of LIST. */
export interface Page {
  readonly objects: readonly Listed[];
  /** Asks for the page after this one; absent on the last. */
  readonly next?: string;
}

/** Where a page begins: behind a key, or where the page before ended. */
export type From = { readonly after: string } | { readonly token: string };

/** The most objects that S3 puts on a page. */
export const PAGE_SIZE = 1000;

/**
 * Asks for one page of a bucket (S3 API Reference, "ListObjectsV2"). Returns `forbidden` where S3 says so.
 * @throws Reject where it does not answer, `NO_SUCH_BUCKET` where the bucket does not exist
 */
export async function list(client: S3Client, bucket: string, from: From): Promise<Page | 'forbidden'> {
  const start: Record<string, string> =
    'token' in from ? { 'continuation-token': from.token } : from.after ? { 'start-after': from.after } : {};
  const query = { 'list-type': '2', 'encoding-type': 'url', 'max-keys': String(PAGE_SIZE), ...start };
  const got = await client.send({ method: 'GET', bucket, key: '', query, whole: true });
  if (got.failure) {
    if (isForbidden(got)) return 'forbidden';
    throw refused(got);
  }
  return readPage(got.text);
}

/** Reads the XML of a page. Keys are percent-decoded after their XML references, and only where the answer says that they are encoded. @throws Reject BAD_RESPONSE */
export function readPage(xml: string): Page {
  const bare = xml.replace(/<Contents>.*<\/Contents>/s, '');
  if (!/<ListBucketResult[\s>]/.test(bare)) throw new Reject('BAD_RESPONSE', 'the answer to LIST is no page of a bucket');
  const encoded = textOf(bare, 'EncodingType') === 'url';
  const objects: Listed[] = [];
  for (const element of elements(xml, 'Contents')) {
    const key = textOf(element, 'Key');
    if (key === undefined) throw new Reject('BAD_RESPONSE', 'the answer to LIST has an object without a key');
    objects.push({ key: encoded ? decodeKey(key) : key, element });
  }
  const more = textOf(bare, 'IsTruncated') === 'true';
  const next = more ? textOf(bare, 'NextContinuationToken') : undefined;
  if (more && !next) throw new Reject('BAD_RESPONSE', 'the answer to LIST goes on but does not say where');
  return { objects, ...(next && { next }) };
}

/** Size, ETag and date of an object on a page, in the words of an Existence. */
export function listedProperties({ element }: Listed): ReturnType<typeof properties> {
  return properties(textOf(element, 'Size'), textOf(element, 'ETag'), textOf(element, 'LastModified'));
}

// `encoding-type=url` is the encoding of forms: a plus is a space, and a plus itself is %2B.
function decodeKey(key: string): string {
  if (!/[%+]/.test(key)) return key;
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    throw new Reject('BAD_RESPONSE', `the answer to LIST has a key that does not decode: ${key.slice(0, 100)}`);
  }
}
