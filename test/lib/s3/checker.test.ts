import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Checker,
  type CheckerOptions,
  type ClientOptions,
  type Existence,
  S3Client,
  type S3Options,
  settle,
} from '../../../src/lib/s3/index.ts';
import { StubBucket } from '../../servers/s3/bucket.ts';
import { account, S3Stub, type StubOptions } from '../../servers/s3.ts';

interface Asked {
  settings?: S3Options;
  checking?: Partial<CheckerOptions>;
  limits?: Partial<ClientOptions>;
  bucket?: string;
}

// Starts a stub, looks keys up in it, and stops it.
async function ask(options: StubOptions, keys: readonly string[], { settings, checking, limits, bucket = 'b-b' }: Asked = {}) {
  const stub = await S3Stub.start(options);
  const env = { AWS_ACCESS_KEY_ID: account.accessKeyId, AWS_SECRET_ACCESS_KEY: account.secretAccessKey, HOME: '/nonexistent' };
  const client = new S3Client(settle({ endpoint: stub.url, ...settings }, env), {
    concurrency: 16,
    timeout: 5000,
    idleTimeout: 5000,
    retries: 3,
    retryDelay: 5,
    ...limits,
  });
  const checker = new Checker(client, { strategy: 'auto', optimize: 'cost', batch: 10_000, wait: 5, ...checking });
  try {
    const outcomes = await Promise.allSettled(keys.map((key) => checker.check({ bucket, key })));
    const existences = outcomes.map((outcome) =>
      outcome.status === 'fulfilled' ? outcome.value : (outcome.reason as Error & { code?: string }),
    );
    return { existences, stub, client };
  } finally {
    await client.close();
    await stub.stop();
  }
}

const exists = (existences: (Existence | Error)[]) => existences.map((one) => (one instanceof Error ? one : one.exists));

const odd = [
  'a',
  'a/',
  'a/../b',
  'a/b',
  './c',
  '..',
  '.',
  '/',
  '//',
  '/a',
  'a//b',
  '%2F',
  'a%2Fb',
  'a+b',
  'a b',
  ' a',
  'a ',
  `q"u'o`,
  '<&>',
  '&amp;',
  '\u0001',
  'tab\t',
  'new\nline',
  '\r',
  '\u007f',
  '😀',
  '\uffee',
  'é',
  'e\u0301',
  '0010',
  '1e3',
  'k'.repeat(1024),
  'k'.repeat(1023),
];

for (const strategy of ['head', 'list', 'auto'] as const) {
  test(`${strategy} tells odd keys that exist from odd keys that do not`, async () => {
    const there = odd.filter((_, index) => index % 2 === 0);
    const buckets = { 'b-b': Object.fromEntries(there.map((key) => [key, `${key}!`])) };
    const { existences } = await ask({ buckets }, odd, { checking: { strategy } });
    assert.deepEqual(
      exists(existences),
      odd.map((_, index) => index % 2 === 0),
    );
  });
}

test('HEAD and LIST give the same members', async () => {
  const buckets = { 'b-b': { key: 'hello' } };
  const known = {
    bucket: 'b-b',
    key: 'key',
    exists: true,
    size: 5,
    etag: '5d41402abc4b2a76b9719d911017c592',
    last_modified: '2026-01-02T03:04:05.000Z',
  };
  for (const strategy of ['head', 'list'] as const) {
    const { existences } = await ask({ buckets }, ['key', 'none'], { checking: { strategy } });
    assert.deepEqual(existences, [
      { ...known, checked_by: strategy },
      { bucket: 'b-b', key: 'none', exists: false, checked_by: strategy },
    ]);
  }
});

test('keys on a page without EncodingType are taken as they are', async () => {
  const keys = ['a+b', 'a%20b', 'a b', 'é&<'];
  const buckets = { 'b-b': { 'a+b': '', 'a%20b': '', 'é&<': '' } };
  const { existences } = await ask({ buckets, encoding: false }, keys, { checking: { strategy: 'list' } });
  assert.deepEqual(exists(existences), [true, true, false, true]);
});

const numbered = (count: number, step = 1) =>
  Array.from({ length: count }, (_, index) => `k/${String(index * step).padStart(9, '0')}`);
const big = bucketOf(20_000);
const vast = bucketOf(200_000);

function bucketOf(count: number): StubBucket {
  return new StubBucket(numbered(count).map((key) => [key, { size: 1, etag: 'e' }] as const));
}

const plans: [what: string, keys: string[], checking: Partial<CheckerOptions>, most: { HEAD: number; LIST: number }][] = [
  ['ten keys are asked for by HEAD', numbered(10, 2000), {}, { HEAD: 10, LIST: 0 }],
  ['twelve neighbours are not worth a LIST', numbered(12), {}, { HEAD: 12, LIST: 0 }],
  ['thirteen neighbours are worth a LIST', numbered(13), {}, { HEAD: 0, LIST: 1 }],
  ['two neighbours are, where requests are to be few', numbered(2), { optimize: 'requests' }, { HEAD: 0, LIST: 1 }],
  ['1,000 neighbours take one LIST', numbered(1000), {}, { HEAD: 0, LIST: 1 }],
  ['1,000 keys spread over 20,000 objects take 20 LISTs and a few', numbered(1000, 20), {}, { HEAD: 12, LIST: 24 }],
  ['just 20 where requests are to be few', numbered(1000, 20), { optimize: 'requests' }, { HEAD: 0, LIST: 20 }],
  ['1,000 keys that lie too far apart take few LISTs beside their HEADs', numbered(1000, 200), {}, { HEAD: 1000, LIST: 4 }],
];

for (const [what, keys, checking, most] of plans) {
  test(what, async () => {
    const bucket = keys.at(-1)! > 'k/000020000' ? vast : big;
    const { existences, stub } = await ask({ buckets: { 'b-b': bucket } }, keys, { checking });
    assert.ok(existences.every((one) => !(one instanceof Error) && one.exists === true));
    const { HEAD, LIST } = stub.counts;
    assert.ok(HEAD <= most.HEAD && LIST <= most.LIST, `${HEAD} HEADs and ${LIST} LISTs`);
  });
}

test('list alone follows pages over a whole bucket', async () => {
  const keys = numbered(20_000).filter((_, index) => index % 7 === 0);
  const { existences, stub } = await ask({ buckets: { 'b-b': big } }, [...keys].reverse(), { checking: { strategy: 'list' } });
  assert.ok(existences.every((one) => !(one instanceof Error) && one.exists === true && one.checked_by === 'list'));
  assert.ok(stub.counts.LIST <= 24);
});

test('to save time, HEAD and LIST work towards each other', async () => {
  const keys = [...numbered(500), ...numbered(500, 31)];
  const { existences, stub } = await ask({ buckets: { 'b-b': big } }, keys, { checking: { optimize: 'time' } });
  assert.deepEqual(
    exists(existences),
    keys.map(() => true),
  );
  assert.ok(stub.counts.LIST > 0 && stub.counts.HEAD > 0);
});

test('a key that is asked for twice is looked up once', async () => {
  const { existences, stub } = await ask({ buckets: { 'b-b': { a: '' } } }, ['a', 'a', 'a']);
  assert.deepEqual(exists(existences), [true, true, true]);
  assert.equal(stub.seen.length, 1);
});

for (const [name, options, bucket] of [
  ['a bucket whose LIST is in no order', { order: 'none' }, 'b-b'],
  ['a directory bucket', { order: 'none' }, 'b--use1-az4--x-s3'],
  [
    'a bucket whose LIST is forbidden',
    { inject: (seen) => (seen.kind === 'LIST' ? { status: 403, code: 'AccessDenied' } : undefined) },
    'b-b',
  ],
] as [string, Partial<StubOptions>, string][]) {
  test(`${name} is asked by HEAD`, async () => {
    const keys = numbered(300);
    const { existences, stub } = await ask({ buckets: { [bucket]: big }, ...options }, keys, { bucket });
    assert.ok(existences.every((one) => !(one instanceof Error) && one.exists === true && one.checked_by === 'head'));
    assert.ok(stub.counts.LIST <= 1);
  });
}

test('empty pages that are not the last are passed over', async () => {
  const keys = numbered(20);
  const page =
    '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>ay8wMDAwMDAwMA==</NextContinuationToken></ListBucketResult>';
  const inject: StubOptions['inject'] = (seen) =>
    seen.kind === 'LIST' && !seen.query.has('continuation-token') ? { status: 200, xml: page, code: 'none' } : undefined;
  const { existences } = await ask({ buckets: { 'b-b': big }, inject }, keys, { checking: { strategy: 'list' } });
  assert.deepEqual(
    exists(existences),
    keys.map(() => true),
  );
});

test('403 leaves it open, whatever the strategy', async () => {
  const inject = () => ({ status: 403, code: 'AccessDenied' });
  for (const strategy of ['head', 'list', 'auto'] as const) {
    const { existences, stub } = await ask({ buckets: {}, inject }, numbered(20), { checking: { strategy } });
    for (const one of existences) assert.ok(!(one instanceof Error) && one.exists === null && one.error === 'forbidden');
    assert.ok(stub.counts.GET <= 1, 'one probe tells why');
  }
});

test('a bucket that does not exist is told from a key that does not', async () => {
  for (const strategy of ['head', 'list', 'auto'] as const) {
    const { existences } = await ask({ buckets: {} }, ['k'], { checking: { strategy } });
    assert.equal((existences[0] as { code?: string }).code, 'NO_SUCH_BUCKET', strategy);
  }
});
