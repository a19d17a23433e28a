import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { Reject } from '../../../src/lib/errors/index.ts';
import { head } from '../../../src/lib/s3/existence.ts';
import { type ClientOptions, S3Client, type S3Options, settle } from '../../../src/lib/s3/index.ts';
import { account, S3Stub, type StubOptions } from '../../servers/s3.ts';

const env = { AWS_ACCESS_KEY_ID: account.accessKeyId, AWS_SECRET_ACCESS_KEY: account.secretAccessKey, HOME: '/nonexistent' };
const buckets = { 'b-b': Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`k${index}`, 'x'])), other: { k0: 'x' } };
const limits: ClientOptions = { concurrency: 8, timeout: 5000, idleTimeout: 5000, retries: 3, retryDelay: 5 };

async function using<T>(
  options: Partial<StubOptions>,
  use: (client: S3Client, stub: S3Stub) => Promise<T>,
  settings: S3Options = {},
  own: Partial<ClientOptions> = {},
) {
  const stub = await S3Stub.start({ buckets, ...options });
  const client = new S3Client(settle({ endpoint: stub.url, ...settings }, env), { ...limits, ...own });
  try {
    return await use(client, stub);
  } finally {
    await client.close();
    await stub.stop();
  }
}

const look = (client: S3Client, count: number, bucket = 'b-b') =>
  Promise.all(Array.from({ length: count }, (_, index) => head(client, { bucket, key: `k${index}` })));

test('HEADs keep their connections, also after a 404', async () => {
  await using({}, async (client, stub) => {
    await look(client, 200);
    await Promise.all(Array.from({ length: 200 }, (_, index) => head(client, { bucket: 'b-b', key: `none${index}` })));
    assert.equal(stub.seen.length, 400);
    assert.ok(stub.connections <= 8, `${stub.connections} connections`);
  });
});

test('the path is sent as it is', async () => {
  await using({ account: false }, async (client, stub) => {
    for (const key of ['a/../b', './c', '..', '//']) await head(client, { bucket: 'b-b', key });
    assert.deepEqual(
      stub.seen.filter(({ kind }) => kind === 'HEAD').map(({ key }) => key),
      ['a/../b', './c', '..', '//'],
    );
  });
});

test('without a signature none is sent', async () => {
  await using(
    { account: false },
    async (client, stub) => {
      await look(client, 1);
      assert.equal(stub.seen[0]!.headers.authorization, undefined);
    },
    { anonymous: true },
  );
});

test('requester pays goes into the headers, signed', async () => {
  await using(
    {},
    async (client, stub) => {
      assert.equal((await look(client, 1))[0]!.exists, true);
      assert.equal(stub.seen[0]!.headers['x-amz-request-payer'], 'requester');
    },
    { requesterPays: true },
  );
});

const elsewhere: [how: string, inject: StubOptions['inject'], probes: number][] = [
  [
    '301 with its header',
    (seen) =>
      seen.region === 'eu-west-1'
        ? undefined
        : { status: 301, code: 'PermanentRedirect', headers: { 'x-amz-bucket-region': 'eu-west-1' } },
    0,
  ],
  [
    '400 with its header',
    (seen) => (seen.region === 'eu-west-1' ? undefined : { status: 400, headers: { 'x-amz-bucket-region': 'eu-west-1' } }),
    0,
  ],
  ['400 that only a body explains', undefined, 1],
  [
    '301 that only a body explains',
    (seen) =>
      seen.region === 'eu-west-1'
        ? undefined
        : { status: 301, code: 'PermanentRedirect', xml: '<Endpoint>b-b.s3.eu-west-1.amazonaws.com</Endpoint>' },
    1,
  ],
];

for (const [how, inject, probes] of elsewhere) {
  test(`a bucket in another region is followed there once: ${how}`, async () => {
    await using({ region: 'eu-west-1', ...(inject && { inject }) }, async (client, stub) => {
      for (let index = 0; index < 20; index++)
        assert.equal((await head(client, { bucket: 'b-b', key: `k${index}` })).exists, true);
      assert.deepEqual(stub.counts, { HEAD: 21, LIST: 0, GET: probes });
    });
  });
}

test('a region that leads to another is not followed for ever', async () => {
  let hops = 0;
  const inject = () => ({ status: 301, headers: { 'x-amz-bucket-region': `eu-west-${++hops}` } });
  await using({ inject }, async (client, stub) => {
    await assert.rejects(look(client, 1), { code: 'HTTP_301' });
    assert.ok(stub.seen.length <= 4);
  });
});

test('a clock that is off is corrected once, from the Date of the answer', async () => {
  for (const skew of [3_600_000, -86_400_000]) {
    await using({ skew }, async (client, stub) => {
      for (let index = 0; index < 20; index++)
        assert.equal((await head(client, { bucket: 'b-b', key: `k${index}` })).exists, true);
      assert.deepEqual(stub.counts, { HEAD: 21, LIST: 0, GET: 0 });
    });
  }
});

test('SlowDown slows the bucket, and no other', async () => {
  let now = 0;
  let most = 0;
  const inject: StubOptions['inject'] = (seen) => {
    if (seen.bucket !== 'b-b' || now >= 6) return undefined;
    most = Math.max(most, ++now);
    return { status: 503, code: 'SlowDown' };
  };
  await using({ inject }, async (client) => {
    const slow = look(client, 50);
    assert.equal((await head(client, { bucket: 'other', key: 'k0' })).exists, true);
    assert.ok((await slow).every(({ exists }) => exists));
    assert.equal(client.counts.retries, 6);
  });
});

for (const [what, inject, code, attempts] of [
  ['503 without end', () => ({ status: 503, code: 'SlowDown' }), 'HTTP_503', 4],
  ['500 without end', () => ({ status: 500 }), 'HTTP_500', 4],
  ['418', () => ({ status: 418 }), 'HTTP_418', 1],
  [
    'wrong keys',
    (seen) => ({ status: 403, ...(seen.kind === 'GET' && { code: 'InvalidAccessKeyId' }) }),
    'INVALID_ACCESS_KEY_ID',
    1,
  ],
] as [string, NonNullable<StubOptions['inject']>, string, number][]) {
  test(`${what} is a reject ${code}`, async () => {
    await using({ inject }, async (client) => {
      await assert.rejects(
        look(client, 1),
        (error) => error instanceof Reject && error.code === code && error.details.more?.attempts === attempts,
      );
    });
  });
}

test('a slow answer is a reject TIMEOUT', async () => {
  await using({ delay: 2000 }, (client) => assert.rejects(look(client, 1), { code: 'TIMEOUT' }), {}, { timeout: 100 });
});

test('a wrong secret is told, and neither it nor the signature', async () => {
  const secret = 'wrong/Secret+Key';
  const stub = await S3Stub.start({ buckets });
  const client = new S3Client(settle({ endpoint: stub.url }, { ...env, AWS_SECRET_ACCESS_KEY: secret }), limits);
  await assert.rejects(look(client, 1), (error: Reject) => {
    assert.equal(error.code, 'SIGNATURE_DOES_NOT_MATCH');
    assert.doesNotMatch(
      JSON.stringify({ ...error, message: error.message, stack: error.stack }),
      /wrong|Signature=|[0-9a-f]{64}/,
    );
    return true;
  });
  await client.close();
  await stub.stop();
});

test('keys that have ended are read anew', async () => {
  const keys = { accessKeyId: account.accessKeyId, secretAccessKey: account.secretAccessKey };
  let loads = 0;
  const credentials = async (refused?: typeof keys) => {
    if (refused) loads++;
    return loads > 0 ? keys : { ...keys, sessionToken: 'old' };
  };
  const stub = await S3Stub.start({
    buckets,
    inject: (seen) => (seen.headers['x-amz-security-token'] ? { status: 400, code: 'ExpiredToken' } : undefined),
  });
  const client = new S3Client({ ...settle({ endpoint: stub.url }, env), credentials }, limits);
  assert.ok((await look(client, 20)).every(({ exists }) => exists));
  await client.close();
  await stub.stop();
});

test('a server that is not there is REFUSED, one that hangs up RESET, one that speaks no HTTP BAD_RESPONSE', async () => {
  for (const [reply, code] of [
    [undefined, 'REFUSED'],
    ['', 'RESET'],
    ['220 hello\r\n', 'BAD_RESPONSE'],
  ] as const) {
    const server = createServer((socket) =>
      socket
        .on('error', () => {})
        .resume()
        .end(reply ?? ''),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    if (reply === undefined) await new Promise((resolve) => server.close(resolve));
    const client = new S3Client(settle({ endpoint: `http://127.0.0.1:${port}` }, env), { ...limits, retries: 1 });
    await assert.rejects(look(client, 1), { code });
    await client.close();
    if (reply !== undefined) await new Promise((resolve) => server.close(resolve));
  }
});
