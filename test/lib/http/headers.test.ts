import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentTypeOf, freshForOf, headersOf, retryAfterOf } from '../../../src/lib/http/headers.ts';

const now = Date.UTC(2026, 0, 1);
const date = (seconds: number) => new Date(now + seconds * 1000).toUTCString();
const headers = (members: Record<string, string>) => new Map(Object.entries(members));

test('names are in lower case, repeated values joined, and of two Locations the first counts', () => {
  const raw = ['ETag', '"\xe9"', 'Vary', 'a', 'vary', 'b', 'Location', '/1', 'location', '/2'];
  assert.deepEqual(
    [...headersOf(raw)],
    [
      ['etag', '"\xe9"'],
      ['vary', 'a, b'],
      ['location', '/1'],
    ],
  );
});

const types: [value: string | undefined, type: string, charset: string | undefined][] = [
  [undefined, '', undefined],
  ['Text/XML', 'text/xml', undefined],
  ['text/html;charset=UTF-8', 'text/html', 'UTF-8'],
  ['text/html; x=y; Charset = "iso-8859-1"; z=1', 'text/html', 'iso-8859-1'],
  ["text/html; charset='utf-8'", 'text/html', 'utf-8'],
  ['text/html; charset=', 'text/html', undefined],
  ['text/xml; charset=utf-8, text/xml', 'text/xml', 'utf-8'],
];

for (const [value, type, charset] of types) {
  test(`the Content-Type ${value} is ${type || 'nothing'} in ${charset ?? 'no charset'}`, () => {
    assert.deepEqual({ charset: undefined, ...contentTypeOf(value) }, { type, charset });
  });
}

const waits: [value: string, ms: number | undefined][] = [
  ['120', 120_000],
  [' 0 ', 0],
  [date(60), 60_000],
  [date(-60), 0],
  ['soon', undefined],
  ['', undefined],
];

for (const [value, ms] of waits) {
  test(`Retry-After: ${JSON.stringify(value)} asks for ${ms} ms`, () =>
    assert.equal(retryAfterOf(headers({ 'retry-after': value }), now), ms));
}

const NINES = '9'.repeat(310);
const numbers = [
  NINES,
  `-${NINES}`,
  '1e400',
  '0x7fffffffffffffff',
  'NaN',
  'Infinity',
  '-1',
  '1.5',
  '1e3',
  '',
  `${NINES}.5`,
  '5;',
  `Fri, 31 Dec ${NINES} 23:59:59 GMT`,
];

for (const number of numbers) {
  test(`${JSON.stringify(number.slice(0, 20))} in any header gives nothing or a finite time`, () => {
    for (const name of ['retry-after', 'age', 'expires', 'date']) {
      for (const control of [undefined, `max-age=${number}`, 'max-age=60']) {
        const sent = headers({ [name]: number, ...(control !== undefined && { 'cache-control': control }) });
        for (const ms of [retryAfterOf(sent, now), freshForOf(sent, now)]) {
          assert.ok(ms === undefined || (Number.isSafeInteger(ms) && ms >= 0), `${name}, ${control}: ${ms}`);
        }
      }
    }
  });
}

test('whatever a header says, times are nothing or finite', () => {
  const value = fc.oneof(
    fc.string(),
    fc.double().map(String),
    fc.bigInt().map(String),
    fc.integer().map((n) => `max-age=${n}`),
  );
  fc.assert(
    fc.property(value, value, value, (wait, control, age) => {
      const sent = headers({
        'retry-after': wait,
        'cache-control': `${control}, max-age=${wait}`,
        age,
        expires: wait,
        date: age,
      });
      return [retryAfterOf(sent, now), freshForOf(sent, now)].every(
        (ms) => ms === undefined || (Number.isSafeInteger(ms) && ms >= 0),
      );
    }),
  );
});

const fresh: [members: Record<string, string>, ms: number | undefined][] = [
  [{}, undefined],
  [{ 'cache-control': 'public, Max-Age=60' }, 60_000],
  [{ 'cache-control': 's-maxage=5, max-age="60"', expires: date(5) }, 60_000],
  [{ 'cache-control': 'max-age=60', age: '20' }, 40_000],
  [{ 'cache-control': 'no-cache, max-age=60' }, 0],
  [{ 'cache-control': 'no-store' }, 0],
  [{ expires: date(60), date: date(10) }, 50_000],
  [{ expires: date(60) }, 60_000],
  [{ expires: '0' }, 0],
  [{ expires: date(-60) }, 0],
];

for (const [members, ms] of fresh) {
  test(`${JSON.stringify(members)} is fresh for ${ms} ms`, () => {
    const got = freshForOf(headers(members), now);
    assert.equal(got, ms);
  });
}
