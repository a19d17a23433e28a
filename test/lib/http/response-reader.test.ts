import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Reject } from '../../../src/lib/errors/index.ts';
import { ResponseReader } from '../../../src/lib/http/response-reader.ts';

interface Outcome {
  /** `200`, or the code of the reject. */
  result: number | string;
  headers: Record<string, string>;
  body: string;
  isReusable: boolean;
}

/** Reads a response that comes in these pieces; with `closed`, the connection ends then. */
function read(pieces: string[], closed = true): Outcome {
  let result: number | string = 'unfinished';
  let headers: Record<string, string> = {};
  let body = '';
  const reader = new ResponseReader({
    onHead(status, fields) {
      result = status;
      headers = Object.fromEntries(fields);
    },
    onData: (chunk) => {
      body += chunk.toString('latin1');
    },
    onEnd: () => {},
  });
  try {
    for (const piece of pieces) reader.read(Buffer.from(piece, 'latin1'));
    const isReusable = reader.isReusable;
    if (closed) reader.end();
    return { result, headers, body, isReusable };
  } catch (error) {
    if (!(error instanceof Reject)) throw error;
    return { result: error.code, headers, body, isReusable: false };
  }
}

const ok = 'HTTP/1.1 200 OK';

const read200: [name: string, response: string, body: string, isReusable: boolean][] = [
  ['a length', `${ok}\r\nContent-Length: 3\r\n\r\nabc`, 'abc', true],
  ['no reason', 'HTTP/1.1 200\r\nContent-Length: 3\r\n\r\nabc', 'abc', true],
  ['lines that end in LF alone', `${ok}\nContent-Length: 3\n\nabc`, 'abc', true],
  ['chunked lines that end in LF alone', `${ok}\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\n`, 'abc', true],
  ['empty lines before the status line', `\r\n\n${ok}\r\nContent-Length: 3\r\n\r\nabc`, 'abc', true],
  ['the same length twice', `${ok}\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc`, 'abc', true],
  ['the same length twice in a line', `${ok}\r\nContent-Length: 3, 3\r\n\r\nabc`, 'abc', true],
  ['a line without a colon', `${ok}\r\nwhat is this\r\nContent-Length: 3\r\n\r\nabc`, 'abc', true],
  ['a name with spaces in it', `${ok}\r\nodd name: 1\r\nContent-Length: 3\r\n\r\nabc`, 'abc', true],
  ['a space before the colon', `${ok}\r\nContent-Length : 3\r\n\r\nabc`, 'abc', true],
  ['no name', `${ok}\r\n: x\r\nContent-Length: 3\r\n\r\nabc`, 'abc', true],
  ['a continued line', `${ok}\r\nContent-Length:\r\n 3\r\n\r\nabc`, 'abc', true],
  ['a carriage return in a value', `${ok}\r\nX: a\rb\r\nContent-Length: 3\r\n\r\nabc`, 'abc', true],
  [
    'chunked beside a length',
    `${ok}\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
    'abc',
    false,
  ],
  ['chunked twice', `${ok}\r\nTransfer-Encoding: chunked, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`, 'abc', true],
  ['chunk extensions', `${ok}\r\nTransfer-Encoding: chunked\r\n\r\n3 ;a="b"\r\nabc\r\n0;x\r\n\r\n`, 'abc', true],
  ['trailers', `${ok}\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: y\r\n\r\n`, 'abc', true],
  ['no line after the last chunk', `${ok}\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n`, 'abc', false],
  ['identity', `${ok}\r\nTransfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc`, 'abc', true],
  [
    'interim responses',
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nX: y\r\n\r\n${ok}\r\nContent-Length: 3\r\n\r\nabc`,
    'abc',
    true,
  ],
  ['neither length nor chunks', `${ok}\r\n\r\nabc`, 'abc', false],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc', 'abc', false],
  [
    'HTTP/1.0 that keeps the connection',
    'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 3\r\n\r\nabc',
    'abc',
    true,
  ],
  ['a connection that closes', `${ok}\r\nConnection: x, Close\r\nContent-Length: 3\r\n\r\nabc`, 'abc', false],
  ['bytes after the body', `${ok}\r\nContent-Length: 3\r\n\r\nabcdef`, 'abc', false],
  ['an empty body', `${ok}\r\nContent-Length: 0\r\n\r\n`, '', true],
];

for (const [name, response, body, isReusable] of read200) {
  test(`a response with ${name} is read, in whatever pieces it comes`, () => {
    const whole = read([response]);
    assert.deepEqual([whole.result, whole.body, whole.isReusable], [200, body, isReusable]);
    // Excess bytes in a later piece are those of an idle connection.
    const bytewise = read([...response]);
    assert.deepEqual([bytewise.result, bytewise.body], [200, body]);
  });
}

const rejected: [name: string, response: string, code: string][] = [
  ['a status of 000', 'HTTP/1.1 000 None\r\n', 'BAD_RESPONSE'],
  ['a status of 099', 'HTTP/1.1 099 None\r\n', 'BAD_RESPONSE'],
  ['a status of 42', 'HTTP/1.1 42 None\r\n', 'BAD_RESPONSE'],
  ['a status of four digits', 'HTTP/1.1 2000 None\r\n', 'BAD_RESPONSE'],
  ['a negative status', 'HTTP/1.1 -20 None\r\n', 'BAD_RESPONSE'],
  ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n', 'BAD_RESPONSE'],
  ['another version', 'HTTP/2 200\r\n', 'BAD_RESPONSE'],
  ['no status line but a body', '<rss></rss>', 'BAD_RESPONSE'],
  ['a switch of protocols', 'HTTP/1.1 101 Switching\r\n\r\n', 'BAD_RESPONSE'],
  ['two lengths', `${ok}\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc`, 'BAD_RESPONSE'],
  ['a length that is no number', `${ok}\r\nContent-Length: 0x3\r\n\r\nabc`, 'BAD_RESPONSE'],
  ['a negative length', `${ok}\r\nContent-Length: -3\r\n\r\nabc`, 'BAD_RESPONSE'],
  ['a length beyond all numbers', `${ok}\r\nContent-Length: ${'9'.repeat(310)}\r\n\r\nabc`, 'BAD_RESPONSE'],
  ['a NUL after a length', `${ok}\r\nContent-Length: 3\r\nX: \0\r\n\r\nabc`, 'BAD_RESPONSE'],
  ['an unknown transfer encoding', `${ok}\r\nTransfer-Encoding: gzip, chunked\r\n\r\n`, 'BAD_RESPONSE'],
  ['a chunk size that is no number', `${ok}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`, 'BAD_RESPONSE'],
  ['a negative chunk size', `${ok}\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n`, 'BAD_RESPONSE'],
  ['a chunk size beyond all numbers', `${ok}\r\nTransfer-Encoding: chunked\r\n\r\n${'f'.repeat(16)}\r\n`, 'BAD_RESPONSE'],
  ['a chunk longer than its size', `${ok}\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n`, 'BAD_RESPONSE'],
  ['a chunk extension without end', `${ok}\r\nTransfer-Encoding: chunked\r\n\r\n3;${'x'.repeat(9000)}`, 'BAD_RESPONSE'],
  ['trailers without end', `${ok}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n${'x: y\r\n'.repeat(20_000)}`, 'BAD_RESPONSE'],
  ['headers without end', `${ok}\r\n${'x: y\r\n'.repeat(20_000)}`, 'BAD_RESPONSE'],
  ['a header without end', `${ok}\r\nx: ${'y'.repeat(100_000)}`, 'BAD_RESPONSE'],
  ['a status line without end', `HTTP/1.1 200 ${'y'.repeat(9_000)}`, 'BAD_RESPONSE'],
  ['interim responses without end', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100), 'BAD_RESPONSE'],
  ['nothing', '', 'RESET'],
  ['half a head', `${ok}\r\nContent-Le`, 'RESET'],
  ['half a body', `${ok}\r\nContent-Length: 5\r\n\r\nabc`, 'TRUNCATED'],
  ['half a chunk', `${ok}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc`, 'TRUNCATED'],
  ['no last chunk', `${ok}\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`, 'TRUNCATED'],
];

for (const [name, response, code] of rejected) {
  test(`a response with ${name} is ${code}`, () => {
    assert.equal(read([response]).result, code);
    if (response.length < 1000) assert.equal(read([...response]).result, code);
  });
}

test('a response that is no HTTP is told before its end', () => {
  for (const beginning of ['HTTP/1.1 000 None\r\n', '220 mail', 'X', 'HTTQ']) {
    assert.equal(read([beginning], false).result, 'BAD_RESPONSE');
  }
});

test('continued lines are joined with a space', () => {
  const { headers } = read([`${ok}\r\nX-A: 1\r\n\t2\r\n   3  \r\nX-B: 4\r\n\r\n`]);
  assert.deepEqual(headers, { 'x-a': '1 2 3', 'x-b': '4' });
});

test('204 and 304 have no body, whatever their headers say', () => {
  for (const status of [204, 304]) {
    const { result, body, isReusable } = read([`HTTP/1.1 ${status} X\r\nContent-Length: 3\r\n\r\n`], false);
    assert.deepEqual([result, body, isReusable], [status, '', true]);
  }
});

test('any bytes, in any pieces, end in a response or a reject, and the pieces make no difference', () => {
  const grammar = fc.constantFrom(
    ok,
    'HTTP/1.0 404',
    '\r\n',
    '\n',
    'Content-Length: 5',
    'Transfer-Encoding: chunked',
    ':',
    ' ',
    '5',
    '0',
    'abcde',
    '\0',
    '\r',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(grammar, fc.string()), { maxLength: 20 }), fc.nat(12), (parts, size) => {
      const response = `${ok}\r\n${parts.join('')}`;
      const pieces = response.match(new RegExp(`[^]{1,${size + 1}}`, 'g')) ?? [];
      const [whole, split] = [read([response]), read(pieces)];
      assert.deepEqual([split.result, split.headers], [whole.result, whole.headers]);
    }),
    { numRuns: 500 },
  );
});

test('reading a body costs the same for each byte, however small the chunks are', () => {
  const cpu = (chunks: number) => {
    const response = `${ok}\r\nTransfer-Encoding: chunked\r\n\r\n${'1\r\na\r\n'.repeat(chunks)}0\r\n\r\n`;
    const before = process.cpuUsage();
    assert.equal(read([response]).body.length, chunks);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  cpu(20_000);
  const small = Math.min(cpu(20_000), cpu(20_000));
  assert.ok(Math.min(cpu(80_000), cpu(80_000)) < 6 * small + 50_000);
});
