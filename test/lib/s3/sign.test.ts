import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { encode, encodeKey } from '../../../src/lib/s3/address.ts';
import { sign } from '../../../src/lib/s3/sign.ts';

// The hash as the SDK's signer wants it, over Node's own.
class Sha256 {
  readonly #hash;
  constructor(secret?: Data) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }
  update(data: Data): void {
    this.#hash.update(bytes(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

type Data = string | ArrayBuffer | ArrayBufferView;

function bytes(data: Data): string | Uint8Array {
  if (typeof data === 'string') return data;
  return data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

const at = new Date('2026-01-02T03:04:05Z');
const keys = { accessKeyId: 'AKID', secretAccessKey: 'se/cr+et' };

async function oracle(
  host: string,
  path: string,
  query: Record<string, string>,
  sent: Record<string, string>,
  sessionToken?: string,
) {
  const credentials = { ...keys, ...(sessionToken && { sessionToken }) };
  // As the SDK's client for S3 sets it up.
  const signer = new SignatureV4({ service: 's3', region: 'eu-west-1', credentials, sha256: Sha256, uriEscapePath: false });
  const { authorization: _, ...headers } = sent;
  const request = { method: 'HEAD', protocol: 'https:', hostname: host, path, query, headers: { ...headers, host } };
  return (await signer.sign(request, { signingDate: at })).headers.authorization?.replaceAll(', ', ',');
}

async function ours(host: string, path: string, query: Record<string, string>, sessionToken?: string) {
  const search = Object.entries(query).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  const to = { origin: `https://${host}`, host, path: search.length > 0 ? `${path}?${search.join('&')}` : path };
  return sign(
    to,
    'HEAD',
    { 'x-amz-request-payer': 'requester' },
    'eu-west-1',
    { ...keys, ...(sessionToken && { sessionToken }) },
    at,
  );
}

const odd = [
  'a/../b',
  './c',
  '..',
  '//',
  'a//b',
  '%2F',
  'a+b c',
  `"quoted" 'too'`,
  '\u0001\u007f',
  '😀/é',
  'k'.repeat(1024),
  'a?b#c&d=e',
  '~.-_!*()',
];

for (const key of odd) {
  test(`the signature for ${JSON.stringify(key.slice(0, 20))} is that of the AWS SDK`, async () => {
    const path = `/bucket/${encodeKey(key)}`;
    const signed = await ours('s3.example', path, {});
    assert.equal(signed.authorization?.replaceAll(', ', ','), await oracle('s3.example', path, {}, signed));
  });
}

test('signatures of any key, query and session are those of the AWS SDK', async () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).filter((string) => !/\p{Surrogate}/u.test(string));
  await fc.assert(
    fc.asyncProperty(
      text,
      text,
      fc.option(fc.stringMatching(/^[A-Za-z0-9/+=]{1,40}$/), { nil: undefined }),
      async (key, after, token) => {
        const path = `/${encodeKey(key)}`;
        const query = { 'list-type': '2', 'start-after': after };
        const signed = await ours('bucket.s3.example:9000', path, query, token);
        assert.equal(
          signed.authorization?.replaceAll(', ', ','),
          await oracle('bucket.s3.example:9000', path, query, signed, token),
        );
      },
    ),
  );
});
