import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ndjson, records, run } from '../../support/executables.ts';

describe('a reject', () => {
  it('shows no password and no more than a bounded text of its record, which stays as it came', async () => {
    const url = `http://alice:S3CRET/x y@host.example/${'p'.repeat(1e6)}`;
    const record = { url, id: 1 };
    const { stderr } = await run('parse', ['--rejects', '/dev/stdout', '--log-format', 'json'], { input: ndjson(record) });
    assert.ok(stderr.length < 3000);
    assert.doesNotMatch(stderr, /S3CRET/);
    const plain = await run('parse', ['--rejects', '/dev/stdout'], { input: ndjson(record) });
    assert.match(plain.stderr, /^parse: stdin:1: http:\/\/host\.example\/p{170,}…: not a response/);
    const [reject] = records(plain.stdout) as { error: object; record: object }[];
    assert.deepEqual(reject?.record, record);
    assert.doesNotMatch(JSON.stringify(reject?.error), /S3CRET/);
  });

  it('of a line that is no JSON has a message of at most 1 KiB', async () => {
    const { stderr } = await run('dedupe', [], { input: `nope ${'é'.repeat(1e6)}\n` });
    assert.ok(Buffer.byteLength(stderr) < 1100);
  });
});
