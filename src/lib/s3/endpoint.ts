import { encodeKey, isDirectoryBucket } from './address.ts';
import type { Settings } from './settings.ts';

/** Where a request goes: the origin to connect to, the Host to name, and the path to send as it is. */
export interface Endpoint {
  readonly origin: string;
  readonly host: string;
  readonly path: string;
}

/** Finds the place of a bucket, or of a key in it, when the bucket is in `region`. `key` is empty for the bucket itself. */
export function target(settings: Settings, region: string, bucket: string, key: string): Endpoint {
  const inPath = settings.pathStyle || !fitsHost(bucket, settings);
  const { protocol, host } = settings.endpoint ?? { protocol: 'https:', host: awsHost(bucket, region) };
  const base = settings.endpoint?.pathname.replace(/\/$/, '') ?? '';
  const full = inPath ? host : `${bucket}.${host}`;
  const path = inPath ? `${base}/${bucket}${key === '' ? '' : '/'}` : `${base}/`;
  return { origin: `${protocol}//${full}`, host: full, path: path + encodeKey(key) };
}

function awsHost(bucket: string, region: string): string {
  const top = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const zone = isDirectoryBucket(bucket) ? /--([a-z0-9-]+)--x-s3$/.exec(bucket)?.[1] : undefined;
  return zone ? `s3express-${zone}.${region}.${top}` : `s3.${region}.${top}`;
}

// A dot in the name does not fit the certificate for one label, and old names may not be names of hosts at all.
function fitsHost(bucket: string, settings: Settings): boolean {
  const dotted = bucket.includes('.') && settings.endpoint?.protocol !== 'http:';
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) && !dotted;
}
