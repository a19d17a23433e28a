import { Reject, type RejectCode } from '../errors/index.ts';

/** Codes and statuses worth another attempt (contract, section 5). */
const passing: ReadonlySet<string> = new Set<RejectCode>([
  'HTTP_429',
  'HTTP_500',
  'HTTP_502',
  'HTTP_503',
  'HTTP_504',
  'REFUSED',
  'RESET',
  'TRUNCATED',
]);

/** Whether a request that failed so may go well a moment later. */
export function isPassing(code: string): boolean {
  return passing.has(code);
}

const byCode: Record<string, RejectCode> = {
  ENOTFOUND: 'DNS',
  ENODATA: 'DNS',
  EAI_AGAIN: 'DNS',
  ECONNREFUSED: 'REFUSED',
  EHOSTUNREACH: 'REFUSED',
  ENETUNREACH: 'REFUSED',
  EHOSTDOWN: 'REFUSED',
  ENETDOWN: 'REFUSED',
  EADDRNOTAVAIL: 'REFUSED',
  EACCES: 'REFUSED',
  EPERM: 'REFUSED',
  ECONNRESET: 'RESET',
  ECONNABORTED: 'RESET',
  EPIPE: 'RESET',
  ETIMEDOUT: 'TIMEOUT',
  UND_ERR_CONNECT_TIMEOUT: 'TIMEOUT',
  UND_ERR_HEADERS_TIMEOUT: 'TIMEOUT',
  UND_ERR_BODY_TIMEOUT: 'TIMEOUT',
  UND_ERR_HEADERS_OVERFLOW: 'BAD_RESPONSE',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'TRUNCATED',
};

const messages: Partial<Record<RejectCode, string>> = {
  DNS: 'no address is known for the host',
  REFUSED: 'connection refused',
  RESET: 'connection closed before an answer came',
  TRUNCATED: 'the body ended before its declared end',
  TIMEOUT: 'could not connect in time',
};

/**
 * The reject that an error of the network, of TLS or of the HTTP client stands for. `answered` is whether a status and headers had come.
 */
export function failureOf(error: unknown, answered: boolean): Reject {
  if (error instanceof Reject) return error;
  const first = firstOf(error);
  const code = codeOf(first, answered);
  const own = first.message.split('\n', 1)[0]!;
  if (code === 'RESET' && answered) return new Reject(code, 'connection reset in the middle of the body');
  return new Reject(code, messages[code] ?? (code === 'TLS' ? tlsMessage(first, own) : `what came is not proper HTTP: ${own}`));
}

/** Of several errors in one (an attempt an address), the one to tell of; the cause of an error that only wraps it. */
function firstOf(error: unknown): NodeJS.ErrnoException {
  if (error instanceof AggregateError && error.errors.length > 0) return firstOf(error.errors[0]);
  return error instanceof Error ? error : new Error(String(error));
}

function codeOf(error: NodeJS.ErrnoException, answered: boolean): RejectCode {
  const code = error.code ?? '';
  if (code.startsWith('HPE_')) return answered && /EOF/.test(code) ? 'TRUNCATED' : 'BAD_RESPONSE';
  if (code === 'UND_ERR_SOCKET') {
    if (/^bad /.test(error.message)) return 'BAD_RESPONSE';
    return answered ? 'TRUNCATED' : 'RESET';
  }
  if (byCode[code]) return byCode[code];
  if (code.startsWith('EAI_')) return 'DNS';
  if (code === 'UND_ERR_INFO' || code.startsWith('ERR_HTTP2')) return answered ? 'TRUNCATED' : 'RESET';
  return isTls(code) ? 'TLS' : 'BAD_RESPONSE';
}

// OpenSSL's names for what is wrong with a certificate have neither ERR_ nor TLS in them.
const CERTIFICATE = /CERT|SIGNATURE|ISSUER|CRL|SELF_SIGNED|HOSTNAME_MISMATCH|PATH_LENGTH|INVALID_PURPOSE|INVALID_CA/;

function isTls(code: string): boolean {
  return code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || CERTIFICATE.test(code);
}

function tlsMessage(error: NodeJS.ErrnoException, own: string): string {
  const reason = (error as { reason?: string }).reason;
  const words = own.includes('error:') ? (reason ?? own.replace(/^.*routines:[^:]*:/, '').replace(/:\.\..*$/, '')) : own;
  return `TLS: ${words}${error.code && !words.includes(error.code) && error.code !== 'EPROTO' ? ` (${error.code})` : ''}`;
}
