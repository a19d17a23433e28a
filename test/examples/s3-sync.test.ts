import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { account, S3Stub } from '../servers/s3.ts';
import { root, scratch, shell } from '../support/executables.ts';

const missing = ['jq', 'find', 'xargs'].filter((program) => spawnSync(program, ['--version']).error);
const skip = missing.length > 0 && `${missing.join(', ')} not installed`;

test('s3-sync.sh uploads the files that are new or differ, and no others', { skip }, async (t) => {
  const stub = await S3Stub.start({ buckets: { 'b-b': { 'p/same': '12345', 'p/d/changed': '1' } } });
  t.after(() => stub.stop());
  const folder = scratch(t);
  const log = join(scratch(t), 'log');
  mkdirSync(join(folder, 'd'));
  const files = ['same', 'd/changed', 'new', ` "odd"\n'name' &é.txt`];
  for (const file of files) writeFileSync(join(folder, file), '12345');
  const upload = join(scratch(t), 'upload');
  writeFileSync(upload, `#!/bin/sh\nprintf '%s|%s\\0' "$1" "$2" >> "${log}"\n`, { mode: 0o755 });
  const env = {
    HOME: scratch(t),
    AWS_ACCESS_KEY_ID: account.accessKeyId,
    AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
    AWS_ENDPOINT_URL_S3: stub.url,
    AWS_PROFILE: '',
    UPLOAD: upload,
  };
  const { status, stderr } = await shell('"$0" "$@"', { args: [join(root, 'examples/s3-sync.sh'), folder, 'b-b', 'p/'], env });
  assert.deepEqual([status, stderr], [0, '']);
  const uploaded = readFileSync(log, 'utf8').split('\0').filter(Boolean).sort();
  const expected = files.slice(1).map((file) => `./${file}|s3://b-b/p/${file}`);
  assert.deepEqual(uploaded, expected.sort());
});
