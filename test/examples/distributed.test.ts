import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { records, root, scratch, shell } from '../support/executables.ts';
import { testRedis } from '../support/redis.ts';

const examples = join(root, 'examples');

describe('examples/distributed.sh', () => {
  it('makes a corpus of feeds, and adds nothing twice', async (t) => {
    const redis = await testRedis(t);
    if (!redis) return;
    const names = readdirSync(join(examples, 'feeds')).filter((name) => /^(rss|atom)/.test(name));
    const server = http.createServer((request, response) => {
      const name = names.find((known) => request.url === `/${known}`);
      response.writeHead(name ? 200 : 404).end(name ? readFileSync(join(examples, 'feeds', name)) : '');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    const folder = scratch(t);
    const outlines = [...names, 'missing.xml'].map((name) => `<outline type="rss" xmlUrl="http://127.0.0.1:${port}/${name}"/>`);
    writeFileSync(join(folder, 'subs.opml'), `<opml version="2.0"><body>${outlines.join('')}</body></opml>`);
    const round = () =>
      shell(`${examples}/distributed.sh subs.opml corpus.ndjson`, {
        cwd: folder,
        env: { REDIS_URL: redis.url, NEWS: redis.prefix },
      });
    const first = await round();
    assert.equal(first.status, 0, first.stderr);
    const items = readFileSync(join(folder, 'corpus.ndjson'), 'utf8');
    const feeds = new Set(records(items).map(({ feed }) => (feed as { url: string }).url));
    assert.equal(feeds.size, names.length);
    const [letter] = records(readFileSync(join(folder, 'corpus.ndjson.dead'), 'utf8'));
    assert.equal((letter!.error as { code: string }).code, 'HTTP_404');
    assert.equal((await round()).status, 0);
    assert.equal(readFileSync(join(folder, 'corpus.ndjson'), 'utf8'), items);
  });

  it('has the workers of the Procfile and of compose.yaml, which are the same', () => {
    const workers = (file: string) =>
      [...readFileSync(join(examples, file), 'utf8').matchAll(/\bwork --queue .*/g)].map(([line]) =>
        line.replace(/--output \S+/, ''),
      );
    assert.equal(workers('Procfile').length, 3);
    assert.deepEqual(workers('compose.yaml'), workers('Procfile'));
  });
});
