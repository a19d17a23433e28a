import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deferred } from '../../../src/lib/async/index.ts';
import { Reject } from '../../../src/lib/errors/index.ts';
import { Stage } from '../../../src/lib/filter/index.ts';
import { Line } from '../../../src/lib/ndjson/index.ts';

const line = () => new Line('stdin', 1, Buffer.from('{}'), 0, 2);
const options = { deliver() {}, reject() {}, fail() {} };

test('a stage asks for its window each time a line comes', async () => {
  const first = deferred();
  const filter = { window: 3, process: () => first.promise.then(() => undefined) };
  const stage = new Stage(filter, options);
  assert.equal(stage.accept(line()), undefined);
  filter.window = 1;
  const accepted = stage.accept(line());
  assert.ok(accepted instanceof Promise, 'the second line has to wait');
  first.resolve();
  await accepted;
  await stage.idle();
  assert.equal(stage.recordsIn, 2);
});

test('a reject that is tolerated does not count as failed', async () => {
  let tolerated = true;
  const stage = new Stage({ process: () => new Reject('NO_BODY', 'x', { tolerated }) }, options);
  await stage.accept(line());
  tolerated = false;
  await stage.accept(line());
  assert.deepEqual([stage.rejected, stage.failed], [2, 1]);
});
