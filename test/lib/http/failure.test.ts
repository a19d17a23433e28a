import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf, isPassing } from '../../../src/lib/http/failure.ts';

const error = (code: string, message = code) => Object.assign(new Error(message), { code });

const cases: [code: string, message: string, answered: boolean, reject: string][] = [
  ['ENOTFOUND', '', false, 'DNS'],
  ['EAI_AGAIN', '', false, 'DNS'],
  ['ECONNREFUSED', '', false, 'REFUSED'],
  ['EHOSTUNREACH', '', false, 'REFUSED'],
  ['ECONNRESET', '', false, 'RESET'],
  ['UND_ERR_SOCKET', 'other side closed', false, 'RESET'],
  ['UND_ERR_SOCKET', 'other side closed', true, 'TRUNCATED'],
  ['UND_ERR_SOCKET', 'bad response', false, 'BAD_RESPONSE'],
  ['HPE_INVALID_CONSTANT', '', false, 'BAD_RESPONSE'],
  ['HPE_INVALID_EOF_STATE', '', true, 'TRUNCATED'],
  ['UND_ERR_HEADERS_OVERFLOW', '', false, 'BAD_RESPONSE'],
  ['UND_ERR_CONNECT_TIMEOUT', '', false, 'TIMEOUT'],
  ['CERT_HAS_EXPIRED', '', false, 'TLS'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', '', false, 'TLS'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', '', false, 'TLS'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', '', false, 'TLS'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', '', false, 'TLS'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', '', false, 'TLS'],
  ['EPROTO', '', false, 'TLS'],
];

for (const [code, message, answered, reject] of cases) {
  test(`${code} ${message}${answered ? ' after headers' : ''} is ${reject}`, () =>
    assert.equal(failureOf(error(code, message), answered).code, reject));
}

test('of an error for each address the first counts', () => {
  assert.equal(failureOf(new AggregateError([error('ECONNREFUSED'), error('ENETUNREACH')]), false).code, 'REFUSED');
});

test('what passes is tried again, and nothing else', () => {
  const codes = ['HTTP_429', 'HTTP_500', 'HTTP_502', 'HTTP_503', 'HTTP_504', 'REFUSED', 'RESET', 'TRUNCATED'];
  assert.ok(codes.every(isPassing));
  const final = ['HTTP_404', 'HTTP_501', 'GONE', 'TIMEOUT', 'DNS', 'TLS', 'BAD_RESPONSE', 'TOO_LARGE', 'BAD_ENCODING'];
  assert.ok(!final.some(isPassing));
});
