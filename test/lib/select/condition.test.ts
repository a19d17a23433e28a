import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../../src/lib/json/index.ts';
import { parseCondition, Selection } from '../../../src/lib/select/index.ts';

const now = Date.parse('2026-11-28T12:00:00Z');

/** Whether the record meets the condition. */
function meets(condition: string, record: JsonObject): boolean {
  return new Selection([parseCondition(condition, now)]).takes(record);
}

const cases: [condition: string, record: JsonObject, meets: boolean][] = [
  // The type of the field decides how it is compared.
  ['n=1', { n: 1 }, true],
  ['n=1.0', { n: 1 }, true],
  ['n=1', { n: '1' }, true],
  ['n=1.0', { n: '1' }, false],
  ['n="1"', { n: 1 }, false],
  ['n="1"', { n: '1' }, true],
  ['n==1', { n: 1 }, true],
  ['b=true', { b: true }, true],
  ['b=true', { b: 'true' }, true],
  ['b="true"', { b: true }, false],
  ['b=false', { b: true }, false],
  ['t=', { t: '' }, true],
  ['t = a b', { t: 'a b' }, true],
  ['t="\\u00e9"', { t: 'é' }, true],
  // Missing fields and null meet nothing.
  ['n=1', {}, false],
  ['n!=1', {}, false],
  ['n!=1', { n: null }, false],
  ['n=null', { n: null }, false],
  ['n!~x', {}, false],
  ['n<1', {}, false],
  ['n!=1', { n: 2 }, true],
  // Paths, lists, and names that have dots.
  ['a.b=x', { a: { b: 'x' } }, true],
  ['a.b=x', { 'a.b': 'x' }, true],
  ['a\\.b=x', { 'a.b': 'x' }, true],
  ['a\\.b=x', { a: { b: 'x' } }, false],
  ['a\\=b=x', { 'a=b': 'x' }, true],
  ['list.0=x', { list: ['x', 'y'] }, true],
  ['list.1=x', { list: ['x', 'y'] }, false],
  ['list=y', { list: ['x', 'y'] }, true],
  ['list!=y', { list: ['x', 'y'] }, false],
  ['list!=z', { list: ['x', 'y'] }, true],
  ['list!=z', { list: [] }, false],
  ['k.phrase=linux', { k: [{ phrase: 'bsd' }, { phrase: 'linux' }] }, true],
  ['k.score>5', { k: [{ score: 1 }, { score: 9 }] }, true],
  ['k.score>5', { k: [{ score: 1 }, {}] }, false],
  ['o=x', { o: { x: 1 } }, false],
  ['__proto__=x', {}, false],
  ['constructor.name=Object', {}, false],
  // Order.
  ['n>=2', { n: 2 }, true],
  ['n>2', { n: 2 }, false],
  ['n<2', { n: '1' }, false],
  ['n<-1e3', { n: -1001 }, true],
  ['t<b', { t: 'a' }, true],
  ['t<b', { t: 1 }, false],
  ['t>"a"', { t: 'b' }, true],
  // Durations and dates.
  ['s>30m', { s: 1801 }, true],
  ['s>30m', { s: 1800 }, false],
  ['d>=2026-11-28', { d: '2026-11-28T00:00:00Z' }, true],
  ['d>=2026-11-28', { d: '2026-11-28T01:30:00+02:00' }, false],
  ['d<2026-11-28T10:00', { d: '2026-11-28' }, true],
  ['d>7d', { d: '2026-11-21T12:00:01Z' }, true],
  ['d>-7d', { d: '2026-11-21T11:59:59Z' }, false],
  ['d>7d', { d: 'yesterday' }, false],
  ['d<2026-11-28', { d: 'zzz' }, false],
  // Text and patterns.
  ['t~ect', { t: 'election' }, true],
  ['t~"a b"', { t: 'xa by' }, true],
  ['t~Ect', { t: 'election' }, false],
  ['t~/^ELECTIONS?$/i', { t: 'elections' }, true],
  ['t!~/^e/', { t: 'elections' }, false],
  ['t~/a/g', { t: 'a' }, true],
  ['t~1', { t: 1 }, false],
];

describe('condition', () => {
  for (const [condition, record, expected] of cases) {
    it(`${condition} ${expected ? 'takes' : 'leaves'} ${JSON.stringify(record)}`, () => {
      assert.equal(meets(condition, record), expected);
    });
  }

  for (const bad of ['', '=x', 'language', 'a b', 't~', 't~/(/', 'n="x', 'n="a"b', ' =1', 'a..b=1', 't~/a/q']) {
    it(`is refused: '${bad}'`, () => {
      assert.throws(() => new Selection([parseCondition(bad, now)]), Error);
    });
  }
});

describe('Selection', () => {
  const conditions = [parseCondition('a=1'), parseCondition('b=1')];
  const table: [JsonObject, all: boolean, any: boolean][] = [
    [{ a: 1, b: 1 }, true, true],
    [{ a: 1 }, false, true],
    [{}, false, false],
  ];
  for (const [record, all, any] of table) {
    it(`takes ${JSON.stringify(record)} by all, any, and the contrary`, () => {
      const taken = [{}, { any: true }, { not: true }, { any: true, not: true }].map((options) =>
        new Selection(conditions, options).takes(record),
      );
      assert.deepEqual(taken, [all, any, !all, !any]);
    });
  }
});
