import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { bin, finished, ndjson, records, run, scratch, shell, start } from '../support/executables.ts';

const FEEDS = 40;
const ITEMS = 25;

/** A server of feeds, and an OPML file in `folder` that lists them. */
async function feeds(t: TestContext, folder: string): Promise<void> {
  const server = createServer((request, response) => {
    const feed = Number(request.url?.slice(1));
    const item = (index: number) => `<item><guid>${feed}-${index}</guid><title>Harvest ${index} of the river council</title>
      <description>The orchard market met the copper engine of treaty ${feed}.</description></item>`;
    response.setHeader('content-type', 'application/rss+xml');
    response.end(
      `<rss version="2.0"><channel><title>F${feed}</title>${[...Array(ITEMS).keys()].map(item).join('')}</channel></rss>`,
    );
  });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const outlines = [...Array(FEEDS).keys()].map((feed) => `<outline xmlUrl="http://127.0.1.${1 + feed}:${port}/${feed}"/>`);
  writeFileSync(join(folder, 'subs.opml'), `<opml version="2.0"><body>${outlines.join('')}</body></opml>`);
}

const main = (state: string, more = '') =>
  `opml2feeds subs.opml | fetch --ordered --min-interval 0 --state ${state} ${more} | parse | dedupe --state ${state} | enrich --ordered --with lang | keywords`;

describe('feedmill run', () => {
  it('gives what the shell gives with the same pipeline, to the byte', async (t) => {
    const folder = scratch(t);
    await feeds(t, folder);
    const piped = await shell(main('s1'), { cwd: folder });
    const inOne = await run('feedmill', ['run', main('s2')], { cwd: folder });
    assert.equal(piped.stdout.split('\n').length, FEEDS * ITEMS + 1);
    assert.deepEqual(inOne, piped);
    assert.equal((await run('feedmill', ['run', main('s2')], { cwd: folder })).stdout, '', 'what was seen is remembered');
  });

  it('gives the same with its work spread over threads', async (t) => {
    const folder = scratch(t);
    const feed = (n: number) =>
      `<rss version="2.0"><channel><title>F</title>${`<item><title>The river council of feed ${n}</title><guid>x</guid></item>`.repeat(10)}</channel></rss>`;
    const input = ndjson(...[...Array(12).keys()].map((n) => ({ url: `http://x/${n}`, body: n === 7 ? 'no feed' : feed(n) })));
    const args = ['parse | keywords', '--rejects', 'rejects'];
    const one = await run('feedmill', ['run', ...args], { cwd: folder, input });
    const rejects = readFileSync(join(folder, 'rejects'), 'utf8');
    assert.deepEqual([one.stdout.split('\n').length, one.status, records(rejects).length], [11 * 10 + 1, 1, 1]);
    assert.deepEqual(await run('feedmill', ['run', '--jobs', '2', ...args], { cwd: folder, input }), one);
    assert.equal(readFileSync(join(folder, 'rejects'), 'utf8'), rejects);
  });

  it('remembers only what the last stage has written: killed at any time, then run to the end, no item is lost', async (t) => {
    const folder = scratch(t);
    await feeds(t, folder);
    for (let round = 0; round < 8; round++) {
      const args = ['run', main('s', '-c 4 --per-host 1'), '-o', 'corpus', '--append'];
      const child = start(join(bin, 'feedmill'), args, { cwd: folder });
      const ended = finished(child);
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 250 + round * 60))]);
      child.kill('SIGKILL');
      await ended;
    }
    assert.equal((await run('feedmill', ['run', main('s'), '-o', 'corpus', '--append'], { cwd: folder })).status, 0);
    const ids = new Set(records(readFileSync(join(folder, 'corpus'), 'utf8')).map(({ id }) => id));
    assert.equal(ids.size, FEEDS * ITEMS);
  });

  it('tells rejects under the name of the stage, in one file, and counts by stage', async (t) => {
    const folder = scratch(t);
    const input = '{"id":1}\nnope\n{"id":1}\n{"id":2,"bad":true}\n';
    writeFileSync(join(folder, 'fail.mjs'), 'export default (record) => { if (record.bad) throw new Error("bad"); return 1; };');
    const args = ['run', 'dedupe --by id | enrich --with ./fail.mjs', '--rejects', 'rejects', '--stats'];
    const { stdout, stderr, status } = await run('feedmill', args, { cwd: folder, input });
    assert.equal(records(stdout).length, 1);
    assert.equal(status, 1);
    const told = records(readFileSync(join(folder, 'rejects'), 'utf8')) as { error: { command: string; line: number } }[];
    assert.deepEqual(
      told.map(({ error }) => [error.command, error.line]),
      [
        ['dedupe', 2],
        ['enrich', 4],
      ],
    );
    const stats = JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '');
    assert.deepEqual([stats.command, stats.records_in, stats.records_out, stats.rejected], ['run', 4, 1, 2]);
    assert.deepEqual(
      stats.stages.map((stage: { command: string; records_in: number }) => [stage.command, stage.records_in]),
      [
        ['dedupe', 4],
        ['enrich', 2],
      ],
    );
  });

  it('reads its pipeline from a file, with comments and redirections', async (t) => {
    const folder = scratch(t);
    writeFileSync(join(folder, 'in put'), ndjson({ id: 1 }, { id: 1 }, { id: 2 }));
    writeFileSync(join(folder, 'pipe'), "# unique ones\ndedupe --by id < 'in put'   # by id\ndedupe --lines \\\n  >> out\n");
    for (let round = 0; round < 2; round++)
      assert.equal((await run('feedmill', ['run', '-f', 'pipe'], { cwd: folder })).status, 0);
    assert.equal(readFileSync(join(folder, 'out'), 'utf8'), '{"id":1}\n{"id":2}\n'.repeat(2));
  });

  const wrong: [pipeline: string, message: RegExp][] = [
    ['parse x | frob', /'frob' is no command/],
    ['parse x | dedupe --frob', /dedupe: unknown option '--frob'/],
    ['parse x | | dedupe', /empty/],
    ['parse x |', /last stage is empty/],
    ['', /no stage/],
    ['parse $HOME', /'\$' means something to a shell/],
    ["parse 'x", /' is not closed/],
    ['parse x | dedupe y', /cannot read 'y'/],
    ['parse x -o y | dedupe', /cannot write to 'y'/],
    ['parse x >', /> names no file/],
  ];
  for (const [pipeline, message] of wrong) {
    it(`refuses ${JSON.stringify(pipeline)}`, async () => {
      const { stderr, status } = await run('feedmill', ['run', pipeline]);
      assert.equal(status, 2);
      assert.match(stderr, message);
      assert.equal(stderr.split('\n').length, 2, 'one line');
    });
  }

  it('keeps to what its stages say of the output and of the run', async (t) => {
    const folder = scratch(t);
    const counted = await run('feedmill', ['run', 'dedupe --by id --stats | dedupe --lines --no-progress'], {
      input: '{"id":1}\n',
    });
    assert.equal(JSON.parse(counted.stderr).stages.length, 2);
    const waited = await shell("mkfifo f; feedmill run 'dedupe --by id | dedupe --lines -o f --wait 0.1' < /dev/null", {
      cwd: folder,
    });
    assert.deepEqual([waited.stderr, waited.status], ['run: f: nobody has come to read it in 0.1 s\n', 4]);
    const child = start(join(bin, 'feedmill'), ['run', 'dedupe --by id | dedupe --lines -o out --atomic'], { cwd: folder });
    const ended = finished(child);
    child.stdin.write('{"id":1}\n');
    while (!readdirSync(folder).some((name) => name.startsWith('out'))) await new Promise(setImmediate);
    assert.ok(!existsSync(join(folder, 'out')));
    child.stdin.end();
    assert.equal((await ended).status, 0);
    assert.equal(readFileSync(join(folder, 'out'), 'utf8'), '{"id":1}\n');
  });

  it('ends quietly when its reader leaves, and after a signal with whole lines', async () => {
    const { stdout, stderr } = await shell(
      `yes '{"id":1}' | feedmill run 'dedupe --by id | dedupe --lines' | head -1; echo "\${PIPESTATUS[1]}"`,
    );
    assert.deepEqual([stdout, stderr], ['{"id":1}\n141\n', '']);
    const child = start(join(bin, 'feedmill'), ['run', 'dedupe --by id | dedupe --lines']);
    child.stdin.write('{"id":1}\n');
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    assert.equal((await finished(child)).status, 143);
  });
});

describe('--atomic', () => {
  it('has the file appear complete', async (t) => {
    const folder = scratch(t);
    writeFileSync(join(folder, 'out'), 'old\n');
    const child = start(join(bin, 'dedupe'), ['--by', 'id', '-o', 'out', '--atomic'], { cwd: folder });
    const ended = finished(child);
    child.stdin.write('{"id":1}\n');
    while (readdirSync(folder).length < 2) await new Promise(setImmediate);
    assert.equal(readFileSync(join(folder, 'out'), 'utf8'), 'old\n');
    child.stdin.end();
    await ended;
    assert.equal(readFileSync(join(folder, 'out'), 'utf8'), '{"id":1}\n');
    assert.deepEqual(readdirSync(folder), ['out']);
  });

  it('leaves nothing of a run that was stopped, and nothing of it is remembered', async (t) => {
    const folder = scratch(t);
    const child = start(join(bin, 'dedupe'), ['--by', 'id', '-o', 'out', '--atomic', '--state', 's'], { cwd: folder });
    const ended = finished(child);
    child.stdin.write('{"id":1}\n');
    while (!readdirSync(folder).some((name) => name.startsWith('out'))) await new Promise(setImmediate);
    child.kill('SIGTERM');
    assert.equal((await ended).status, 143);
    assert.deepEqual(readdirSync(folder), ['s']);
    const again = await run('dedupe', ['--by', 'id', '--state', 's', '-o', 'out', '--atomic'], {
      cwd: folder,
      input: '{"id":1}\n',
    });
    assert.equal(again.status, 0);
    assert.equal(readFileSync(join(folder, 'out'), 'utf8'), '{"id":1}\n');
    assert.ok(existsSync(join(folder, 's')));
  });
});

describe('--atomic, where the file cannot be replaced,', () => {
  it('leaves what is no file in its place', async (t) => {
    const folder = scratch(t);
    const { stderr, status } = await run('dedupe', ['--by', 'id', '-o', folder, '--atomic'], { input: '{"id":1}\n' });
    assert.deepEqual([stderr, status], [`dedupe: ${folder}: cannot be opened for writing: is a directory\n`, 4]);
  });

  it('says so, and leaves nothing', async (t) => {
    const folder = scratch(t);
    const child = start(join(bin, 'dedupe'), ['--by', 'id', '-o', 'out', '--atomic'], { cwd: folder });
    const ended = finished(child);
    while (readdirSync(folder).length === 0) await new Promise(setImmediate);
    mkdirSync(join(folder, 'out', 'full'), { recursive: true });
    child.stdin.end('{"id":1}\n');
    const { stderr, status } = await ended;
    assert.equal(status, 4);
    assert.match(stderr, /^dedupe: out: cannot be written: .*directory.*\n$/);
    assert.deepEqual(readdirSync(folder), ['out']);
  });

  it('keeps the rights of the file that is replaced', async (t) => {
    const out = join(scratch(t), 'out');
    writeFileSync(out, 'old\n', { mode: 0o600 });
    assert.equal((await run('dedupe', ['--by', 'id', '-o', out, '--atomic'], { input: '{"id":1}\n' })).status, 0);
    assert.equal(readFileSync(out, 'utf8'), '{"id":1}\n');
    assert.equal(statSync(out).mode & 0o777, 0o600);
  });
});

it('--wait bounds how long a reader of a FIFO is waited for', async (t) => {
  const folder = scratch(t);
  const { stderr, status } = await shell('mkfifo f; dedupe -o f --wait 0.1 < /dev/null', { cwd: folder });
  assert.equal(status, 4);
  assert.match(stderr, /^dedupe: f: nobody has come to read it in 0.1 s\n$/);
});
