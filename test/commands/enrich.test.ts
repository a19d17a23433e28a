import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ndjson, records, run, scratch } from '../support/executables.ts';

const item = {
  id: 'a',
  title: 'Council approves the budget',
  content_text:
    'The council approved the new budget on Tuesday. It was a long debate, and not everybody in the town was happy with it.',
};

describe('enrich', { concurrency: 3 }, () => {
  it('adds what built-in enrichments give under their names', async () => {
    const { stdout, status } = await run('enrich', ['--with', 'lang', '--with', 'text-stats'], { input: ndjson(item) });
    assert.equal(status, 0);
    const [{ enrichments, ...rest }] = records(stdout) as [Record<string, Record<string, object>>];
    assert.deepEqual(rest, item);
    assert.deepEqual(Object.keys(enrichments!), ['lang', 'text-stats']);
    assert.equal((enrichments!.lang as { language?: string }).language, 'en');
    assert.deepEqual(enrichments!['text-stats'], {
      characters: 118,
      words: 23,
      sentences: 2,
      type_token_ratio: 0.826,
      flesch_reading_ease: 73.8,
      reading_time_seconds: 5.8,
    });
  });

  it('keeps the text of the record, and adds to the enrichments that are there', async () => {
    const input =
      '{"__proto__":1.0,"10":12345678901234567890,"title":"\\u0041","enrichments":{"old":1.0,"lang":1},"a":1,"a":2.0}\n';
    const { stdout } = await run('enrich', ['--with', 'lang'], { input });
    assert.equal(
      stdout,
      '{"__proto__":1.0,"10":12345678901234567890,"title":"\\u0041","enrichments":{"old":1.0,"lang":{"language":"und","confidence":0}},"a":1,"a":2.0}\n',
    );
  });

  const modules: [name: string, source: string, out: string][] = [
    [
      'a class with enrichmentValue',
      'export class Title { enrichmentValue(r) { return r.title.length } }',
      '{"n":1.0,"title":"abc","enrichments":{"Title":3}}',
    ],
    [
      'a default class',
      'export default class Title { async enrichmentValue(r) { return r.title } }',
      '{"n":1.0,"title":"abc","enrichments":{"Title":"abc"}}',
    ],
    [
      'a class with enrich that changes the record',
      'export class X { enrich(r) { r.title = "x"; r.more = [1] } }',
      '{"n":1.0,"title":"x","more":[1]}',
    ],
    [
      'a class with enrich that gives another record',
      'export class X { async enrich(r) { return { n: r.n, is: "new" } } }',
      '{"n":1.0,"is":"new"}',
    ],
    [
      'a default function',
      'export default async function words(r) { return r.title.split("") }',
      '{"n":1.0,"title":"abc","enrichments":{"words":["a","b","c"]}}',
    ],
    ['a nameless function', 'export default (r) => r.title', '{"n":1.0,"title":"abc","enrichments":{"module":"abc"}}'],
    [
      'an object with a method',
      'export const O = { enrichmentValue: () => undefined }',
      '{"n":1.0,"title":"abc","enrichments":{"O":null}}',
    ],
    [
      'several exports',
      'export function b(r) { return Object.keys(r.enrichments) }\nexport class A { enrichmentValue() { return 1 } }',
      '{"n":1.0,"title":"abc","enrichments":{"A":1,"b":["A"]}}',
    ],
    [
      'setup, options and close',
      'let o; export function setup(options) { o = options }\nexport function close() { console.log("closed") }\nexport default function f() { return o }',
      '{"n":1.0,"title":"abc","enrichments":{"f":{"x":"1","y":"a b"}}}',
    ],
  ];
  for (const [name, source, out] of modules) {
    it(`runs a module with ${name}`, async (t) => {
      const path = join(scratch(t), 'module.mjs');
      writeFileSync(path, source);
      const { stdout, stderr, status } = await run('enrich', ['--with', `${path}?x=1&y=a+b`], {
        input: '{"n":1.0,"title":"abc"}\n',
      });
      assert.deepEqual([stdout, status], [`${out}\n`, 0], stderr);
      if (source.includes('close()')) assert.match(stderr, /closed/);
    });
  }

  it('runs a CommonJS module', async (t) => {
    const path = join(scratch(t), 'module.cjs');
    writeFileSync(path, 'module.exports = class Title { enrichmentValue(r) { return r.title } }');
    const { stdout } = await run('enrich', ['--with', path], { input: '{"title":"abc"}\n' });
    assert.equal(stdout, '{"title":"abc","enrichments":{"Title":"abc"}}\n');
  });

  const usage: [name: string, args: string[], status: number, message: RegExp][] = [
    ['nothing to do', [], 2, /--with or --exec/],
    ['an enrichment that does not exist', ['--with', 'nothing-such'], 2, /neither a file nor a built-in/],
    ['an unknown option of a built-in one', ['--with', 'lang?x=1'], 2, /has no option x/],
    ['a bad value for an option of a built-in one', ['--with', 'text-stats?wpm=many'], 2, /wpm=many/],
    ['none at once', ['--with', 'lang:0'], 2, /less than one/],
    ['an unknown pool', ['--with', 'lang', '--pool', 'swimming'], 2, /not one of async, threads, processes/],
    ['one name twice', ['--with', 'lang', '--with', 'lang'], 2, /two enrichments are called lang/],
    ['an empty command', ['--exec', ' '], 2, /names no command/],
  ];
  for (const [name, args, status, message] of usage) {
    it(`refuses ${name}`, async () => {
      const result = await run('enrich', args, { input: '{}\n' });
      assert.deepEqual([result.stdout, result.status], ['', status], result.stderr);
      assert.match(result.stderr, message);
      assert.doesNotMatch(result.stderr, /\n\s+at /);
    });
  }

  const broken: [name: string, source: string, message: RegExp][] = [
    ['exports nothing', 'export const x = 1', /exports no enrichment/],
    ['is no JavaScript', 'export default class {', /Unexpected/],
    ['throws when loaded', 'throw new Error("not today")', /not today/],
    ['exits when loaded', 'process.exit(0)', /called process\.exit\(0\)/],
    ['throws in its setup', 'export class A { setup() { throw new Error("no key") } enrichmentValue() {} }', /no key/],
  ];
  for (const [name, source, message] of broken) {
    it(`ends before it reads anything with a module that ${name}`, async (t) => {
      const path = join(scratch(t), 'module.mjs');
      writeFileSync(path, source);
      const result = await run('enrich', ['--with', path], { input: '{}\n' });
      assert.deepEqual([result.stdout, result.status], ['', 4], result.stderr);
      assert.match(result.stderr, message);
      assert.doesNotMatch(result.stderr, /\n\s+at /);
    });
  }

  it('rejects what is no record, as every command does', async () => {
    const { stdout, stderr, status } = await run('enrich', ['--with', 'lang'], { input: 'x\n[1]\n{"title":"a"}\n' });
    assert.deepEqual([records(stdout).length, status], [1, 1]);
    assert.match(stderr, /stdin:1: not JSON/);
  });
});
