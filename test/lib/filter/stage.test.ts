import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { deferred } from '../../../src/lib/async/index.ts';
import { Halt, Reject } from '../../../src/lib/errors/index.ts';
import { type Filter, notBegun, Stage, type StageOptions } from '../../../src/lib/filter/index.ts';
import { Line } from '../../../src/lib/ndjson/index.ts';

function stage(filter: Filter, options: Partial<StageOptions> = {}) {
  const out: unknown[] = [];
  const rejected: string[] = [];
  const failures: Halt[] = [];
  const made = new Stage(filter, {
    deliver: (line) => {
      out.push(line.record.id);
      line.receipt?.settle();
    },
    reject: (line, reject) => void rejected.push(`${line.number} ${reject.code}`),
    fail: (halt) => failures.push(halt),
    ...options,
  });
  return { made, out, rejected, failures };
}

const line = (id: number) => Line.of({ id }, { source: 'stdin', number: id });

/** A filter that holds each line until its gate is opened; gates are numbered by id. */
function gated(window: number) {
  const gates = new Map<unknown, (error?: Error) => void>();
  const filter: Filter = {
    window,
    process: (taken) =>
      new Promise((resolve, reject) => gates.set(taken.record.id, (error) => (error ? reject(error) : resolve(taken)))),
  };
  return { filter, open: (id: number, error?: Error) => gates.get(id)?.(error), gates };
}

describe('Stage', () => {
  it('gives results as they complete, or in input order', async () => {
    for (const [ordered, wanted] of [
      [false, [3, 1, 2]],
      [true, [1, 2, 3]],
    ] as const) {
      const { filter, open } = gated(10);
      const { made, out } = stage(filter, { ordered });
      for (const id of [1, 2, 3]) made.accept(line(id));
      for (const id of [3, 1, 2]) {
        open(id);
        await turn();
      }
      await made.end();
      assert.deepEqual(out, wanted);
    }
  });

  it('keeps no more than its window under way', async () => {
    const { filter, open, gates } = gated(2);
    const { made } = stage(filter);
    assert.equal(made.accept(line(1)), undefined);
    const full = made.accept(line(2));
    assert.ok(full instanceof Promise, 'the giver has to wait');
    const third = full.then(() => made.accept(line(3)));
    await turn();
    assert.deepEqual([...gates.keys()], [1, 2]);
    open(1);
    await turn();
    assert.deepEqual([...gates.keys()], [1, 2, 3]);
    open(2);
    open(3);
    await third;
    await made.end();
  });

  it('holds a place until the reader has taken the result', async () => {
    const reader = deferred();
    const { made } = stage({ window: 1, process: async (taken) => taken }, { deliver: () => reader.promise });
    const wait = made.accept(line(1)) as Promise<void>;
    let accepted = false;
    wait.then(() => {
      accepted = true;
    });
    for (let turns = 0; turns < 5; turns++) await turn();
    assert.equal(accepted, false);
    reader.resolve();
    await wait;
  });

  it('makes a reject of what is thrown, yielded or fails later, and goes on', async () => {
    const filter: Filter = {
      window: 4,
      process(taken) {
        const { id } = taken.record;
        if (id === 1) throw new Reject('NO_BODY', 'x');
        if (id === 2) return Promise.reject(new Reject('DNS', 'x'));
        if (id === 3) return [taken, new Reject('INCLUDE', 'x'), taken];
        if (id === 4) throw new TypeError('a fault of ours');
        if (id === 5) {
          return (function* () {
            yield taken;
            throw new Reject('TRUNCATED', 'x');
          })();
        }
        return taken;
      },
    };
    const { made, out, rejected } = stage(filter);
    for (let id = 1; id <= 6; id++) await made.accept(line(id));
    await made.end();
    assert.deepEqual(out, [3, 3, 5, 6]);
    assert.deepEqual(rejected.sort(), ['1 NO_BODY', '2 DNS', '3 INCLUDE', '4 INTERNAL_ERROR', '5 TRUNCATED']);
    assert.deepEqual([made.recordsIn, made.recordsOut, made.rejected], [6, 4, 5]);
  });

  it('fails as a whole when a filter says that nothing can go on', async () => {
    const { made, failures } = stage({
      process() {
        throw new Halt(4, 'disk full');
      },
    });
    made.accept(line(1));
    assert.deepEqual(
      failures.map(({ message }) => message),
      ['disk full'],
    );
  });

  it('does not count what was not begun', async () => {
    const { made, out, rejected } = stage({ window: 2, process: async (): Promise<typeof notBegun> => notBegun });
    made.accept(line(1));
    await made.end();
    assert.deepEqual([made.recordsIn, out, rejected], [0, [], []]);
  });

  it('gives up what is under way, by name, and hears nothing of it later', async () => {
    const { filter, open } = gated(5);
    const { made, out, rejected } = stage(filter);
    for (const id of [1, 2]) made.accept(line(id));
    await made.abandon(new Reject('STOPPED', 'x'));
    open(1);
    await turn();
    assert.deepEqual([rejected, out], [['1 STOPPED', '2 STOPPED'], []]);
  });

  it('begins nothing more once the filter has enough, tells so, and lets what is under way end', async () => {
    const { filter, open } = gated(3);
    let seen = 0;
    const limited: Filter = {
      window: 3,
      get enough() {
        return seen >= 2;
      },
      process(taken) {
        seen++;
        return filter.process(taken);
      },
      end: () => line(9),
    };
    let told = 0;
    const { made, out } = stage(limited, { enough: () => told++ });
    made.accept(line(1));
    assert.equal(told, 0);
    made.accept(line(2));
    assert.ok(told > 0, 'told as soon as it is so');
    const late = line(3).whenWritten(() => assert.fail('what is not begun is not done with'));
    made.accept(late);
    open(2);
    open(1);
    await made.end();
    assert.deepEqual([out, made.recordsIn, made.recordsOut], [[2, 1, 9], 2, 3]);
  });

  it('asks the filter at the end for what is left', async () => {
    const { made, out } = stage({ process: () => undefined, end: () => [line(8), line(9)] });
    await made.accept(line(1));
    await made.end();
    assert.deepEqual(out, [8, 9]);
  });

  it('settles the receipt of a line when all that came of it is written, dropped or rejected', async () => {
    const written: Line[] = [];
    const filter: Filter = {
      process: ({ record: { id } }) => {
        if (id === 3) throw new Reject('NO_BODY', 'x');
        return id === 2 ? undefined : [line(11), line(12).whenWritten(() => told.push('12'))];
      },
    };
    const told: string[] = [];
    const { made } = stage(filter, { deliver: (taken) => void written.push(taken) });
    for (const id of [1, 2, 3]) await made.accept(line(id).whenWritten(() => told.push(`${id}`)));
    assert.deepEqual(told, ['2', '3']);
    written[0]!.receipt?.settle();
    assert.deepEqual(told, ['2', '3']);
    written[1]!.receipt?.settle();
    assert.deepEqual(told, ['2', '3', '12', '1']);
  });
});
