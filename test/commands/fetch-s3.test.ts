import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { account, S3Stub, type StubOptions } from '../servers/s3.ts';
import { serve as web } from '../servers/server.ts';
import { ndjson, records, run, scratch, shell } from '../support/executables.ts';

const feed = '<rss version="2.0"><channel><title>é</title></channel></rss>';
const lines = `\ufeff{"id":1,"n":1.0}\r\n\n{"id":2}\n{"id":3,\n[4]\n{"id":5}`;
const objects = {
  'a/../feed.xml': feed,
  'packed.xml': gzipSync(feed),
  'not-packed.gz': feed,
  'items.ndjson': lines,
  'items.ndjson.gz': gzipSync(lines),
  'notes.txt': 'one\n\n two\r\n{"three":3}\n',
  'cut.gz': gzipSync(randomBytes(10_000)).subarray(0, 300),
};

async function serve(t: TestContext, options: Partial<StubOptions> = {}): Promise<{ stub: S3Stub; env: Record<string, string> }> {
  const stub = await S3Stub.start({ buckets: { 'b-b': objects }, ...options });
  t.after(() => stub.stop());
  const env = {
    HOME: scratch(t),
    AWS_ACCESS_KEY_ID: account.accessKeyId,
    AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
    AWS_ENDPOINT_URL_S3: stub.url,
    AWS_PROFILE: '',
  };
  return { stub, env };
}

const codes = (path: string) => records(readFileSync(path, 'utf8')).map(({ error }) => (error as { code: string }).code);

for (const key of ['a/../feed.xml', 'packed.xml', 'not-packed.gz']) {
  test(`s3://b-b/${key} is fetched as a feed is`, async (t) => {
    const { env } = await serve(t);
    const url = `s3://b-b/${key}`;
    const [record] = records((await run('fetch', ['--s3'], { input: `${url}\n`, env })).stdout);
    assert.equal(record!.body, feed);
    assert.equal(record!.url, url);
    const { status, url: from, bytes, changed, redirects } = record!.fetch as Record<string, unknown>;
    assert.deepEqual(
      { status, from, bytes, changed, redirects },
      { status: 200, from: url, bytes: Buffer.byteLength(feed), changed: true, redirects: [] },
    );
  });
}

test('what cannot be fetched is a reject like those of HTTP', async (t) => {
  const inject: StubOptions['inject'] = (seen) =>
    seen.key === 'secret'
      ? { status: 403, code: 'AccessDenied' }
      : seen.key === 'slow'
        ? { status: 503, code: 'SlowDown' }
        : undefined;
  const { env, stub } = await serve(t, { inject });
  const rejects = join(scratch(t), 'rejects');
  const input = ['none', 'secret', 'slow', 'cut.gz', ''].map((key) => `s3://b-b/${key}\n`).join('');
  const args = ['--s3', '--rejects', rejects, '--ordered', '--retry-delay', '0.01'];
  const { status, stdout } = await run('fetch', args, { input, env });
  assert.deepEqual([status, stdout, codes(rejects)], [1, '', ['HTTP_404', 'HTTP_403', 'HTTP_503', 'BAD_ENCODING', 'BAD_URL']]);
  assert.equal(stub.seen.filter(({ key }) => key === 'slow').length, 3);
});

test('an object over --max-bytes is TOO_LARGE, packed or not', async (t) => {
  const { env } = await serve(t, { buckets: { 'b-b': { plain: 'x'.repeat(100_000), packed: gzipSync('x'.repeat(100_000)) } } });
  const rejects = join(scratch(t), 'rejects');
  await run('fetch', ['--s3', '--rejects', rejects, '--max-bytes', '50000'], { input: 's3://b-b/plain\ns3://b-b/packed\n', env });
  assert.deepEqual(codes(rejects), ['TOO_LARGE', 'TOO_LARGE']);
});

test('an object that is slow to come is TIMEOUT', async (t) => {
  const { env } = await serve(t, { delay: 5000 });
  const rejects = join(scratch(t), 'rejects');
  await run('fetch', ['--s3', '--rejects', rejects, '--timeout', '0.2'], { input: 's3://b-b/notes.txt\n', env });
  assert.deepEqual(codes(rejects), ['TIMEOUT']);
});

test('with --state an object that has not changed comes as 304, without a body', async (t) => {
  const { env, stub } = await serve(t);
  const args = ['--s3', '--state', scratch(t), '--min-interval', '0'];
  const input = 's3://b-b/a/../feed.xml\n';
  assert.equal(records((await run('fetch', args, { input, env })).stdout)[0]!.body, feed);
  const [again] = records((await run('fetch', args, { input, env })).stdout);
  const { status, changed } = again!.fetch as Record<string, unknown>;
  assert.deepEqual([status, changed, again!.body], [304, false, undefined]);
  assert.equal(stub.seen[1]!.headers['if-none-match'], (again!.fetch as { etag: string }).etag);
});

for (const key of ['items.ndjson', 'items.ndjson.gz']) {
  test(`--lines passes on the records in ${key} as the bytes they are`, async (t) => {
    const { env } = await serve(t);
    const rejects = join(scratch(t), 'rejects');
    const { stdout, stderr, status } = await run('fetch', ['--s3', '--lines', '--rejects', rejects], {
      input: `s3://b-b/${key}\n`,
      env,
    });
    assert.equal(stdout, '{"id":1,"n":1.0}\n{"id":2}\n{"id":5}\n');
    assert.equal(status, 1);
    assert.deepEqual(codes(rejects), ['BAD_JSON', 'NOT_AN_OBJECT']);
    assert.match(stderr, new RegExp(`stdin:1: s3://b-b/${key}:4: not JSON`));
  });
}

test('--lines takes an object whose first line is a broken record for records', async (t) => {
  const { env } = await serve(t, { buckets: { 'b-b': { broken: '{"id":1\n{"id":2}\n' } } });
  const { stdout, status } = await run('fetch', ['--s3', '--lines'], { input: 's3://b-b/broken\n', env });
  assert.deepEqual([stdout, status], ['{"id":2}\n', 1]);
});

test('--lines makes records of text', async (t) => {
  const { env } = await serve(t);
  const url = 's3://b-b/notes.txt';
  const { stdout } = await run('fetch', ['--s3', '--lines'], { input: ndjson({ url }), env });
  assert.deepEqual(records(stdout), [
    { url, line: 1, text: 'one' },
    { url, line: 3, text: ' two' },
    { url, line: 4, text: '{"three":3}' },
  ]);
});

test('--lines gives the lines of several objects in input order with --ordered', async (t) => {
  const contents = Object.fromEntries(Array.from({ length: 20 }, (_, object) => [`o${object}`, `${object}a\n${object}b\n`]));
  const { env } = await serve(t, { buckets: { 'b-b': contents }, delay: ({ key }) => (key === 'o0' ? 100 : 0) });
  const input = Object.keys(contents)
    .map((key) => `s3://b-b/${key}\n`)
    .join('');
  const { stdout } = await run('fetch', ['--s3', '--lines', '--ordered', '-c', '3'], { input, env });
  assert.deepEqual(
    records(stdout)
      .map(({ text }) => text)
      .join('\n'),
    Object.values(contents).join('').trim(),
  );
});

test('--lines reads on where the connection broke', async (t) => {
  const text = Array.from({ length: 20_000 }, (_, line) => `{"line":${line}}\n`).join('');
  const { env, stub } = await serve(t, {
    buckets: { 'b-b': { big: text } },
    cut: (_, times) => (times < 2 ? 100_000 : undefined),
  });
  const { stdout } = await run('fetch', ['--s3', '--lines', '--retry-delay', '0.01'], { input: 's3://b-b/big\n', env });
  assert.ok(stdout === text);
  assert.equal(stub.seen.length, 3);
});

test('with --state, --lines gives the lines of an object that has changed, once they are written', async (t) => {
  const { env } = await serve(t);
  const args = ['--s3', '--lines', '--state', scratch(t), '--min-interval', '0'];
  const input = 's3://b-b/notes.txt\n';
  assert.equal(records((await run('fetch', args, { input, env })).stdout).length, 3);
  const [again] = records((await run('fetch', args, { input, env })).stdout);
  assert.equal((again!.fetch as { status: number }).status, 304);
});

test('80 MB of records pass in little memory, packed or not', async (t) => {
  const line = `${JSON.stringify({ id: 1, content_text: 'word '.repeat(400) })}\n`;
  const big = Buffer.from(line.repeat(Math.ceil(80e6 / line.length)));
  const { env } = await serve(t, { buckets: { 'b-b': { big, packed: gzipSync(big, { level: 1 }) } } });
  for (const key of ['big', 'packed']) {
    const script = `echo s3://b-b/${key} | node --import "data:text/javascript,process.on('exit',()=>process.stderr.write(String(process.resourceUsage().maxRSS)))" "$(command -v fetch)" --s3 --lines | wc -c`;
    const { stdout, stderr } = await shell(script, { env });
    assert.equal(Number(stdout), big.length);
    assert.ok(Number(stderr) < 200_000, `${stderr} KB`);
  }
});

test('fetch reads s3:// only with --s3, whatever the record and the options', async (t) => {
  const { stub, env } = await serve(t);
  const rejects = join(scratch(t), 'rejects');
  const input = ndjson({ url: 's3://b-b/packed.xml' }, { url: ' S3://b-b/packed.xml' }, { link: 's3://b-b/packed.xml' });
  for (const args of [[], ['--block-private'], ['--allow-private', '--lines'], ['--state', scratch(t)], ['--discover']]) {
    await run('fetch', ['--rejects', rejects, ...args], { input, env });
    assert.deepEqual(codes(rejects), ['BAD_URL', 'BAD_URL', 'BAD_URL']);
  }
  await run('fetch', ['--rejects', rejects, '--url-field', 'link'], { input, env });
  assert.equal(stub.seen.length, 0);
});

test('without keys, s3:// costs its own record and no other', async (t) => {
  const { stub } = await serve(t);
  const { origin, close } = await web((_, response) => response.end(feed));
  t.after(close);
  const rejects = join(scratch(t), 'rejects');
  // No server of keys answers at this address.
  const env = { HOME: scratch(t), AWS_ENDPOINT_URL_S3: stub.url, AWS_EC2_METADATA_DISABLED: 'true', AWS_PROFILE: '' };
  const input = `s3://b-b/packed.xml\n${origin}/\n`;
  const { stdout, status } = await run('fetch', ['--s3', '--rejects', rejects], { input, env });
  assert.deepEqual([records(stdout).length, codes(rejects), status], [1, ['ACCESS_DENIED'], 1]);
});
