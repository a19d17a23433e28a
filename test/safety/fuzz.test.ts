import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Reject } from '../../src/lib/errors/index.ts';
import { fuzz } from '../fuzz/fuzz.ts';
import { targets } from '../fuzz/targets.ts';

describe('npm run fuzz', () => {
  for (const [name, target] of Object.entries(targets)) {
    it(`finds nothing in ${name}`, () => {
      const { runs, failure } = fuzz(target, { runs: 300 });
      assert.equal(failure, undefined);
      assert.equal(runs, 300);
    });
  }

  it('finds what throws, other than a reject, and tells the seed and the input', () => {
    const { inputs } = targets.dates!;
    const faulty = { inputs, read: (input: Buffer) => assert.ok(!input.includes('Nov')) };
    assert.match(fuzz(faulty, { runs: 300 }).failure ?? '', /^seed -?\d+\ninput \(base64\) [\w+/]+=*\nAssertionError/);
    const strict = {
      inputs,
      read: () => {
        throw new Reject('NOT_A_FEED', 'no feed');
      },
    };
    assert.equal(fuzz(strict, { runs: 300 }).failure, undefined);
  });
});
