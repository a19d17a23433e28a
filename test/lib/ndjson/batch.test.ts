import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LineBatch, LineSplitter } from '../../../src/lib/ndjson/index.ts';

type Found = [number: number, text: string];

/** The lines of some blocks, taken in batches where `batched`, and one by one where not. */
function linesOf(blocks: Buffer[], batched: boolean): Found[] {
  const splitter = new LineSplitter('x', 40);
  const batch = new LineBatch('x');
  const found: Found[] = [];
  for (const block of blocks) {
    splitter.feed(block);
    for (;;) {
      if (batched) splitter.fill(batch);
      for (let index = 0; index < batch.count; index++) {
        const line = batch.line(index);
        found.push([line.number, line.text()]);
      }
      if (batch.count > 0) continue;
      const line = splitter.next();
      if (!line) break;
      found.push([line.number, line.defect ? line.defect.code : line.text()]);
    }
  }
  const last = splitter.finish();
  if (last) found.push([last.number, last.text()]);
  return found;
}

test('lines taken in batches are the lines taken one by one, wherever blocks end', () => {
  const piece = fc.constantFrom(
    'a',
    '{"b":1}',
    '\n',
    '\n',
    '\r\n',
    ' ',
    '\t\n',
    'x'.repeat(45),
    'y'.repeat(70),
    '\n\n',
    '\ufeff',
  );
  const blocks = fc.array(fc.array(piece, { maxLength: 30 }), { maxLength: 8 });
  fc.assert(
    fc.property(blocks, (pieces) => {
      const bytes = pieces.map((block) => Buffer.from(block.join('')));
      assert.deepEqual(linesOf(bytes, true), linesOf(bytes, false));
    }),
    { numRuns: 1000, seed: 5 },
  );
});

test('more lines than a batch holds come in several', () => {
  const block = Buffer.from(Array.from({ length: 1000 }, (_, number) => `${number}\n`).join(''));
  assert.deepEqual(
    linesOf([block], true),
    Array.from({ length: 1000 }, (_, number) => [number + 1, String(number)]),
  );
});
