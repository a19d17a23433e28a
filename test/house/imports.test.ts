import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../support/executables.ts';
import { circles, roomOf, sourcesBelow } from '../support/sources.ts';

const sources = sourcesBelow('src').filter(({ path }) => !path.startsWith('src/build/'));
const rooms = readdirSync(join(root, 'src/lib'));
/** What runs records. Rooms of knowledge know nothing of it. */
const runner = ['cli', 'filter', 'io'];
/** What every room may import, and what imports no other room but one of these. */
const base = ['async', 'bytes', 'errors', 'json', 'numbers', 'terminal'];

/** Files that others may import without the rest of their room. */
const doors = new Map([['src/lib/redis/address.ts', 'tells an address of Redis without loading a client']]);

/** The imports from one room to another, as `file → file`. */
function crossings(): { from: string; to: string; kind: string; line: string }[] {
  return sources.flatMap(({ path, imports }) =>
    imports
      .filter(({ target }) => target.startsWith('src/') && roomOf(target) !== roomOf(path))
      .map(({ target, kind }) => ({ from: roomOf(path), to: roomOf(target), kind, line: `${path} → ${target}` })),
  );
}

describe('imports', () => {
  it('are found', () => {
    assert.ok(crossings().length > 300);
    assert.deepEqual(
      circles(
        new Map([
          ['a', new Set(['b'])],
          ['b', new Set(['c'])],
          ['c', new Set(['b'])],
        ]),
      ),
      [['b', 'c', 'b']],
    );
  });

  it('go to another room through its index.ts, but for a heavy file that is loaded when it is needed', () => {
    const past = crossings().filter(({ to, kind, line }) => {
      const target = line.split(' → ')[1]!;
      return to !== '' && to !== 'commands' && kind !== 'dynamic' && !target.endsWith('/index.ts') && !doors.has(target);
    });
    assert.deepEqual(
      past.map(({ line }) => line),
      [],
    );
    assert.deepEqual(
      rooms.filter((room) => !existsSync(join(root, 'src/lib', room, 'index.ts'))),
      [],
    );
  });

  it('go down: no room of src/lib imports a command', () => {
    const up = crossings().filter(({ from, to }) => from !== '' && from !== 'commands' && to === 'commands');
    assert.deepEqual(
      up.map(({ line }) => line),
      [],
    );
  });

  it('go down: a room of knowledge imports nothing of the runner', () => {
    const up = crossings().filter(({ from, to }) => !['', 'commands', ...runner].includes(from) && runner.includes(to));
    assert.deepEqual(
      up.map(({ line }) => line),
      [],
    );
  });

  it('go down: what every room may import imports only its like', () => {
    const up = crossings().filter(({ from, to }) => base.includes(from) && !base.includes(to));
    assert.deepEqual(
      up.map(({ line }) => line),
      [],
    );
  });

  it('make no circle, neither of rooms nor of files', () => {
    const graph = (edges: [string, string][]) => {
      const map = new Map<string, Set<string>>();
      for (const [from, to] of edges) map.set(from, (map.get(from) ?? new Set()).add(to));
      return map;
    };
    const ofRooms = crossings()
      .filter(({ from, to }) => from !== '' && to !== '')
      .map(({ from, to }): [string, string] => [from, to]);
    const ofFiles = sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ target, kind }) => target.startsWith('src/') && kind !== 'dynamic')
        .map(({ target }): [string, string] => [path, target]),
    );
    assert.deepEqual(circles(graph(ofRooms)), []);
    assert.deepEqual(circles(graph(ofFiles)), []);
  });
});
