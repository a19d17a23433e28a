import { isRejectCode, Reject, type RejectCode } from '../errors/index.ts';
import { textOf } from './xml.ts';

/** What an answer says that is no success. Members are empty where it does not say. */
export interface Failure {
  /** S3's own name for it: `AccessDenied`, `NoSuchBucket`. */
  readonly code: string;
  readonly message: string;
  /** The region the bucket is in. */
  readonly region: string;
}

/** What an answer that says nothing says. */
export const nameless: Failure = { code: '', message: '', region: '' };

/** Reads the XML of an error (S3 API Reference, "Error responses"). */
export function readFailure(body: string): Failure {
  const code = textOf(body, 'Code') ?? '';
  // Only what names things is kept: the rest of some messages repeats what was signed.
  const message = (textOf(body, 'Message') ?? '').slice(0, 200);
  const region =
    textOf(body, 'Region') ?? /\.s3[.-]([a-z]{2}-[a-z0-9-]+\d)\.amazonaws/.exec(textOf(body, 'Endpoint') ?? '')?.[1] ?? '';
  return { code, message, region };
}

// 403 for who asks, not for what was asked for.
const ofTheCaller = new Set([
  'ExpiredToken',
  'InvalidAccessKeyId',
  'InvalidSecurity',
  'InvalidToken',
  'NotSignedUp',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
  'TokenRefreshRequired',
]);

/** True where the keys or the clock of the one who asks are at fault, so that the answer tells nothing of the object. */
export function isOfTheCaller(failure: Failure): boolean {
  return ofTheCaller.has(failure.code);
}

/** True for the code of a Reject that every request for the bucket would end in. */
export function isHopelessCode(code: RejectCode): boolean {
  return hopelessCodes.has(code);
}

/** True where the bucket itself does not exist. */
export function isMissingBucket(failure: Failure): boolean {
  return failure.code === 'NoSuchBucket';
}

/** True where newer keys may help. */
export function isExpired(failure: Failure): boolean {
  return failure.code === 'ExpiredToken' || failure.code === 'TokenRefreshRequired';
}

const hopelessCodes: ReadonlySet<string> = new Set([...ofTheCaller, 'NoSuchBucket'].map(nameOf));

/** S3's name of a failure in the way of our codes: `INVALID_ACCESS_KEY_ID`. */
function nameOf(code: string): string {
  return code.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}

/** The Reject for an answer that cannot be used: with S3's own name where rejects have it, else `HTTP_` and the status. */
export function refusal(status: number, failure: Failure, attempts: number): Reject {
  const named = nameOf(failure.code);
  const code: RejectCode = status < 500 && isRejectCode(named) ? named : `HTTP_${status}`;
  const after = `after ${attempts} attempt${attempts === 1 ? '' : 's'}`;
  const said = failure.code ? `${failure.code}${failure.message && `: ${failure.message}`}` : 'without a reason';
  return new Reject(code, `HTTP ${status} ${after}: ${said}`, { more: { attempts } });
}

const network: Record<string, [code: RejectCode, words: string]> = {
  EAI_AGAIN: ['DNS', 'the name of the server is not found'],
  ENOTFOUND: ['DNS', 'the name of the server is not found'],
  ECONNREFUSED: ['REFUSED', 'connection refused'],
  ECONNRESET: ['RESET', 'connection reset'],
  EHOSTUNREACH: ['REFUSED', 'the server cannot be reached'],
  ENETUNREACH: ['REFUSED', 'the server cannot be reached'],
  EPIPE: ['RESET', 'connection reset'],
  ETIMEDOUT: ['TIMEOUT', 'no connection in time'],
  UND_ERR_BODY_TIMEOUT: ['TIMEOUT', 'nothing came for too long'],
  UND_ERR_SOCKET: ['RESET', 'the server closed the connection'],
  UND_ERR_CONNECT_TIMEOUT: ['TIMEOUT', 'no connection in time'],
  UND_ERR_HEADERS_OVERFLOW: ['BAD_RESPONSE', 'headers too large'],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['TRUNCATED', 'the body ended before its declared end'],
};

/** The Reject for a connection that failed: `DNS`, `REFUSED`, `RESET`, `TRUNCATED`, `TLS`, `BAD_RESPONSE`. */
export function brokenConnection(error: unknown, attempts: number): Reject {
  const errors = error instanceof AggregateError ? error.errors : [error];
  const code = String((errors[0] as NodeJS.ErrnoException | undefined)?.code ?? '');
  const more = { attempts };
  if (network[code]) return new Reject(network[code][0], network[code][1], { more });
  if (/^(?:HPE_|UND_ERR_)/.test(code) || (errors[0] as Error | undefined)?.name === 'HTTPParserError')
    return new Reject('BAD_RESPONSE', 'what came is not HTTP', { more });
  if (/^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/.test(code))
    return new Reject('TLS', `no trusted connection: ${code}`, { more });
  // What has no code of the network or of HTTP is a fault of the program.
  if (code === '') throw error;
  return new Reject('RESET', `the connection failed (${code})`, { more });
}

/** True for what is worth another attempt: no answer, or one that may change by itself. */
export function isPassing(problem: Reject): boolean {
  return ['REFUSED', 'RESET', 'TRUNCATED'].includes(problem.code);
}
