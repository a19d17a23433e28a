// Serves the stub of S3 with the buckets of s3.mjs, answering each HEAD and LIST after some milliseconds: s3-server.mjs HEAD_MS LIST_MS

import { StubBucket } from '../servers/s3/bucket.ts';
import { S3Stub } from '../servers/s3.ts';

const [head, list] = process.argv.slice(2).map(Number);
const bucketOf = (count) =>
  new StubBucket(Array.from({ length: count }, (_, index) => [keyOf(index), { size: index, etag: 'e' }]));
const keyOf = (index) => `photos/${String(index).padStart(9, '0')}.jpg`;
const stub = await S3Stub.start({
  buckets: { 'bench-small': bucketOf(20_000), 'bench-large': bucketOf(200_000) },
  delay: ({ kind }) => (kind === 'LIST' ? list : head),
});
process.send?.(stub.url);
process.on('message', () => {
  process.send?.(stub.counts);
  stub.seen.length = 0;
});
process.on('disconnect', () => process.exit());
