import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ndjson, run, scratch, shell } from '../support/executables.ts';

describe('peek', () => {
  it('passes every line on as it came, record or not', async () => {
    const input = '{"id":1.0,"e":"\\u0041"}\nnope\n[1]\n{ }\n';
    const { stdout, status } = await run('peek', [], { input });
    assert.deepEqual([stdout, status], [input, 0]);
  });

  it('shows every Nth record, cut to the width, and what there was in all', async () => {
    const input = ndjson({ id: 1, text: 'x'.repeat(500) }, { id: 2, deep: { a: 1 } }, { id: 3 }, { id: 4, text: 'short' });
    const { stderr } = await run('peek', ['--every', '2', '--width', '40'], { input });
    const lines = stderr.trimEnd().split('\n');
    assert.deepEqual(lines.slice(0, 2), ['peek: 2  id=2  deep={"a":1}', 'peek: 4  id=4  text=short']);
    assert.match(lines[2]!, /^peek: 4 records, 572 B, [\d.]+\/s$/);
    assert.equal(lines[3], 'peek: largest: 518 B, record 1');
    assert.equal(lines[4], 'peek: fields: id always, text 50%, deep 25%');
    const wide = await run('peek', ['--every', '1', '--width', '30'], { input });
    assert.ok(
      wide.stderr
        .split('\n')
        .slice(0, 4)
        .every((line) => line.length <= 30),
    );
  });

  it('shows the fields asked for, whole where they fit', async () => {
    const input = ndjson({ id: 1, feed: { url: 'u'.repeat(60) } });
    const { stderr } = await run('peek', ['--every', '1', '--fields', 'feed.url,missing'], { input });
    assert.ok(stderr.startsWith(`peek: 1  feed.url=${'u'.repeat(60)}\n`));
  });

  it('lets no escape sequence of a record reach the terminal', async () => {
    const input = `${ndjson({ t: '\u001b]0;title\u0007\u202e' })}nope \u001b[31m\u009b\n`;
    const { stdout, stderr } = await run('peek', ['--every', '1'], { input });
    assert.equal(stdout, input);
    assert.doesNotMatch(stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    assert.match(stderr, /\\x1b\]0;title/);
  });

  it('cuts to what a terminal has room for: wide characters take two columns, escapes all they are shown with', async () => {
    const input = ndjson({ t: '日本語'.repeat(20) }, { t: '\u001b'.repeat(20) });
    const { stderr } = await run('peek', ['--every', '1', '--width', '40'], { input });
    const [wide, escapes] = stderr.split('\n');
    assert.equal(wide, `peek: 1  t=${'日本語'.repeat(4)}日本…`);
    assert.equal(escapes, `peek: 2  t=${'\\x1b'.repeat(7)}…`);
  });

  it('lets none reach it through --stats either', async () => {
    const { stderr } = await run('peek', ['--stats', '-q'], { input: ndjson({ 'a\u009b31m': 1 }) });
    assert.doesNotMatch(stderr, /[\u0080-\u009f]/);
    assert.deepEqual(JSON.parse(stderr).fields, { 'a\u009b31m': 1 });
  });

  it('tells of large records, and of counts alone', async () => {
    const input = ndjson({ id: 1 }, { id: 'x'.repeat(2000) });
    const { stderr } = await run('peek', ['--counts', '--large', '1kB'], { input });
    assert.match(stderr, /^peek: record 2 has 2.0 kB\npeek: 2 records/);
  });

  describe('--limit', () => {
    for (const [what, script] of [
      ['by itself', 'peek -q --limit 2'],
      ['in the middle of a run', "feedmill run 'peek -q | peek -q --limit 2 | peek -q'"],
      ['reading a FIFO', 'mkfifo f; cat > f & peek -q --follow --limit 2 f'],
      ['reading gzip', 'set +o pipefail; gzip | peek -q --limit 2'],
    ] as const) {
      it(`ends an endless input, ${what}, with status 0`, async (t) => {
        const { stdout, stderr } = await shell(`yes '{"id":1}' | (${script}); echo "\${PIPESTATUS[@]}" >&2`, { cwd: scratch(t) });
        assert.equal(stdout, '{"id":1}\n{"id":1}\n');
        assert.equal(stderr, '141 0\n', 'the writer has met SIGPIPE');
      });
    }

    it('reads no further file, and the filter says at the end what there was', async (t) => {
      const folder = scratch(t);
      for (const name of ['a', 'b']) writeFileSync(join(folder, name), ndjson({ id: name }, { id: 2 }));
      const { stdout, stderr, status } = await run('peek', ['--limit', '1', 'a', 'b', 'a'], { cwd: folder });
      assert.deepEqual([stdout, status], ['{"id":"a"}\n', 0]);
      assert.match(stderr, /^peek: 1 records/m);
    });
  });
});
