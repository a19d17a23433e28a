import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LineSplitter } from '../../../src/lib/ndjson/index.ts';

/** The lines of blocks, as [number, text]; `defect` in place of the text of a line that is too long. */
function split(blocks: Buffer[], maxLine = 1000): [number, string][] {
  const splitter = new LineSplitter('stdin', maxLine);
  const lines: [number, string][] = [];
  const add = (line: ReturnType<LineSplitter['next']>) => line && lines.push([line.number, line.defect?.code ?? line.text()]);
  for (const block of blocks) {
    splitter.feed(block);
    for (let line = splitter.next(); line; line = splitter.next()) add(line);
  }
  add(splitter.finish());
  return lines;
}

describe('LineSplitter', () => {
  const cases: [what: string, text: string, lines: [number, string][]][] = [
    ['nothing', '', []],
    ['a line without a newline', 'a', [[1, 'a']]],
    [
      'CRLF, blank lines and a mark',
      '\ufeffa\r\n\r\n \t\nb\n',
      [
        [1, 'a'],
        [4, 'b'],
      ],
    ],
    [
      'a mark that is not at the start',
      'a\n\ufeffb',
      [
        [1, 'a'],
        [2, '\ufeffb'],
      ],
    ],
    ['only a mark', '\ufeff', []],
    ['a carriage return inside a line', 'a\rb\n', [[1, 'a\rb']]],
    [
      'too long a line between others',
      `a\n${'x'.repeat(1001)}\nb`,
      [
        [1, 'a'],
        [2, 'LINE_TOO_LONG'],
        [3, 'b'],
      ],
    ],
    ['a line of just the limit', 'x'.repeat(1000), [[1, 'x'.repeat(1000)]]],
    ['too long a last line', 'x'.repeat(5000), [[1, 'LINE_TOO_LONG']]],
  ];
  for (const [what, text, lines] of cases) {
    it(`takes ${what}, in one block or byte by byte`, () => {
      const bytes = Buffer.from(text);
      assert.deepEqual(split([bytes]), lines);
      assert.deepEqual(split([...bytes].map((byte) => Buffer.from([byte]))), lines);
    });
  }

  it('gives the same lines wherever the blocks are cut', () => {
    const text = fc
      .array(fc.constantFrom('a', 'é', '\n', '\r\n', ' ', '{"x":1}'), { maxLength: 40 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat(60)), (whole, cuts) => {
        const bytes = Buffer.from(whole);
        const ends = [...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        const blocks = ends
          .map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end))
          .filter((block) => block.length > 0);
        assert.deepEqual(split(blocks), split([bytes]));
      }),
    );
  });

  it('keeps little of a line without an end', () => {
    const splitter = new LineSplitter('stdin', 1000);
    for (let block = 0; block < 100; block++) {
      splitter.feed(Buffer.alloc(100_000, 'x'));
      assert.equal(splitter.next(), undefined);
    }
    const line = splitter.finish();
    assert.equal(line?.defect?.code, 'LINE_TOO_LONG');
    assert.ok((line?.bytes().length ?? 0) <= 100_000);
  });
});
