import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BucketRate, type Leave } from '../../../src/lib/s3/bucket-rate.ts';

const never = new AbortController().signal;
const settled = () => new Promise(setImmediate);

/** Lets as many in as will go in at once. */
async function crowd(pace: BucketRate, count: number): Promise<Leave[]> {
  const inside: Leave[] = [];
  for (let n = 0; n < count; n++) void pace.enter(never).then((leave) => inside.push(leave));
  await settled();
  return inside;
}

test('no more than the most are inside at once, and each that leaves lets one in', async () => {
  const inside = await crowd(new BucketRate(4, 1), 10);
  assert.equal(inside.length, 4);
  inside[0]!(false);
  await settled();
  assert.equal(inside.length, 5);
});

test('a SlowDown halves how many are inside, once for all that were under way together', async () => {
  const pace = new BucketRate(8, 1);
  for (const leave of await crowd(pace, 8)) leave(true);
  const first = await pace.enter(never);
  assert.equal((await crowd(pace, 10)).length, 3);
  first(false);
});

test('after a SlowDown nothing is let in for as long as the server asks', async () => {
  const pace = new BucketRate(8, 1);
  const [leave] = await crowd(pace, 1);
  leave!(true, 60_000);
  let inside = false;
  const waiting = new AbortController();
  const given = assert.rejects(
    pace.enter(waiting.signal).finally(() => {
      inside = !waiting.signal.aborted;
    }),
  );
  await settled();
  assert.equal(inside, false);
  waiting.abort();
  await given;
});

test('who gives up waiting takes nobody else out of the line', async () => {
  const pace = new BucketRate(1, 1);
  const leave = await pace.enter(never);
  const impatient = new AbortController();
  const given = assert.rejects(pace.enter(impatient.signal), /enough/);
  const patient = pace.enter(never);
  impatient.abort(new Error('enough'));
  await given;
  leave(false);
  (await patient)(false);
});

test('who gives up in the pause after a SlowDown lets the next one in after it', async () => {
  const rate = new BucketRate(1, 1);
  const leave = await rate.enter(never);
  const impatient = new AbortController();
  const given = assert.rejects(rate.enter(impatient.signal), /enough/);
  const patient = rate.enter(never);
  leave(true, 50);
  await settled();
  impatient.abort(new Error('enough'));
  await given;
  (await patient)(false);
});
