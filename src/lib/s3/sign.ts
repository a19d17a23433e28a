import type { Keys } from './credentials.ts';
import type { Endpoint } from './endpoint.ts';

const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
let signer: Promise<typeof import('aws4')> | undefined;

/**
 * The headers of a request without a body, signed by AWS Signature V4 (IAM User Guide, "Signing AWS API requests"): those of `x-amz-` and the
 * host are signed, other headers go beside them. The path is signed as it stands, dot segments and double slashes too.
 */
export async function sign(
  to: Endpoint,
  method: string,
  amz: Record<string, string>,
  region: string,
  keys: Keys,
  at: Date,
): Promise<Record<string, string>> {
  signer ??= import('aws4').then((module) => module.default);
  const headers = {
    ...amz,
    host: to.host,
    'x-amz-content-sha256': EMPTY_HASH,
    'x-amz-date': at.toISOString().replace(/[-:]|\.\d+/g, ''),
    ...(keys.sessionToken && { 'x-amz-security-token': keys.sessionToken }),
  };
  const { accessKeyId, secretAccessKey } = keys;
  const request = { service: 's3', region, method, host: to.host, path: to.path, headers };
  const signed = (await signer).sign(request, { accessKeyId, secretAccessKey });
  return { ...headers, authorization: String(signed.headers?.Authorization) };
}
