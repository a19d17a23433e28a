import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../src/lib/json/index.ts';
import { serve } from '../servers/server.ts';
import { runFetch, temporary } from './fetch-run.ts';

const url = 'https://example.org/feed';
const secret = 'what stands outside the archive';
const nameOf = (body: string) => createHash('sha256').update(body).digest('hex');
const entry = { key: url, at: 1e12, elapsed: 5, attempts: 1, status: 200, url, redirects: [], headers: [], body: nameOf('a') };

test('fetch --record writes files that only their owner can read', async (t) => {
  const { origin, close } = await serve((_, response) => response.end('a'));
  t.after(close);
  const archive = join(temporary(t), 'archive');
  await runFetch(['--record', archive], [origin]);
  const modes = [archive, ...readdirSync(archive, { recursive: true }).map((name) => join(archive, String(name)))].map((path) => {
    const stat = statSync(path);
    return stat.isDirectory() ? [0o700, stat.mode & 0o777] : [0o600, stat.mode & 0o777];
  });
  assert.ok(modes.length >= 5);
  for (const [expected, mode] of modes) assert.equal(mode, expected);
});

/** Writes an archive with this one entry, beside a file outside it that must not be read. */
function archiveOf(folder: string, lines: unknown[]): string {
  const archive = join(folder, 'archive');
  writeFileSync(join(folder, 'outside.gz'), gzipSync(secret));
  mkdirSync(join(archive, 'bodies', nameOf('a').slice(0, 2)), { recursive: true });
  writeFileSync(join(archive, 'bodies', nameOf('a').slice(0, 2), `${nameOf('a')}.gz`), gzipSync('a'));
  writeFileSync(join(archive, 'index.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return archive;
}

test('fetch --replay gives what an archive by hand holds', async (t) => {
  const { records } = await runFetch(['--replay', archiveOf(temporary(t), [entry])], [url]);
  assert.equal(records[0]?.body, 'a');
});

const hostile: [name: string, change: JsonObject][] = [
  ['a body by a path that leads out', { body: '../../outside' }],
  ['a body by an absolute path', { body: '/etc/passwd' }],
  ['a body of another kind', { body: ['a'] }],
  ['a moment beyond all clocks', { at: 1e300 }],
  ['a moment that is no number', { at: '1' }],
  ['a status that is none of an answer', { status: 99_999 }],
  ['headers that are no list', { headers: { etag: 'a' } }],
  ['headers that are no texts', { headers: [['etag', 5]] }],
  ['redirects that are no list', { redirects: 'a' }],
  ['an error without a known code', { error: { code: 'constructor', message: 'a' } }],
  ['an error that is a text', { error: 'a' }],
];

for (const [name, change] of hostile) {
  test(`fetch --replay has no answer in an entry with ${name}`, async (t) => {
    const archive = archiveOf(temporary(t), [
      { ...entry, ...change },
      { ...entry, key: `${url}2`, url: `${url}2` },
    ]);
    const { rejects, records, code } = await runFetch(['--replay', archive], [url, `${url}2`]);
    assert.deepEqual([rejects.map(({ error }) => error.code), records[0]?.body, code], [['NOT_RECORDED'], 'a', 1]);
  });
}

test('fetch --replay follows no link out of its folder', async (t) => {
  const folder = temporary(t);
  const name = nameOf(secret);
  const archive = archiveOf(folder, [
    { ...entry, body: name },
    { ...entry, key: `${url}2`, body: nameOf('b') },
  ]);
  mkdirSync(join(archive, 'bodies', name.slice(0, 2)));
  symlinkSync('../../../outside.gz', join(archive, 'bodies', name.slice(0, 2), `${name}.gz`));
  const { rejects, records } = await runFetch(['--replay', archive], [url, `${url}2`]);
  assert.deepEqual([rejects.map(({ error }) => error.code), records], [['NOT_RECORDED', 'NOT_RECORDED'], []]);
  const linked = join(folder, 'linked');
  mkdirSync(linked);
  symlinkSync('../archive/index.ndjson', join(linked, 'index.ndjson'));
  assert.equal((await runFetch(['--replay', linked], [url])).code, 4);
});

test('fetch --replay tells a body that was changed, and one that is too large', async (t) => {
  const archive = archiveOf(temporary(t), [entry, { ...entry, key: `${url}2`, body: nameOf('large') }]);
  const [a, large] = [nameOf('a'), nameOf('large')];
  writeFileSync(join(archive, 'bodies', a.slice(0, 2), `${a}.gz`), gzipSync('b'));
  mkdirSync(join(archive, 'bodies', large.slice(0, 2)), { recursive: true });
  writeFileSync(join(archive, 'bodies', large.slice(0, 2), `${large}.gz`), gzipSync(Buffer.alloc(3_000_000)));
  appendFileSync(join(archive, 'index.ndjson'), '{"key":"');
  const { rejects } = await runFetch(['--replay', archive, '--max-bytes', '1000000', '--ordered'], [url, `${url}2`]);
  assert.deepEqual(
    rejects.map(({ error }) => error.code),
    ['NOT_RECORDED', 'TOO_LARGE'],
  );
});
