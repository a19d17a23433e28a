import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { finished, start } from './executables.ts';
import { FlakyLink } from './flaky-link.ts';
import { startServer } from './redis.ts';

/** Has the answer to a batch of `enqueue` lost, and Redis away for so many ms after it; then all records are to be there once. */
export async function enqueueThroughOutage(t: TestContext, ms: number): Promise<void> {
  const server = await startServer(t);
  if (!server) return t.skip('redis-server is not installed');
  const link = await FlakyLink.start(t, server.port);
  let lost = 0;
  const isBatch = (request: Buffer) => request.includes('{"n":');
  link.losesAnswer = (request) => {
    if (lost > 0 || !isBatch(request) || request.includes('NOSCRIPT')) return false;
    return ++lost > 0;
  };
  // The script is known, so that the first answer is that of the batch.
  const warm = start('enqueue', ['--queue', 'warm', '--redis', server.url]);
  warm.stdin.end('1\n');
  assert.equal((await finished(warm)).status, 0);
  const producer = start('enqueue', ['--queue', 'q', '--redis', link.url, '--stats'], { more: ms });
  const end = finished(producer);
  producer.stdin.end(Array.from({ length: 700 }, (_, n) => `{"n":${n}}\n`).join(''));
  while (lost === 0) await sleep(5);
  await sleep(ms);
  link.isDown = false;
  const { stderr, status } = await end;
  assert.equal(status, 0, stderr);
  assert.match(stderr, /"queued":700,/);
  const { Client, redisAddress } = await import('../../src/lib/redis/index.ts');
  const client = await Client.connect(redisAddress(server.url));
  assert.equal(await client.call('XLEN', 'q:normal'), 700);
  assert.deepEqual(await client.call('KEYS', 'q:sent:*'), [], 'no mark stays');
  client.close();
}
