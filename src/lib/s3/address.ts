import { Reject } from '../errors/index.ts';

/** Where an object is: its bucket and its key, both as they are, neither encoded. */
export interface Address {
  readonly bucket: string;
  readonly key: string;
}

/** The longest key S3 takes, in bytes of UTF-8 (S3 User Guide, "Object key names"). */
export const LONGEST_KEY = 1024;

// Buckets of before 2018 may have capitals and underscores, and up to 255 characters.
const BUCKET_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$/;

/** Checks a bucket and a key. @throws Reject BAD_ADDRESS where no object can have that name */
export function address(bucket: unknown, key: unknown): Address {
  if (typeof bucket !== 'string') throw new Reject('BAD_ADDRESS', bucket === undefined ? 'no bucket' : 'the bucket is no string');
  if (typeof key !== 'string') throw new Reject('BAD_ADDRESS', key === undefined ? 'no key' : 'the key is no string');
  if (!BUCKET_NAME.test(bucket)) throw new Reject('BAD_ADDRESS', `no name for a bucket: ${JSON.stringify(bucket)}`);
  if (key === '') throw new Reject('BAD_ADDRESS', 'the key is empty');
  if (/\p{Surrogate}/u.test(key)) throw new Reject('BAD_ADDRESS', 'the key holds half a character (a lone surrogate)');
  if (Buffer.byteLength(key) > LONGEST_KEY) throw new Reject('BAD_ADDRESS', `the key is longer than ${LONGEST_KEY} bytes`);
  return { bucket, key };
}

/**
 * Reads `s3://bucket/key`. Everything after the first slash is the key as it stands, as the AWS tools read it: `%2F`, `?`, `#`
 * and `..` mean themselves.
 * @throws Reject BAD_ADDRESS
 */
export function parseAddress(url: string): Address {
  const parts = /^s3:\/\/([^/]*)(?:\/(.*))?$/is.exec(url);
  if (!parts) throw new Reject('BAD_ADDRESS', `no s3:// address: ${JSON.stringify(url.slice(0, 200))}`);
  return address(parts[1], parts[2] ?? '');
}

/** True for what looks like an address of S3. */
export function isAddress(text: string): boolean {
  return /^s3:\/\//i.test(text);
}

/** `s3://bucket/key`: what `parseAddress` reads. */
export function formatAddress({ bucket, key }: Address): string {
  return `s3://${bucket}/${key}`;
}

/** True for a directory bucket (S3 Express One Zone), whose name ends in its zone and `--x-s3`; its LIST is in no order. */
export function isDirectoryBucket(bucket: string): boolean {
  return /--[a-z0-9-]+--x-s3$/.test(bucket);
}

/** A string percent-encoded as Signature V4 asks: all but the unreserved characters of RFC 3986, section 2.3. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A key as the path of a request: encoded, slashes kept, `.` and `..` segments left as they are. */
export function encodeKey(key: string): string {
  return encode(key).replaceAll('%2F', '/');
}
