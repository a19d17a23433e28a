import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { VERSION } from '../../../src/version.ts';
import { bin, run, scratch, start } from '../../support/executables.ts';

describe('feedmill doctor', () => {
  it('tells versions, optional services, and what a state holds and who holds it', async (t) => {
    const state = join(scratch(t), 'state');
    await run('dedupe', ['--by', 'id', '--state', state], { input: '{"id":1}\n{"id":2}\n' });
    const redis = net.createServer((socket) => socket.on('data', () => socket.end('+PONG\r\n'))).listen(0, '127.0.0.1');
    t.after(() => redis.close());
    await once(redis, 'listening');
    const { port } = redis.address() as net.AddressInfo;
    const holder = start(join(bin, 'dedupe'), ['--by', 'id', '--state', state]);
    holder.stdin.write('{"id":3}\n');
    await once(holder.stdout, 'data');
    const env = { REDIS_URL: `redis://user:secret@127.0.0.1:${port}` };
    const { stdout, stderr, status } = await run('feedmill', ['doctor', '--state', state], { env });
    assert.deepEqual([stderr, status], ['', 0]);
    assert.ok(stdout.startsWith('ok '), stdout);
    assert.ok(stdout.includes(VERSION) && stdout.includes(process.version));
    assert.match(stdout, new RegExp(`^ok +Redis +answers at 127\\.0\\.0\\.1:${port}$`, 'm'));
    assert.match(stdout, new RegExp(`^ok +state .*dedupe \\d.*held by dedupe \\(pid ${holder.pid}`, 'm'));
    assert.ok(!stdout.includes('secret'));
    holder.stdin.end();
    await once(holder, 'close');
  });

  it('takes a state by its option only', async () => {
    const { stdout, stderr, status } = await run('feedmill', ['doctor', 'state']);
    assert.deepEqual([stdout, status], ['', 2]);
    assert.match(stderr, /'state'.*--state/);
  });

  it('exits 4 where a state is missing, or is none', async (t) => {
    const folder = scratch(t);
    writeFileSync(join(folder, 'data.mdb'), 'no state'.repeat(1000));
    for (const [dir, message] of [
      [join(folder, 'gone'), /no such folder/],
      [folder, /is corrupted, or no state of feedmill/],
    ] as const) {
      const { stdout, status } = await run('feedmill', ['doctor', '--state', dir]);
      assert.equal(status, 4);
      assert.match(stdout, message);
    }
  });
});
