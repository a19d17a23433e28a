import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../support/executables.ts';
import { roomOf, sourcesBelow } from '../support/sources.ts';

/** The cells of the table between the marks `<!-- map -->` and `<!-- end of map -->` of a document, without its head. */
function mapOf(document: string): string[][] {
  const text = readFileSync(join(root, document), 'utf8');
  const [, table = ''] = /<!-- map -->\n([\s\S]*?)<!-- end of map -->/.exec(text) ?? [];
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What each room imports of other rooms. */
function importsOfRooms(): Map<string, Set<string>> {
  const rooms = new Map(readdirSync(join(root, 'src/lib')).map((room) => [room, new Set<string>()]));
  for (const { path, imports } of sourcesBelow('src/lib'))
    for (const { target } of imports)
      if (target.startsWith('src/lib/') && roomOf(target) !== roomOf(path)) rooms.get(roomOf(path))?.add(roomOf(target));
  return rooms;
}

describe('the map', () => {
  const map = mapOf('CONTRIBUTING.md');

  it('has every room of src/lib, and no other, in the order of their names', () => {
    assert.deepEqual(
      map.map(([room]) => room),
      readdirSync(join(root, 'src/lib'))
        .sort()
        .map((room) => `\`${room}\``),
    );
  });

  it('says what each room imports', () => {
    const drawn = map.map(([room, , imports]) => `${room}: ${imports}`);
    const real = [...importsOfRooms()].sort().map(([room, others]) => {
      const names = [...others].sort().map((other) => `\`${other}\``);
      return `\`${room}\`: ${names.join(', ') || '–'}`;
    });
    assert.deepEqual(drawn, real);
  });

  it('is the same in README', () => {
    assert.deepEqual(
      mapOf('README.md'),
      map.map(([room, knows]) => [room, knows]),
    );
  });
});
