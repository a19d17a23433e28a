import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import aws4 from 'aws4';
import undici from 'undici';
import { encodeKey } from '../../src/lib/s3/address.ts';
import { ndjson, records, run } from '../support/executables.ts';

// Against a server that speaks S3, with keys from the AWS environment: S3_ENDPOINT=http://127.0.0.1:9000 AWS_ACCESS_KEY_ID=… npm test
const {
  S3_ENDPOINT: endpoint,
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_REGION = 'us-east-1',
} = process.env;
const skip = !(endpoint && accessKeyId && secretAccessKey) && 'S3_ENDPOINT or AWS_ACCESS_KEY_ID is not set';
const bucket = `feedmill-test-${randomUUID()}`;
const odd = ['a', 'a/', 'a/../b', './c', 'a//b', '%2F', 'a+b c', `"q'<&>`, '\u0001', '😀', '\uffee', 'é', 'k'.repeat(1024)];
const numbered = Array.from({ length: 1200 }, (_, index) => `n/${String(index).padStart(6, '0')}`);

async function put(path: string, body: string): Promise<number> {
  const { host, origin } = new URL(endpoint!);
  const request = {
    service: 's3',
    region: AWS_REGION,
    method: 'PUT',
    host,
    path,
    body,
    headers: { 'Content-Type': 'text/plain' },
  };
  const signed = aws4.sign(request, { accessKeyId: accessKeyId!, secretAccessKey: secretAccessKey! });
  const headers = Object.fromEntries(Object.entries(signed.headers ?? {}).map(([name, value]) => [name, String(value)]));
  const agent = new undici.Agent();
  const { statusCode } = await agent.request({ origin, path, method: 'PUT', headers, body });
  await agent.close();
  return statusCode;
}

before(async () => {
  if (skip) return;
  assert.equal(await put(`/${bucket}`, ''), 200);
  for (const key of [...odd, ...numbered.filter((_, index) => index % 2 === 0)]) {
    assert.equal(await put(`/${bucket}/${encodeKey(key)}`, 'hello'), 200, key);
  }
});

for (const strategy of ['head', 'list', 'auto']) {
  test(`a real server: ${strategy} tells what exists`, { skip }, async () => {
    const keys = [...odd, ...odd.map((key) => `${key.slice(0, 1000)}?`), ...numbered];
    const args = ['--endpoint', endpoint!, '--strategy', strategy, '--bucket', bucket, '--ordered', '--size-field', 'size'];
    const { stdout, stderr } = await run('s3exists', args, { input: ndjson(...keys.map((key) => ({ key, size: 5 }))) });
    const states = records(stdout).map(({ s3 }) => (s3 as { state: string }).state);
    const expected = [
      ...odd.map(() => 'same'),
      ...odd.map(() => 'new'),
      ...numbered.map((_, index) => (index % 2 === 0 ? 'same' : 'new')),
    ];
    assert.deepEqual(states, expected, stderr);
  });
}

test('a real server: fetch reads an object', { skip }, async () => {
  const input = `s3://${bucket}/a/../b\n`;
  const { stdout, stderr } = await run('fetch', ['--endpoint', endpoint!], { input });
  assert.equal(records(stdout)[0]?.body, 'hello', stderr);
});
