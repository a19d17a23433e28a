import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import { commands } from '../../../src/commands/index.ts';
import { recordSchema, schemaOf } from '../../../src/lib/schema/index.ts';
import { records, root, run, scratch, shell } from '../../support/executables.ts';

/** RFC 3339. */
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** Asserts that every value keeps to the schema that `feedmill schema` prints. */
async function assertValid(name: string, side: string, values: unknown[]): Promise<void> {
  const { stdout, status } = await run('feedmill', ['schema', name, '--of', side]);
  assert.equal(status, 0);
  const validate = new Ajv2020({ allErrors: true, formats: { 'date-time': moment } }).compile(JSON.parse(stdout));
  assert.ok(values.length > 0, `there is ${side} of ${name}`);
  for (const value of values) {
    assert.ok(validate(value), `${name} ${side}: ${JSON.stringify(validate.errors)}: ${JSON.stringify(value).slice(0, 500)}`);
  }
}

/** The sample feeds behind a server, each command run over what the one before it gave. */
async function samples(t: TestContext): Promise<string> {
  const folder = scratch(t);
  const demo: { startServer(port: number): Promise<Server> } = await import(`${root}/examples/demo/server.mjs`);
  const server = await demo.startServer(0);
  t.after(() => server.close());
  const opml = readFileSync(join(root, 'examples/feeds.opml'), 'utf8');
  const address = server.address() as AddressInfo;
  writeFileSync(join(folder, 'feeds.opml'), opml.replaceAll('http://feeds.example', `http://127.0.0.1:${address.port}`));
  const script = `opml2feeds feeds.opml > opml2feeds
    fetch -q --state s --min-interval 60 --rejects fetch.rejects --stats < opml2feeds 2> fetch.err > fetch
    grep '^{' fetch.err > fetch.stats
    fetch --state s --min-interval 60 --rejects /dev/null < opml2feeds > again
    fetch --state s --min-interval 0 --rejects /dev/null < opml2feeds > unchanged
    parse --rejects parse.rejects < fetch > parse; dedupe < parse > dedupe
    enrich --with lang --with text-stats --with match --terms ${join(root, 'examples/enrichments/terms.txt')} < parse > enrich
    keywords < enrich > keywords; keywords --no-scores < parse > phrases; peek < parse > peek
    printf 'nope\\n' | dedupe --rejects dedupe.rejects`;
  await shell(script, { cwd: folder });
  return folder;
}

describe('feedmill schema', () => {
  it('holds for what the commands read, write and reject over the sample feeds', async (t) => {
    const folder = await samples(t);
    const read = (name: string) => records(readFileSync(join(folder, name), 'utf8'));
    await assertValid('opml2feeds', 'output', read('opml2feeds'));
    await assertValid('fetch', 'input', [...read('opml2feeds'), 'https://example.org/feed.xml']);
    for (const name of ['fetch', 'again', 'unchanged']) await assertValid('fetch', 'output', read(name));
    await assertValid('fetch', 'rejects', read('fetch.rejects'));
    await assertValid('fetch', 'stats', read('fetch.stats'));
    await assertValid('parse', 'input', read('fetch'));
    await assertValid('parse', 'output', read('parse'));
    await assertValid('parse', 'rejects', read('parse.rejects'));
    await assertValid('dedupe', 'output', read('dedupe'));
    await assertValid('dedupe', 'rejects', read('dedupe.rejects'));
    await assertValid('enrich', 'output', read('enrich'));
    for (const name of ['keywords', 'phrases']) await assertValid('keywords', 'output', read(name));
    await assertValid('peek', 'output', read('peek'));
    await assertValid('s3exists', 'output', [
      { s3: { bucket: 'b', key: 'k', exists: null, error: 'forbidden', checked_by: 'head' } },
    ]);
  });

  it('holds for the items of every feed that the project has', async () => {
    const feeds = readdirSync(join(root, 'test/fixtures/feeds')).filter((name) => name.endsWith('.xml'));
    const { stdout } = await run('parse', ['-q', ...feeds.map((name) => join(root, 'test/fixtures/feeds', name))]);
    await assertValid('parse', 'output', records(stdout));
  });

  const wrong: [name: string, value: unknown][] = [
    ['feed', { title: 'no url' }],
    ['response', { url: 'u', fetch: { status: '200' } }],
    ['item', { id: '', feed: {} }],
    ['item', { id: 'a', feed: {}, date_published: 'yesterday' }],
    ['enriched', { enrichments: [] }],
    ['keyworded', { keywords: [{ score: 1 }] }],
    ['located', { s3: { bucket: 'b', key: 'k', exists: 'no', checked_by: 'head' } }],
    ['reject', { error: { code: 'x', message: '', command: '', source: '', line: 1 }, record: {} }],
    ['reject', { error: { code: 'X', message: '', command: '', source: '', line: 1 } }],
  ];
  for (const [name, value] of wrong) {
    it(`of ${name} does not hold for ${JSON.stringify(value)}`, () => {
      const ajv = new Ajv2020({ formats: { 'date-time': moment } });
      assert.equal(ajv.validate(recordSchema(name) as AnySchema, value), false);
    });
  }

  it('is there for every command and side', async () => {
    for (const [name, load] of Object.entries(commands)) {
      const { records: contract } = (await load()).command;
      for (const side of ['input', 'output', 'rejects', 'stats'] as const)
        new Ajv2020({ formats: { 'date-time': moment } }).compile(schemaOf(name, contract, side));
    }
  });

  for (const [args, message] of [
    [['itm'], /did you mean item\?/],
    [[], /one name is wanted/],
    [['item', 'feed'], /one name is wanted/],
  ] as const) {
    it(`refuses ${JSON.stringify(args)}`, async () => {
      const { stderr, status } = await run('feedmill', ['schema', ...args]);
      assert.equal(status, 2);
      assert.match(stderr, message);
    });
  }
});
