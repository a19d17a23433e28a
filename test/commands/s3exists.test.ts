import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { StubBucket } from '../servers/s3/bucket.ts';
import { account, S3Stub, type StubOptions } from '../servers/s3.ts';
import { finished, records as parse, run as runExecutable, start as startExecutable } from '../support/executables.ts';

const folder = mkdtempSync(join(tmpdir(), 'feedmill-s3exists-'));
const stubs: S3Stub[] = [];
after(async () => {
  await Promise.all(stubs.map((stub) => stub.stop()));
  rmSync(folder, { recursive: true });
});

const numbered = Array.from({ length: 1000 }, (_, index) => `k/${String(index).padStart(5, '0')}`);
const many = new StubBucket(numbered.map((key) => [key, { size: 7 }] as const));
const hello = '5d41402abc4b2a76b9719d911017c592';

async function stubOf(options: Partial<StubOptions> = {}): Promise<S3Stub> {
  const stub = await S3Stub.start({ buckets: { 'b-b': { key: 'hello' } }, ...options });
  stubs.push(stub);
  return stub;
}

const nobody = {
  HOME: folder,
  AWS_ACCESS_KEY_ID: '',
  AWS_PROFILE: '',
  AWS_CONFIG_FILE: '',
  AWS_SHARED_CREDENTIALS_FILE: '',
  AWS_REGION: '',
  AWS_DEFAULT_REGION: '',
};
const environment = { ...nobody, AWS_ACCESS_KEY_ID: account.accessKeyId, AWS_SECRET_ACCESS_KEY: account.secretAccessKey };

async function run(stub: S3Stub | undefined, args: string[], input: string, env = environment) {
  const result = await runExecutable('s3exists', [...(stub ? ['--endpoint', stub.url] : []), ...args], { input, env });
  return { ...result, records: parse(result.stdout) as { url?: string; key?: string; s3: object }[] };
}

function start(stub: S3Stub, args: string[]) {
  return startExecutable('s3exists', ['--endpoint', stub.url, ...args], { env: environment });
}

const known = {
  bucket: 'b-b',
  key: 'key',
  exists: true,
  size: 5,
  etag: hello,
  last_modified: '2026-01-02T03:04:05.000Z',
  checked_by: 'head',
};
const unknown = { bucket: 'b-b', key: 'none', exists: false, checked_by: 'head' };

const forms: [what: string, line: string, args: string[], fields: object][] = [
  ['bucket and key', '{"bucket":"b-b","key":"key","n":1.0}', [], { bucket: 'b-b', key: 'key', n: 1 }],
  ['an s3 URL in url', '{"url":"s3://b-b/key"}', [], { url: 's3://b-b/key' }],
  ['a bare s3 URL', 's3://b-b/key', [], { url: 's3://b-b/key' }],
  ['--bucket and key', '{"key":"key"}', ['--bucket', 'b-b'], { key: 'key' }],
  ['--bucket and --key-field', '{"a":{"b":"key"}}', ['--bucket', 'b-b', '--key-field', 'a.b'], { a: { b: 'key' } }],
  ['--key-field that holds an s3 URL', '{"to":"s3://b-b/key"}', ['--key-field', 'to'], { to: 's3://b-b/key' }],
];

for (const [what, line, args, fields] of forms) {
  test(`an object is named by ${what}`, async () => {
    const { records, status } = await run(await stubOf(), args, `${line}\n`);
    assert.deepEqual(records, [{ ...fields, s3: known }]);
    assert.equal(status, 0);
  });
}

test('the record keeps its own text', async () => {
  const { stdout } = await run(await stubOf(), [], '{"bucket":"b-b", "key":"key","n":1.0,"big":12345678901234567890}\r\n');
  assert.equal(stdout, `{"bucket":"b-b", "key":"key","n":1.0,"big":12345678901234567890,"s3":${JSON.stringify(known)}}\n`);
});

test('records that name no object are rejects, and the others go through', async () => {
  const rejects = join(folder, 'rejects.ndjson');
  const lines = [
    '{"bucket":"b-b"}',
    '{"bucket":"b-b","key":"key"}',
    '{"url":"http://x/"}',
    'hello',
    '{"bucket":"b/b","key":"k"}',
  ];
  const { records, status } = await run(await stubOf(), ['--rejects', rejects], lines.join('\n'));
  assert.deepEqual(
    records.map(({ s3 }) => s3),
    [known],
  );
  assert.equal(status, 1);
  const codes = readFileSync(rejects, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).error.code);
  assert.deepEqual(codes.sort(), ['BAD_ADDRESS', 'BAD_ADDRESS', 'BAD_ADDRESS', 'BAD_JSON']);
});

test('--missing and --existing pass on what they name', async () => {
  const stub = await stubOf();
  const lines = 's3://b-b/key\ns3://b-b/none\n';
  assert.deepEqual((await run(stub, ['--missing'], lines)).records, [{ url: 's3://b-b/none', s3: unknown }]);
  assert.deepEqual((await run(stub, ['--existing'], lines)).records, [{ url: 's3://b-b/key', s3: known }]);
});

const states: [what: string, record: object, args: string[], state: string][] = [
  ['the size is the same', { key: 'key', size: 5 }, ['--size-field', 'size'], 'same'],
  ['the size is another', { key: 'key', size: 6 }, ['--size-field', 'size'], 'changed'],
  ['there is no object', { key: 'none', size: 6 }, ['--size-field', 'size'], 'new'],
  ['the ETag is the same, quoted', { key: 'key', e: `"${hello}"` }, ['--etag-field', 'e'], 'same'],
  ['the ETag is another', { key: 'key', e: 'x' }, ['--etag-field', 'e'], 'changed'],
  ['the MD5 is the same', { key: 'key', m: hello.toUpperCase() }, ['--md5-field', 'm'], 'same'],
  ['the MD5 is the same, in base64', { key: 'key', m: 'XUFAKrxLKna5cZ2REBfFkg==' }, ['--md5-field', 'm'], 'same'],
  ['the object was uploaded in parts', { key: 'parts', m: hello }, ['--md5-field', 'm'], 'changed'],
  [
    'the size is the same, but not the MD5',
    { key: 'key', s: '5', m: '0'.repeat(32) },
    ['--size-field', 's', '--md5-field', 'm'],
    'changed',
  ],
];

for (const [what, record, args, state] of states) {
  test(`the state is ${state} where ${what}`, async () => {
    const stub = await stubOf({ buckets: { 'b-b': { key: 'hello', parts: { size: 5, etag: `${hello}-2` } } } });
    const { records } = await run(stub, ['--bucket', 'b-b', ...args], JSON.stringify(record));
    assert.equal((records[0]!.s3 as { state?: string }).state, state);
  });
}

test('a record without the field to compare with is BAD_FIELD, and costs no request', async () => {
  const stub = await stubOf();
  const { stderr, status } = await run(stub, ['--size-field', 'size'], '{"bucket":"b-b","key":"key","size":"big"}');
  assert.match(stderr, /size is not a size in bytes/);
  assert.equal(status, 1);
  assert.equal(stub.seen.length, 0);
});

test('403 leaves it open, is missing where asked, and a reject where a filter would have to know', async () => {
  const inject: StubOptions['inject'] = () => ({ status: 403, code: 'AccessDenied' });
  const stub = await stubOf({ inject });
  assert.deepEqual((await run(stub, [], 's3://b-b/key')).records[0]!.s3, {
    bucket: 'b-b',
    key: 'key',
    exists: null,
    error: 'forbidden',
    checked_by: 'head',
  });
  assert.deepEqual((await run(stub, ['--forbidden-is-missing', '--missing'], 's3://b-b/key')).records[0]!.s3, {
    ...unknown,
    key: 'key',
  });
  const filtered = await run(stub, ['--missing'], 's3://b-b/key');
  assert.deepEqual([filtered.records, filtered.status], [[], 1]);
});

test('results come in input order with --ordered', async () => {
  const stub = await stubOf({ buckets: { 'b-b': many }, delay: (seen) => (seen.key.endsWith('0') ? 30 : 0) });
  for (const strategy of ['head', 'auto']) {
    const keys = numbered.toReversed().filter((_, index) => index % 9 === 0);
    const { records } = await run(
      stub,
      ['--ordered', '--strategy', strategy, '--bucket', 'b-b'],
      keys.map((key) => JSON.stringify({ key })).join('\n'),
    );
    assert.deepEqual(
      records.map(({ key }) => key),
      keys,
    );
  }
});

test('--stats counts the requests and what they cost', async () => {
  const lines = `${numbered.map((key) => `s3://b-b/${key}\n`).join('')}s3://c-c/key\n`;
  const { stderr } = await run(await stubOf({ buckets: { 'b-b': many, 'c-c': {} } }), ['--stats', '--batch-delay', '60s'], lines);
  const { heads, lists, gets, retries, cost_usd, records_out } = JSON.parse(stderr);
  assert.deepEqual(
    { heads, lists, gets, retries, cost_usd, records_out },
    { heads: 1, lists: 1, gets: 1, retries: 0, cost_usd: 5.8e-6, records_out: 1001 },
  );
});

test('a result is there although the input stays open', async () => {
  const child = start(await stubOf(), []);
  child.stdin.write('s3://b-b/key\n');
  const [chunk] = await once(child.stdout, 'data');
  assert.equal(JSON.parse(String(chunk)).s3.exists, true);
  child.stdin.end();
  await once(child, 'exit');
});

test('a signal lets what is under way finish', async () => {
  const stub = await stubOf({ delay: 300 });
  const child = start(stub, ['--strategy', 'head', '-c', '1']);
  const result = finished(child);
  child.stdin.write('s3://b-b/key\ns3://b-b/none\n');
  while (stub.seen.length === 0) await new Promise(setImmediate);
  child.kill('SIGTERM');
  const { status, stdout } = await result;
  assert.deepEqual([status, parse(stdout)], [143, [{ url: 's3://b-b/key', s3: known }]]);
  assert.equal(stub.seen.length, 1);
});

test('keys come from the profile in the AWS files', async () => {
  const config = join(folder, 'config');
  const credentials = join(folder, 'credentials');
  writeFileSync(config, `[profile mill]\nregion = eu-west-1\n`);
  writeFileSync(
    credentials,
    `[mill]\naws_access_key_id = ${account.accessKeyId}\naws_secret_access_key = ${account.secretAccessKey}\n`,
  );
  const env = { ...nobody, AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_SECRET_ACCESS_KEY: '' };
  const { records, stderr } = await run(await stubOf({ region: 'eu-west-1' }), ['--profile', 'mill'], 's3://b-b/key', env);
  assert.deepEqual(records[0]?.s3, known, stderr);
});

test('without keys one line says what to do, and the status is 4', async () => {
  const { stderr, status } = await run(await stubOf(), [], 's3://b-b/key', { ...nobody, AWS_SECRET_ACCESS_KEY: '' });
  assert.equal(status, 4);
  assert.match(stderr, /^s3exists: no AWS keys .*--no-sign-request.*@aws-sdk\/credential-providers.*\n$/);
});

for (const args of [
  ['--strategy', 'guess'],
  ['--batch', '0'],
  ['--endpoint', 'ftp://x'],
  ['--endpoint', 'http://user:secret@127.0.0.1'],
  ['--missing', '--existing'],
]) {
  test(`${args.join(' ')} is wrong usage`, async () => {
    const { status, stderr } = await run(undefined, args, '');
    assert.equal(status, 2);
    assert.doesNotMatch(stderr, /secret/);
  });
}

const strategies = ['head', 'list', 'auto'] as const;
for (const strategy of strategies) {
  test(`a wrong secret ends the run with 4 after the first answer, by ${strategy}`, async () => {
    const stub = await stubOf({ buckets: { 'b-b': many } });
    const input = numbered.map((key) => `s3://b-b/${key}\n`).join('');
    const { stdout, stderr, status } = await run(stub, ['--strategy', strategy], input, {
      ...environment,
      AWS_SECRET_ACCESS_KEY: 'no',
    });
    assert.deepEqual([stdout, status], ['', 4]);
    assert.match(stderr, /^s3exists: S3 refuses every request: .*SignatureDoesNotMatch/m);
    // A HEAD has no body to say why, so a GET of one byte asks.
    assert.ok(stub.seen.length <= 2, `${stub.seen.length} requests`);
  });

  test(`a bucket that does not exist ends the run with 4 if it is that of --bucket, else costs its records, by ${strategy}`, async () => {
    const stub = await stubOf({ buckets: { 'b-b': many } });
    const input = numbered.map((key) => `{"key":"${key}"}\n`).join('');
    const whole = await run(stub, ['--strategy', strategy, '--bucket', 'nobody'], input);
    assert.deepEqual([whole.stdout, whole.status], ['', 4]);
    assert.match(whole.stderr, /^s3exists: S3 refuses every request: .*NoSuchBucket/m);
    assert.ok(stub.seen.length <= 2, `${stub.seen.length} requests`);
    const mixed = await run(stub, ['--strategy', strategy], 's3://b-b/k/00001\ns3://nobody/k\ns3://nobody/l\n');
    assert.equal(mixed.status, 1);
    assert.equal(mixed.records.length, 1);
    assert.equal(mixed.stderr.match(/^s3exists: stdin:.*NoSuchBucket/gm)?.length, 2, mixed.stderr);
  });
}
