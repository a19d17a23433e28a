// The contract of every command, sections 1 to 4, on the real executables in real pipes. `dedupe` stands for all of them: they share one runner.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bin, finished, ndjson, records, run, scratch, shell, start } from '../support/executables.ts';

describe('lines', () => {
  it('pass unchanged as the bytes they came as', async () => {
    const lines = [
      '{"id":1.0,"n":12345678901234567890,"e":1E400}',
      '{ "id" : "\\u0041", "b":"\\/", "emoji":"😀", "lone":"\\ud800" }',
      '{"10":1,"9":2,"__proto__":{"x":1},"id":"k","id":"l"}',
      '\t{"id":"indented"}  ',
    ];
    const { stdout, status } = await run('dedupe', ['--by', 'id'], { input: `${lines.join('\n')}\n` });
    assert.equal(stdout, `${lines.join('\n')}\n`);
    assert.equal(status, 0);
  });

  it('may end in CRLF, begin with a byte-order mark, be blank, or lack the last newline', async () => {
    const { stdout, stderr, status } = await run('dedupe', ['--by', 'id'], {
      input: '\ufeff{"id":1}\r\n\n \r\n{"id":2}\n{"id":3}',
    });
    assert.equal(stdout, '{"id":1}\n{"id":2}\n{"id":3}\n');
    assert.equal(stderr, '');
    assert.equal(status, 0);
  });

  it('that are no records are rejected by name, and counted as they stand in the file', async (t) => {
    const rejects = join(scratch(t), 'rejects');
    const input = '{"id":1}\n\nnope\n[1]\n"\u001b[31mred"\n{"id":2}\nnull\n';
    const { stdout, stderr, status } = await run('dedupe', ['--by', 'id', '--rejects', rejects], { input });
    assert.equal(stdout, '{"id":1}\n{"id":2}\n');
    assert.equal(status, 1);
    const told = records(readFileSync(rejects, 'utf8')) as { error: Record<string, unknown>; line_text: string }[];
    assert.deepEqual(
      told.map(({ error, line_text }) => [error.code, error.command, error.source, error.line, line_text]),
      [
        ['BAD_JSON', 'dedupe', 'stdin', 3, 'nope'],
        ['NOT_AN_OBJECT', 'dedupe', 'stdin', 4, '[1]'],
        ['BAD_JSON', 'dedupe', 'stdin', 5, '"\u001b[31mred"'],
        ['NOT_AN_OBJECT', 'dedupe', 'stdin', 7, 'null'],
      ],
    );
    assert.equal(stderr.trimEnd().split('\n').length, 4);
    assert.match(stderr, /^dedupe: stdin:3: not JSON: /);
    assert.ok(!stderr.includes('\u001b'), 'no escape sequence reaches a terminal');
  });

  it('longer than --max-line are rejected with their beginning, and the next one is read', async (t) => {
    const rejects = join(scratch(t), 'rejects');
    const long = `{"id":"${'x'.repeat(200_000)}"}`;
    const input = `{"id":1}\n${long}\n{"id":2}\n`;
    const { stdout, status } = await run('dedupe', ['--max-line', '100000', '--rejects', rejects], { input });
    assert.equal(stdout, '{"id":1}\n{"id":2}\n');
    assert.equal(status, 1);
    const [reject] = records(readFileSync(rejects, 'utf8')) as { error: { code: string; line: number }; line_text: string }[];
    assert.deepEqual([reject!.error.code, reject!.error.line], ['LINE_TOO_LONG', 2]);
    assert.equal(reject!.line_text, long.slice(0, 65536));
  });

  it('of many megabytes pass', async () => {
    const line = `{"id":"${'é'.repeat(5_000_000)}"}\n`;
    const { stdout } = await run('dedupe', [], { input: line });
    assert.equal(stdout, line);
  });
});

describe('input', () => {
  it('is each FILE in turn, gzipped or not, - being standard input', async (t) => {
    const folder = scratch(t);
    writeFileSync(join(folder, 'a'), '{"id":"a"}');
    writeFileSync(join(folder, 'b.gz'), Buffer.concat([gzipSync('{"id":"b"}\n'), gzipSync('{"id":"c"}\n')]));
    writeFileSync(join(folder, '-dash'), '{"id":"d"}\n');
    const { stdout, status } = await run('dedupe', ['a', '-', 'b.gz', '--', '-dash'], { cwd: folder, input: '{"id":"in"}\n' });
    assert.equal(stdout, '{"id":"a"}\n{"id":"in"}\n{"id":"b"}\n{"id":"c"}\n{"id":"d"}\n');
    assert.equal(status, 0);
  });

  for (const [what, files] of [
    ['missing', ['good', 'missing']],
    ['a directory', ['good', '.']],
    ['cut off', ['good', 'cut.gz']],
  ] as const) {
    it(`that is ${what} ends the run with status 4 and its name`, async (t) => {
      const folder = scratch(t);
      writeFileSync(join(folder, 'good'), '{"id":1}\n');
      writeFileSync(join(folder, 'cut.gz'), gzipSync(ndjson({ id: 2 })).subarray(0, 20));
      writeFileSync(join(folder, 'out'), 'kept\n');
      const { stderr, status } = await run('dedupe', ['-o', 'out', ...files], { cwd: folder });
      assert.equal(status, 4);
      assert.match(stderr, new RegExp(`^dedupe: ${files[1]}: [^\\n]+\\n$`));
      const read = what === 'cut off';
      assert.equal(
        readFileSync(join(folder, 'out'), 'utf8').slice(0, 9),
        read ? '{"id":1}\n' : 'kept\n',
        'checked before anything is read',
      );
    });
  }

  it('from a FIFO is read until its last writer leaves', async (t) => {
    const folder = scratch(t);
    const { stdout, status } = await shell('mkfifo f; (echo \'{"id":1}\'; sleep 0.2; echo \'{"id":2}\') > f & dedupe f', {
      cwd: folder,
    });
    assert.equal(stdout, '{"id":1}\n{"id":2}\n');
    assert.equal(status, 0);
  });

  it('with --follow goes on through ten writers, and ends a line where its writer left', async (t) => {
    const folder = scratch(t);
    const script = `mkfifo f
      dedupe --follow --by id f > out 2> err & pid=$!
      for i in 1 2 3 4 5 6 7 8 9 10; do
        printf '{"id":%d}\\n{"half":' $i > f
        until [ $(wc -l < err) = $i ]; do sleep 0.02; done
      done
      printf '{"id":"last"}' > f
      until grep -q last out; do sleep 0.05; done
      kill -TERM $pid; wait $pid`;
    const { status } = await shell(script, { cwd: folder });
    assert.equal(status, 143);
    const wanted = [...Array(10).keys()].map((index) => `{"id":${index + 1}}\n`);
    assert.equal(readFileSync(join(folder, 'out'), 'utf8'), `${wanted.join('')}{"id":"last"}\n`);
    assert.equal(readFileSync(join(folder, 'err'), 'utf8').match(/not JSON/g)?.length, 10);
  });

  it('with --follow is read from 50 FIFOs at once, whatever the order of their writers', async (t) => {
    const folder = scratch(t);
    const script = `for i in $(seq 50); do mkfifo f$i; done
      dedupe --follow --by id f{1..50} > out 2> err & pid=$!
      for i in $(seq 50 -1 1); do echo "{\\"id\\":$i}" > f$i; done
      until [ $(wc -l < out) = 50 ]; do sleep 0.05; done
      kill -INT $pid; wait $pid`;
    const { status } = await shell(script, { cwd: folder });
    assert.equal(status, 130);
    const ids = records(readFileSync(join(folder, 'out'), 'utf8')).map(({ id }) => Number(id));
    assert.deepEqual(
      ids.sort((a, b) => a - b),
      [...Array(50).keys()].map((index) => index + 1),
    );
    assert.equal(readFileSync(join(folder, 'err'), 'utf8'), '', 'Node warns of nothing');
  });
});

describe('output', () => {
  it('goes to the file or FIFO of -o', async (t) => {
    const folder = scratch(t);
    await shell(
      'echo \'{"id":1}\' | dedupe -o file; mkfifo f; (sleep 0.3; cat f > through) & echo \'{"id":2}\' | dedupe -o f; wait %1',
      { cwd: folder },
    );
    assert.equal(readFileSync(join(folder, 'file'), 'utf8'), '{"id":1}\n');
    assert.equal(readFileSync(join(folder, 'through'), 'utf8'), '{"id":2}\n');
  });

  it('is added to with --append, after whole lines only', async (t) => {
    const folder = scratch(t);
    writeFileSync(join(folder, 'out'), '{"id":0}\n{"id":"torn');
    writeFileSync(join(folder, 'unended'), '{"id":0}');
    for (const name of ['out', 'unended']) await run('dedupe', ['-o', join(folder, name), '--append'], { input: '{"id":1}\n' });
    assert.equal(readFileSync(join(folder, 'out'), 'utf8'), '{"id":0}\n{"id":1}\n');
    assert.equal(readFileSync(join(folder, 'unended'), 'utf8'), '{"id":0}\n{"id":1}\n');
  });

  it('is never a file that is read', async (t) => {
    const file = join(scratch(t), 'file');
    writeFileSync(file, '{"id":1}\n');
    const { status } = await run('dedupe', [file, '-o', file]);
    assert.equal(status, 2);
    assert.equal(readFileSync(file, 'utf8'), '{"id":1}\n');
  });

  it('comes as soon as a record is ready, although the input stays open', async () => {
    const child = start(join(bin, 'dedupe'), ['--by', 'id']);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    for (const id of [1, 2, 3]) {
      child.stdin.write(`{"id":${id}}\n`);
      assert.equal((await lines.next()).value, `{"id":${id}}`);
    }
    child.stdin.end();
    await once(child, 'close');
  });

  for (const where of ['-o /dev/full', '> /dev/full', '--rejects /dev/full']) {
    it(`that has no room (${where}) ends the run with status 4 and one line`, async () => {
      const { stderr, status } = await shell(`dedupe --by id ${where}`, {
        input: where.startsWith('--') ? 'nope\n'.repeat(9) : '{"id":1}\n'.repeat(9),
      });
      assert.equal(status, 4);
      assert.equal(stderr.match(/no space left on device/g)?.length, 1);
      assert.ok(!stderr.includes('    at '), 'no stack trace');
    });
  }

  it('whose reader leaves ends the run quietly with 141', async () => {
    const { stdout, stderr, status } = await shell(`yes '{"a":1}' | dedupe --lines --by a | head -1; echo "\${PIPESTATUS[1]}"`);
    assert.deepEqual([stdout, stderr, status], ['{"a":1}\n141\n', '', 0]);
    const flood = await shell(`seq -f '{"id":%.0f}' 1000000 | dedupe --by id | head -1; echo "\${PIPESTATUS[1]}"`);
    assert.deepEqual([flood.stdout, flood.stderr], ['{"id":1}\n141\n', '']);
  });

  it('waits for a reader that stops for 5 s, in flat memory', async () => {
    const script = `seq -f '{"id":%.0f,"text":"${'x'.repeat(1000)}"}' 100000 |
      { dedupe --by id & pid=$!; sleep 4; grep VmHWM /proc/$pid/status >&2; wait $pid; } | { sleep 5; wc -l; }`;
    const { stdout, stderr } = await shell(script);
    assert.equal(stdout.trim(), '100000');
    assert.ok(Number(/VmHWM:\s*(\d+) kB/.exec(stderr)?.[1]) < 150_000, stderr);
  });
});

describe('signals', () => {
  for (const [signal, status] of [
    ['TERM', 143],
    ['INT', 130],
  ] as const) {
    it(`SIG${signal} in the middle of a run ends it with ${status} and whole lines`, async (t) => {
      const out = join(scratch(t), 'out');
      const script = `seq -f '{"id":%.0f}' 100000000 2>/dev/null | dedupe --lines -o "$0" & sleep 1
        kill -${signal} $(pgrep -P $$ -f 'bin/dedupe --lines'); wait %1 2>/dev/null; exit $?`;
      const result = await finished(start('bash', ['-c', `set -m; set -o pipefail\n${script}`, out]));
      assert.equal(result.status, status, result.stderr);
      const text = readFileSync(out, 'utf8');
      assert.ok(text.length > 0 && text.endsWith('}\n'));
    });
  }

  it('end a command that waits for input', async () => {
    const child = start(join(bin, 'dedupe'), ['--by', 'id']);
    child.stdin.write('{"id":1}\n');
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    assert.equal((await finished(child)).status, 143);
  });

  it('end a command whose reader does not read', async (t) => {
    const folder = scratch(t);
    const fifo = join(folder, 'f');
    execFileSync('mkfifo', [fifo]);
    const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    const child = start(join(bin, 'dedupe'), ['--by', 'id', '-o', fifo]);
    const input = ndjson(...[...Array(20_000).keys()].map((id) => ({ id, text: 'x'.repeat(100) })));
    child.stdin.on('error', () => {});
    child.stdin.write(input);
    while (!/\n1?[0-9]{5}/.test(`\n${readFileSync(`/proc/${child.pid}/io`, 'utf8').match(/wchar: (\d+)/)?.[1]}`))
      await new Promise(setImmediate);
    child.kill('SIGTERM');
    assert.equal((await finished(child)).status, 143);
    closeSync(reader);
  });
});

describe('invocation', () => {
  for (const args of [['--frob'], ['--max-line', 'x'], ['--max-line'], ['--log-format', 'xml'], ['--timeout', '1']]) {
    it(`${args.join(' ')} is wrong usage: status 2, and a line that names it`, async () => {
      const { stdout, stderr, status } = await run('dedupe', args);
      assert.deepEqual([stdout, status], ['', 2]);
      assert.match(stderr, new RegExp(`^dedupe: [^\\n]*${args[0]}`));
    });
  }

  it('exits 0 with --allow-rejects although records were rejected', async () => {
    const { status } = await run('dedupe', ['--allow-rejects'], { input: 'nope\n' });
    assert.equal(status, 0);
  });

  it('gives counts in one line with --stats', async () => {
    const { stderr } = await run('dedupe', ['--stats', '-q'], { input: '{"id":1}\n{"id":1}\nnope\n' });
    const stats = JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '');
    const { command, records_in, records_out, rejected, bytes_in, bytes_out } = stats;
    assert.deepEqual([command, records_in, records_out, rejected, bytes_in, bytes_out], ['dedupe', 3, 1, 1, 23, 9]);
    assert.ok(stats.seconds >= 0);
  });

  it('gives lines of JSON with --log-format json', async () => {
    const { stderr } = await run('dedupe', ['--log-format', 'json'], { input: 'nope\n' });
    const [line] = records(stderr) as { level: string; error: { code: string } }[];
    assert.deepEqual([line!.level, line!.error.code], ['error', 'BAD_JSON']);
  });

  it('shows progress when asked to, and none by itself where no terminal is', async () => {
    assert.equal((await run('dedupe', [], { input: '{"id":1}\n' })).stderr, '');
    assert.match((await run('dedupe', ['--progress'], { input: '{"id":1}\n' })).stderr, /^dedupe: 1 in, 1 out/);
  });

  it('runs once at a time with --lock, and exits 3 naming the holder', async (t) => {
    const lock = join(scratch(t), 'lock');
    const holder = start(join(bin, 'dedupe'), ['--lock', lock]);
    holder.stdin.write('{"id":1}\n');
    await once(holder.stdout, 'data');
    const second = await run('dedupe', ['--lock', lock]);
    assert.equal(second.status, 3);
    assert.match(second.stderr, new RegExp(`pid ${holder.pid}\\b`));
    holder.kill('SIGKILL');
    await once(holder, 'close');
    assert.equal((await run('dedupe', ['--lock', lock])).status, 0, 'free right after a SIGKILL');
  });

  it('is the same through feedmill NAME', async () => {
    const own = await run('dedupe', ['--by', 'id'], { input: '{"id":1}\n{"id":1}\n' });
    const multi = await run('feedmill', ['dedupe', '--by', 'id'], { input: '{"id":1}\n{"id":1}\n' });
    assert.deepEqual(multi, own);
  });

  it('of an unknown command is wrong usage', async () => {
    const { stderr, status } = await run('feedmill', ['frob']);
    assert.equal(status, 2);
    assert.match(stderr, /unknown command 'frob'/);
  });
});
