import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Budget } from '../../../src/lib/http/budget.ts';

const limits = { enough: 10, most: 20, inOrder: false };

/** Three holders, and the names of those that were resumed. */
function holders(budget: Budget) {
  const resumed: string[] = [];
  const keys = { a: {}, b: {}, c: {} };
  return {
    resumed,
    add: (name: keyof typeof keys, bytes: number) => budget.add(keys[name], bytes, () => resumed.push(name)),
    finish: (name: keyof typeof keys, counted: number, kept: number) => budget.finish(keys[name], counted, kept),
  };
}

test('nothing new begins while enough is held, until there is room again', () => {
  const budget = new Budget(limits);
  let told = 0;
  budget.onRoom = () => told++;
  budget.hold(10);
  assert.equal(budget.hasRoom, false);
  budget.release(1);
  assert.deepEqual([budget.hasRoom, told], [true, 1]);
  budget.release(9);
  assert.equal(told, 1);
});

test('beyond the most, all but one wait, and each has its turn', async () => {
  const { add, finish, resumed } = holders(new Budget(limits));
  assert.deepEqual([add('a', 15), add('b', 5), add('a', 5)], [false, false, false], 'the first to go beyond goes on');
  assert.deepEqual([add('b', 5), add('b', 1), add('c', 5)], [true, false, true], 'who waits is not told to wait twice');
  finish('a', 20, 0);
  assert.deepEqual(resumed, [], 'nothing is resumed in the middle of a call');
  await null;
  assert.deepEqual(resumed, ['b', 'c'], 'there is room for both');
});

test('where what is finished fills the memory, nobody gets more until it is written out', async () => {
  const budget = new Budget(limits);
  const { add, finish, resumed } = holders(budget);
  add('a', 18);
  add('b', 8);
  assert.equal(add('c', 1), true);
  finish('b', 8, 0);
  finish('a', 18, 18);
  assert.equal(add('b', 8), true, 'a favourite that finds enough finished waits as well');
  budget.release(9);
  await null;
  assert.deepEqual(resumed, ['c', 'b']);
});

test('where results are wanted in order, one always goes on', () => {
  const budget = new Budget({ ...limits, inOrder: true });
  const { add } = holders(budget);
  budget.hold(30);
  assert.deepEqual([add('a', 1), add('b', 1)], [false, true]);
});
