import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Halt } from '../../../src/lib/errors/index.ts';
import { keep } from '../../../src/lib/s3/credentials.ts';
import { target } from '../../../src/lib/s3/endpoint.ts';
import type { Environment } from '../../../src/lib/s3/profiles.ts';
import { type S3Options, type Settings, settle } from '../../../src/lib/s3/settings.ts';

const home = mkdtempSync(join(tmpdir(), 'feedmill-aws-'));
after(() => rmSync(home, { recursive: true }));
mkdirSync(join(home, '.aws'));
writeFileSync(
  join(home, '.aws', 'config'),
  `\ufeff# a comment
[default]
region = eu-west-1 ; another
[profile mill]
region=eu-west-2
services = ours
s3 =
    addressing_style = virtual
    max_concurrent_requests = 20
endpoint_url = http://everything.example
[services ours]
s3 =
  endpoint_url = http://s3.example:9000
dynamodb =
  endpoint_url = http://dynamo.example
[profile process]
credential_process = printf '{"Version":1,"AccessKeyId":"AKP","SecretAccessKey":"SP","SessionToken":"TP","Expiration":"2099-01-01T00:00:00Z"}'
[profile broken]
credential_process = echo secret-of-the-process; false
[profile role]
role_arn = arn:aws:iam::1:role/r
aws_access_key_id = AKR
aws_secret_access_key = SR
`,
);
writeFileSync(
  join(home, '.aws', 'credentials'),
  `[default]\r\naws_access_key_id = AKD\r\naws_secret_access_key = S/D+=\r\n\r\n[mill]\r\nAWS_ACCESS_KEY_ID=AKM\r\naws_secret_access_key=SM\r\naws_session_token = TM\r\n`,
);

const base: Environment = { HOME: home };
const inEnvironment = { AWS_ACCESS_KEY_ID: 'AKE', AWS_SECRET_ACCESS_KEY: 'SE' };

const found: [what: string, env: Environment, wishes: S3Options, keys: object][] = [
  ['the environment', inEnvironment, {}, { accessKeyId: 'AKE', secretAccessKey: 'SE' }],
  [
    'the environment, with a session',
    { ...inEnvironment, AWS_SESSION_TOKEN: 'TE' },
    {},
    { accessKeyId: 'AKE', secretAccessKey: 'SE', sessionToken: 'TE' },
  ],
  [
    'the environment before AWS_PROFILE',
    { ...inEnvironment, AWS_PROFILE: 'mill' },
    {},
    { accessKeyId: 'AKE', secretAccessKey: 'SE' },
  ],
  ['the default profile', {}, {}, { accessKeyId: 'AKD', secretAccessKey: 'S/D+=' }],
  ['the profile of AWS_PROFILE', { AWS_PROFILE: 'mill' }, {}, { accessKeyId: 'AKM', secretAccessKey: 'SM', sessionToken: 'TM' }],
  [
    'the profile asked for, before the environment',
    inEnvironment,
    { profile: 'mill' },
    { accessKeyId: 'AKM', secretAccessKey: 'SM', sessionToken: 'TM' },
  ],
  [
    'the process of the profile',
    {},
    { profile: 'process' },
    { accessKeyId: 'AKP', secretAccessKey: 'SP', sessionToken: 'TP', expires: Date.UTC(2099, 0) },
  ],
];

for (const [what, env, wishes, keys] of found) {
  test(`keys come from ${what}`, async () => {
    assert.deepEqual(await settle(wishes, { ...base, ...env }).credentials?.(), keys);
  });
}

const halts: [what: string, wishes: S3Options, message: RegExp][] = [
  ['a profile that is not there', { profile: 'none' }, /^no profile "none" in the AWS configuration files$/],
  ['a process that fails', { profile: 'broken' }, /^the credential_process of the AWS profile "broken" gave no keys$/],
  ['a role', { profile: 'role' }, /@aws-sdk\/credential-providers/],
];

for (const [what, wishes, message] of halts) {
  test(`${what} ends the run with a message`, async () => {
    await assert.rejects(
      settle(wishes, base).credentials!(),
      (error) => error instanceof Halt && error.status === 4 && message.test(error.message),
    );
  });
}

const settled: [what: string, env: Environment, wishes: S3Options, expected: Partial<Record<keyof Settings, unknown>>][] = [
  ['the region of the profile', {}, {}, { region: 'eu-west-1', endpoint: undefined, pathStyle: false }],
  ['AWS_DEFAULT_REGION', { AWS_DEFAULT_REGION: 'eu-north-1' }, {}, { region: 'eu-north-1' }],
  ['AWS_REGION before it', { AWS_DEFAULT_REGION: 'eu-north-1', AWS_REGION: 'sa-east-1' }, {}, { region: 'sa-east-1' }],
  ['the region asked for', { AWS_REGION: 'sa-east-1' }, { region: 'us-west-2' }, { region: 'us-west-2' }],
  ['us-east-1 where nothing says', { HOME: '/nonexistent' }, {}, { region: 'us-east-1' }],
  [
    'the endpoint asked for, bucket in the path',
    {},
    { endpoint: 'http://127.0.0.1:9000' },
    { endpoint: 'http://127.0.0.1:9000/', pathStyle: true },
  ],
  ['AWS_ENDPOINT_URL', { AWS_ENDPOINT_URL: 'http://a.example' }, {}, { endpoint: 'http://a.example/' }],
  [
    'AWS_ENDPOINT_URL_S3 before it',
    { AWS_ENDPOINT_URL: 'http://a.example', AWS_ENDPOINT_URL_S3: 'http://b.example' },
    {},
    { endpoint: 'http://b.example/' },
  ],
  [
    'the endpoint of S3 in the services of the profile',
    { AWS_PROFILE: 'mill' },
    {},
    { endpoint: 'http://s3.example:9000/', pathStyle: false, region: 'eu-west-2' },
  ],
  [
    'no endpoint where those configured are to be ignored',
    { AWS_PROFILE: 'mill', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    {},
    { endpoint: undefined },
  ],
  ['no keys where none are wanted', inEnvironment, { anonymous: true }, { credentials: undefined }],
];

for (const [what, env, wishes, expected] of settled) {
  test(`settings: ${what}`, () => {
    const settings = settle(wishes, { ...base, ...env });
    for (const [name, value] of Object.entries(expected)) {
      const is = settings[name as keyof Settings];
      assert.equal(is instanceof URL ? is.href : is, value, name);
    }
  });
}

test('an endpoint that is none, or that holds a password, is wrong usage; the password is not told', () => {
  for (const endpoint of ['minio', 'ftp://a', 'http://a/?b', 'http://user:hunter2@a']) {
    assert.throws(
      () => settle({ endpoint }, base),
      (error) => error instanceof Halt && error.status === 2 && !error.message.includes('hunter2'),
    );
  }
});

const targets: [bucket: string, wishes: S3Options, region: string, host: string, path: string][] = [
  ['b-b', {}, 'eu-west-1', 'b-b.s3.eu-west-1.amazonaws.com', '/a/../b%20c'],
  ['b-b', { pathStyle: true }, 'eu-west-1', 's3.eu-west-1.amazonaws.com', '/b-b/a/../b%20c'],
  ['with.dots', {}, 'eu-west-1', 's3.eu-west-1.amazonaws.com', '/with.dots/a/../b%20c'],
  ['Old_Name', {}, 'us-east-1', 's3.us-east-1.amazonaws.com', '/Old_Name/a/../b%20c'],
  ['b-b', {}, 'cn-north-1', 'b-b.s3.cn-north-1.amazonaws.com.cn', '/a/../b%20c'],
  ['b--use1-az4--x-s3', {}, 'us-east-1', 'b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com', '/a/../b%20c'],
  ['b-b', { endpoint: 'http://127.0.0.1:9000/base/' }, 'x', '127.0.0.1:9000', '/base/b-b/a/../b%20c'],
];

for (const [bucket, wishes, region, host, path] of targets) {
  test(`${bucket} in ${region} ${JSON.stringify(wishes)} is at ${host}`, () => {
    const to = target(settle(wishes, { HOME: '/nonexistent' }), region, bucket, 'a/../b c');
    assert.deepEqual([to.host, to.path], [host, path]);
  });
}

test('keys are loaded once for all, again when they are about to end, and again when they were refused', async () => {
  let loads = 0;
  let expires = Date.now() + 3_600_000;
  const credentials = keep(async () => ({ accessKeyId: `AK${++loads}`, secretAccessKey: 's', expires }));
  const [first, second] = await Promise.all([credentials(), credentials()]);
  assert.equal(first, second);
  const [third, fourth] = await Promise.all([credentials(first), credentials(first)]);
  assert.equal(third, fourth);
  assert.equal(loads, 2);
  assert.equal(await credentials(first), third, 'those refused are no longer in force');
  expires = Date.now() + 1000;
  await credentials(third);
  await credentials();
  assert.equal(loads, 4);
});
