import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Halt } from '../../../src/lib/errors/index.ts';
import { openSources } from '../../../src/lib/io/index.ts';
import { scratch } from '../../support/executables.ts';

async function read(path: string, stop = new AbortController().signal): Promise<string> {
  const [source] = openSources([path], false);
  const blocks: Buffer[] = [];
  for await (const block of source!.blocks(stop)) blocks.push(block);
  return Buffer.concat(blocks).toString();
}

function file(t: TestContext, content: string | Buffer): string {
  const path = join(scratch(t), 'file');
  writeFileSync(path, content);
  return path;
}

describe('openSources', () => {
  const text = 'line\n'.repeat(200_000);
  const contents: [what: string, content: string | Buffer, text: string][] = [
    ['an empty file', '', ''],
    ['a file of several blocks', text, text],
    ['a gzipped file, whatever its name', gzipSync(text), text],
    ['a gzipped file of several members', Buffer.concat([gzipSync('a\n'), gzipSync('b\n')]), 'a\nb\n'],
    ['a gzipped file padded with zeros', Buffer.concat([gzipSync('a\n'), Buffer.alloc(512)]), 'a\n'],
    ['a gzipped file with junk after its end', Buffer.concat([gzipSync('a\n'), Buffer.from('junk')]), 'a\n'],
    ['a file of one byte', '\u001f', '\u001f'],
  ];
  for (const [what, content, wanted] of contents) {
    it(`reads ${what}`, async (t) => assert.equal(await read(file(t, content)), wanted));
  }

  it('stops when asked to', async (t) => {
    const path = file(t, text);
    assert.equal(await read(path, AbortSignal.abort()), '');
  });

  it('ends the run for a gzipped file that is cut off', async (t) => {
    const path = file(t, gzipSync(text).subarray(0, 500));
    await assert.rejects(read(path), (error: Halt) => error.status === 4 && error.message.startsWith(path));
  });

  it('names what is missing or a folder before anything is read', (t) => {
    const folder = scratch(t);
    mkdirSync(join(folder, 'sub'));
    for (const name of ['missing', 'sub']) {
      assert.throws(
        () => openSources([join(folder, name)], false),
        (error: Halt) => error.status === 4 && error.message.includes(name),
      );
    }
  });

  for (const [packer, bytes] of [
    ['zstd', Buffer.from('28b52ffd0458', 'hex')],
    ['xz', Buffer.from('fd377a585a0000', 'hex')],
    ['zip', Buffer.from('504b030414', 'hex')],
    ['bzip2', Buffer.from('BZh91AY&SY...')],
  ] as const) {
    it(`says what to do with a file of ${packer}, large or small`, async (t) => {
      for (const size of [0, 300_000]) {
        const path = file(t, Buffer.concat([bytes, Buffer.alloc(size)]));
        await assert.rejects(
          read(path),
          (error: Halt) => error.status === 4 && error.message.includes(`is packed with ${packer}; unpack it first`),
        );
      }
    });
  }

  it('takes a text that begins like a packer for a text', async (t) => {
    for (const text of ['BZh is a prefix\n', 'PK\n', '(\u00b5/\n']) assert.equal(await read(file(t, text)), text);
  });
});
