import type { Reject } from '../errors/index.ts';
import type { Address } from './address.ts';
import type { Response, S3Client } from './client.ts';
import { isMissingBucket, isOfTheCaller, nameless, refusal } from './failure.ts';

/** Whether an object exists, and what is known of it: the `s3` member of a record (contract, section 5). */
export interface Existence {
  readonly bucket: string;
  readonly key: string;
  /** null where S3 does not tell the one who asks. */
  readonly exists: boolean | null;
  readonly error?: 'forbidden';
  /** In bytes. */
  readonly size?: number;
  /** Without the quotes around it. */
  readonly etag?: string;
  /** As `Date.toISOString` writes it, in whole seconds: HEAD knows no finer. */
  readonly last_modified?: string;
  readonly checked_by: 'head' | 'list';
}

/** What an object's own properties are, as HEAD and LIST write them. */
export function properties(size: string | undefined, etag: string | undefined, modified: string | undefined) {
  const date = new Date(modified ?? '');
  date.setUTCMilliseconds(0);
  return {
    ...(size !== undefined && /^\d+$/.test(size) && { size: Number(size) }),
    ...(etag && { etag: etag.replace(/^"(.*)"$/, '$1') }),
    ...(!Number.isNaN(date.getTime()) && { last_modified: date.toISOString() }),
  };
}

/**
 * Asks for one object by HEAD. A delete marker is an object that does not exist.
 * @throws Reject where S3 gives no answer about the object, `NO_SUCH_BUCKET` where its bucket does not exist
 */
export async function head(client: S3Client, { bucket, key }: Address): Promise<Existence> {
  const got = await client.send({ method: 'HEAD', bucket, key });
  const { status, headers } = got;
  if (got.failure === undefined) {
    await got.body.dump();
    const text = (name: string) => (headers[name] === undefined ? undefined : String(headers[name]));
    return {
      bucket,
      key,
      exists: true,
      ...properties(text('content-length'), text('etag'), text('last-modified')),
      checked_by: 'head',
    };
  }
  if (isMissingBucket(got.failure)) throw refused(got);
  if (status === 404 || (status === 405 && headers['x-amz-delete-marker'] === 'true'))
    return { bucket, key, exists: false, checked_by: 'head' };
  if (isForbidden(got)) return { bucket, key, exists: null, error: 'forbidden', checked_by: 'head' };
  throw refused(got);
}

/** True where S3 says that the one who asks may not know; false where his keys or his clock are at fault. */
export function isForbidden({ status, failure }: Response): boolean {
  return status === 403 && failure !== undefined && !isOfTheCaller(failure);
}

/** The Reject for an answer that tells nothing of what was asked for. */
export function refused({ status, failure, attempts }: Response): Reject {
  return refusal(status, failure ?? nameless, attempts);
}
