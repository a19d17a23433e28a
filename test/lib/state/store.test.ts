import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Halt } from '../../../src/lib/errors/index.ts';
import { acquireLock, compactStore, openStore } from '../../../src/lib/state/index.ts';

const scratch = mkdtempSync(join(tmpdir(), 'feedmill-state-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
let folders = 0;
const folder = () => join(scratch, `s${folders++}`);

const halt = (status: number, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Halt, String(error));
  assert.equal(error.status, status);
  assert.match(error.message, message);
  assert.doesNotMatch(error.message, /\n/);
  return true;
};

const holding = fileURLToPath(new URL('./holding.ts', import.meta.url));

async function start(
  dir: string,
  part: string,
  ...more: string[]
): Promise<{ child: ChildProcess; lines: AsyncIterator<string> }> {
  const child = spawn(process.execPath, ['--import', 'tsx', holding, dir, part, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  assert.equal((await lines.next()).value, 'held');
  return { child, lines };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('what is put is there at once and at the next run', async () => {
  const dir = join(folder(), 'made', 'with', 'its', 'parents');
  const values: [string | Buffer, unknown][] = [
    ['text', 'a "b" é 😀'],
    ['number', 2 ** 53 - 1],
    ['null', null],
    ['object', { a: [1, { b: null }], '': true }],
    [Buffer.from([0, 255, 10]), Buffer.from([1, 2, 3])],
    ['', 'the empty key'],
    [`https://example.org/${'x'.repeat(5000)}`, 'a long key'],
    [`https://example.org/${'x'.repeat(5000)}y`, 'another long key'],
  ];
  for (const run of ['first', 'second']) {
    const part = await openStore(dir, 'fetch');
    if (run === 'first') for (const [key, value] of values) part.put(key, value);
    for (const [key, value] of values) {
      assert.deepEqual(part.get(key), value);
      assert.equal(part.has(key), true);
    }
    assert.equal(part.count(), values.length);
    const entries = [...part.entries()].sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
    assert.deepEqual(
      entries,
      [...values].sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
    );
    await part.close();
  }
});

test('a text key and a key of the same bytes are two keys', async () => {
  const part = await openStore(folder(), 'fetch');
  part.put('ab', 1);
  assert.equal(part.has(Buffer.from('ab')), false);
  part.put(Buffer.from('ab'), 2);
  assert.equal(part.get('ab'), 1);
  await part.close();
});

test('what is removed is gone, before and after it is written', async () => {
  const dir = folder();
  const part = await openStore(dir, 'fetch');
  part.put('a', 1);
  part.put('b', 2);
  await part.committed();
  part.remove('a');
  assert.equal(part.get('a'), undefined);
  assert.equal(part.has('a'), false);
  await part.close();
  const again = await openStore(dir, 'fetch');
  assert.deepEqual([...again.entries()], [['b', 2]]);
  await again.close();
});

test('a hundred thousand puts without a pause are written in batches', async () => {
  const dir = folder();
  const part = await openStore(dir, 'fetch');
  for (let number = 0; number < 100_000; number++) part.put(`k${number}`, number);
  assert.equal(part.get('k99999'), 99_999);
  await part.close();
  const again = await openStore(dir, 'fetch');
  assert.equal(again.count(), 100_000);
  assert.equal(again.get('k31415'), 31_415);
  await again.close();
});

test('two parts of one store are open together in one process, and apart', async () => {
  const dir = folder();
  const [fetch, dedupe] = await Promise.all([openStore(dir, 'fetch'), openStore(dir, 'dedupe')]);
  fetch.put('a', 'fetch');
  dedupe.put('a', 'dedupe');
  await fetch.close();
  assert.equal(dedupe.get('a'), 'dedupe');
  const again = await openStore(dir, 'fetch');
  assert.equal(again.get('a'), 'fetch');
  await Promise.all([again.close(), dedupe.close()]);
});

test('a part is refused to a second run in the same process until the first closes it', async () => {
  const dir = folder();
  const part = await openStore(dir, 'fetch');
  await assert.rejects(openStore(dir, 'fetch'), halt(3, new RegExp(`fetch \\(pid ${process.pid}, since \\d{4}-\\d\\d-\\d\\d `)));
  part.put('still', 'works');
  await part.close();
  const again = await openStore(dir, 'fetch');
  assert.equal(again.get('still'), 'works');
  await again.close();
});

test('a part that another process holds is refused, names the holder, and is free right after SIGKILL', async () => {
  const dir = folder();
  const { child } = await start(dir, 'fetch', 'hold');
  await assert.rejects(
    openStore(dir, 'fetch'),
    halt(3, new RegExp(`^state .* is held by another run: fetch \\(pid ${child.pid}, since `)),
  );
  const other = await openStore(dir, 'dedupe');
  await other.close();
  await kill(child);
  const part = await openStore(dir, 'fetch');
  await part.close();
});

test('a killed holder whose parent never waits for it (a zombie) holds nothing', {
  skip: process.platform !== 'linux',
}, async () => {
  const dir = folder();
  // The shell starts the holder and becomes a program that never waits for it.
  const script = `"$0" --import tsx "$1" "$2" fetch hold & echo $!; exec sleep 60`;
  const shell = spawn('sh', ['-c', script, process.execPath, holding, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]();
  const pid = Number((await lines.next()).value);
  assert.equal((await lines.next()).value, 'held');
  await assert.rejects(openStore(dir, 'fetch'), halt(3, new RegExp(`pid ${pid},`)));
  process.kill(pid, 'SIGKILL');
  while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))) await new Promise(setImmediate);
  const part = await openStore(dir, 'fetch');
  await part.close();
  await kill(shell);
});

test('what was committed survives SIGKILL, five times over, beside a second process that writes its own part', async () => {
  const dir = folder();
  const beside = await openStore(dir, 'dedupe');
  for (let round = 0; round < 5; round++) {
    const { child, lines } = await start(dir, 'fetch');
    let last = -1;
    for (let batches = 0; batches < 3 + 2 * round; batches++) {
      last = Number((await lines.next()).value);
      beside.put(`${round}-${batches}`, last);
    }
    await kill(child);
    await beside.committed();
    const part = await openStore(dir, 'fetch');
    for (let number = 0; number <= last; number++) assert.equal(part.get(`key${number}`), number);
    await part.close();
  }
  assert.equal(beside.count(), 35);
  await beside.close();
});

test('a compacted store is small and whole, and is not made while a part is open', async () => {
  const dir = folder();
  const part = await openStore(dir, 'fetch');
  for (let number = 0; number < 20_000; number++) part.put(`k${number}`, number);
  await part.committed();
  for (let number = 10; number < 20_000; number++) part.remove(`k${number}`);
  await part.committed();
  await assert.rejects(compactStore(dir, 'dedupe'), halt(3, /held by another run: fetch/));
  await part.close();
  const before = statSync(join(dir, 'data.mdb')).size;
  await compactStore(dir, 'dedupe');
  assert.ok(statSync(join(dir, 'data.mdb')).size < before / 4);
  const [fetch, dedupe] = await Promise.all([openStore(dir, 'fetch'), openStore(dir, 'dedupe')]);
  assert.equal(fetch.count(), 10);
  assert.equal(fetch.get('k9'), 9);
  await Promise.all([fetch.close(), dedupe.close()]);
});

test('a lock is taken on a path that need not be there, and is free once released', async () => {
  mkdirSync(scratch, { recursive: true });
  const path = join(scratch, 'run.lock');
  for (let times = 0; times < 2; times++) {
    const lock = await acquireLock(path, 'parse');
    await assert.rejects(
      acquireLock(path, 'keywords'),
      halt(3, new RegExp(`lock .*run.lock is held by another run: parse \\(pid ${process.pid}, since `)),
    );
    await lock.release();
  }
  writeFileSync(path, '');
  const lock = await acquireLock(path, 'parse');
  await lock.release();
});

const notState = 'this is somebody’s file\n'.repeat(400);
const fileAt = (path: string, text: string) => {
  writeFileSync(path, text);
  return path;
};
const folderWith = (dir: string, name: string, text?: string) => {
  mkdirSync(text === undefined ? join(dir, name) : dir, { recursive: true });
  if (text !== undefined) writeFileSync(join(dir, name), text);
  return dir;
};
const emptied = (dir: string) => {
  utimesSync(join(dir, 'data.mdb'), 1e9, 1e9);
  return dir;
};
const unusable: [what: string, path: (base: string) => string, message: RegExp][] = [
  ['is a file', (base) => fileAt(base, 'x'), /^state .* cannot be used: not a directory/],
  ['lies below a file', (base) => join(fileAt(base, 'x'), 's'), /not a directory/],
  ['cannot be made', () => '/proc/feedmill/s', /^state \/proc\/feedmill\/s cannot be used: /],
  ['holds something else', (base) => folderWith(base, 'data.mdb', notState), /corrupted/],
  [
    'was emptied',
    (base) => emptied(folderWith(base, 'data.mdb', '')),
    /corrupted: its file is empty; restore it from a copy, or move it/,
  ],
  ['was cut off after some bytes', (base) => folderWith(base, 'data.mdb', 'short'), /corrupted/],
  ['has a folder for its data', (base) => folderWith(base, 'data.mdb'), /is a directory/],
  ['has a folder for its lock', (base) => folderWith(base, 'lock.mdb'), /is a directory/],
];
for (const [what, make, message] of unusable) {
  test(`a state that ${what} ends the run with status 4 and a clear line`, async () => {
    await assert.rejects(openStore(make(folder()), 'fetch'), halt(4, message));
  });
}

test('a state without permission ends the run with status 4 and a clear line', {
  skip: process.getuid?.() === 0 && 'root may do everything',
}, async () => {
  const dir = folder();
  await (await openStore(dir, 'fetch')).close();
  chmodSync(join(dir, 'data.mdb'), 0o400);
  await assert.rejects(openStore(dir, 'fetch'), halt(4, /permission denied/));
});

test('nobody else may read a state, compacted or not', async () => {
  const dir = folder();
  await (await openStore(dir, 'fetch')).close();
  const modes = () => ['.', 'data.mdb', 'lock.mdb'].map((name) => (statSync(join(dir, name)).mode & 0o777).toString(8));
  assert.deepEqual(modes(), ['700', '600', '600']);
  await compactStore(dir, 'fetch');
  await (await openStore(dir, 'fetch')).close();
  assert.deepEqual(modes(), ['700', '600', '600']);
});

test('a state whose file lost its end is corrupted (status 4), not a signal', async () => {
  const dir = folder();
  const part = await openStore(dir, 'fetch');
  for (let number = 0; number < 20_000; number++) part.put(`k${number}`, 'v'.repeat(50));
  await part.close();
  const file = join(dir, 'data.mdb');
  truncateSync(file, Math.floor(statSync(file).size / 2));
  await assert.rejects(openStore(dir, 'fetch'), halt(4, /^state .* cannot be used: .*corrupted/i));
});

test('a lock in a folder that is not there ends the run with status 4 and a clear line', async () => {
  const path = join(folder(), 'run.lock');
  await assert.rejects(acquireLock(path, 'parse'), halt(4, /^lock .* cannot be used: no such file or directory/));
  assert.equal(existsSync(path), false);
});

test('a lock on a file that is something else ends the run with status 4 and leaves the file', async () => {
  const path = folder();
  writeFileSync(path, notState);
  await assert.rejects(acquireLock(path, 'parse'), halt(4, /^lock .* cannot be used/));
  assert.equal(readFileSync(path, 'utf8'), notState);
});

test('the package lmdb loads only when a store is opened', () => {
  const url = new URL('../../../src/lib/state/index.ts', import.meta.url).href;
  const script = `await import(${JSON.stringify(url)}); console.log(process.moduleLoadList.filter((name) => /lmdb/.test(name)).length)`;
  const loaded = `${script}; console.log(process.report.getReport().sharedObjects.some((path) => /lmdb/.test(path)))`;
  const out = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', loaded], { encoding: 'utf8' });
  assert.equal(out, '0\nfalse\n');
});
