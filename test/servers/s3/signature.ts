import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may ask. */
export interface Account {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The error that S3 gives for the signature of a request, or undefined where it is right. Verified from the specification alone, not by a signer. */
export function wrongWith(request: IncomingMessage, account: Account, region: string, now: Date): string | undefined {
  const { authorization = '' } = request.headers;
  if (authorization === '') return 'AccessDenied';
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    );
  if (!given) return 'AuthorizationHeaderMalformed';
  const [, id, day, signedRegion, signedHeaders, signature] = given as unknown as string[];
  if (id !== account.accessKeyId) return 'InvalidAccessKeyId';
  if (signedRegion !== region) return 'AuthorizationHeaderMalformed';
  const header = (name: string) =>
    String(request.headers[name] ?? '')
      .trim()
      .replace(/ +/g, ' ');
  const names = signedHeaders!.split(';');
  const unsigned = Object.keys(request.headers).filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !names.includes(name),
  );
  if (unsigned.length > 0) return 'AccessDenied';
  if ((request.headers['x-amz-security-token'] ?? '') !== (account.sessionToken ?? '')) return 'InvalidToken';
  const stamp = header('x-amz-date');
  const [path, query = ''] = request.url!.split(/\?(.*)/s);
  const canonical = [
    request.method,
    encode(decodeURIComponent(path!)).replaceAll('%2F', '/'),
    query
      .split('&')
      .filter(Boolean)
      .map((pair) =>
        pair
          .split('=')
          .map((part) => encode(decodeURIComponent(part)))
          .join('='),
      )
      .sort()
      .join('&'),
    ...names.map((name) => `${name}:${header(name)}`),
    '',
    signedHeaders,
    header('x-amz-content-sha256'),
  ].join('\n');
  const hash = createHash('sha256').update(canonical).digest('hex');
  const toSign = ['AWS4-HMAC-SHA256', stamp, `${day}/${region}/s3/aws4_request`, hash].join('\n');
  const key = [day!, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${account.secretAccessKey}`,
  );
  if (hmac(key, toSign).toString('hex') !== signature) return 'SignatureDoesNotMatch';
  const at = Date.parse(stamp.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  return Math.abs(at - now.getTime()) > 15 * 60_000 ? 'RequestTimeTooSkewed' : undefined;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function encode(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) =>
      /[A-Za-z0-9\-._~]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
}
