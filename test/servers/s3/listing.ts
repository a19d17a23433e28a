import type { Stored, StubBucket } from './bucket.ts';

/** The XML of a page of ListObjectsV2. */
export function listing(
  bucket: StubBucket,
  query: URLSearchParams,
  twist: { encoding: boolean; order: 'bytes' | 'none' },
): string {
  const token = query.get('continuation-token');
  const start = token ? Buffer.from(token, 'base64').toString() : (query.get('start-after') ?? '');
  const prefix = query.get('prefix') ?? '';
  const page = bucket.after(start, Math.min(1000, Number(query.get('max-keys') ?? 1000)), prefix);
  const objects = [...page.objects];
  if (twist.order === 'none') objects.reverse();
  const encoded = twist.encoding && query.get('encoding-type') === 'url';
  const write = (key: string) => inXml(encoded ? form(key) : key);
  const last = page.objects.at(-1)?.key ?? '';
  const parts = [
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>stub</Name>',
    encoded ? '<EncodingType>url</EncodingType>' : '',
    `<KeyCount>${objects.length}</KeyCount><IsTruncated>${page.more}</IsTruncated>`,
    page.more ? `<NextContinuationToken>${Buffer.from(last).toString('base64')}</NextContinuationToken>` : '',
    ...objects.map((object) => contents(object, write)),
    '</ListBucketResult>',
  ];
  return parts.join('');
}

function contents({ key, modified, etag, size }: Stored, write: (key: string) => string): string {
  const date = modified.toISOString();
  return `<Contents><Key>${write(key)}</Key><LastModified>${date}</LastModified><ETag>&quot;${etag}&quot;</ETag><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
}

// As S3 does it: that of HTML forms, slashes left.
function form(key: string): string {
  return encodeURIComponent(key)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/')
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function inXml(text: string): string {
  return text.replace(/[&<>"'\r]/g, (char) => `&#${char.charCodeAt(0)};`);
}
