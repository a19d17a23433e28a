import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { DocumentFrequencies, readFrequencies, writeFrequencies } from '../../../src/lib/keywords/index.ts';
import { scratch } from '../../support/executables.ts';

const table = '{"language":"en","documents":3}\n{"language":"en","term":"network","documents":2}\n';

test('a table is written as it was read, and tables add up', async (t) => {
  const one = join(scratch(t), 'one.df');
  const both = join(scratch(t), 'both.df');
  writeFileSync(one, table);
  const frequencies = new DocumentFrequencies();
  await readFrequencies(one, frequencies);
  await writeFrequencies(both, frequencies);
  assert.equal(readFileSync(both, 'utf8'), table);
  await readFrequencies(one, frequencies);
  await writeFrequencies(both, frequencies);
  assert.equal(readFileSync(both, 'utf8'), table.replace(':3', ':6').replace(':2', ':4'));
});

test('a device is written to, not replaced', async () => {
  await writeFrequencies('/dev/null', new DocumentFrequencies());
  assert.ok(statSync('/dev/null').isCharacterDevice());
});

const bad: [name: string, content: string][] = [
  ['no JSON', 'x\n'],
  ['no object', `${table}null\n`],
  ['no count', '{"language":"en","term":"network"}\n'],
  ['a count below 0', '{"language":"en","documents":-1}\n'],
];
for (const [name, content] of bad) {
  test(`a table with ${name} is refused, with its line`, async (t) => {
    const file = join(scratch(t), 'bad.df');
    writeFileSync(file, content);
    await assert.rejects(readFrequencies(file, new DocumentFrequencies()), {
      status: 4,
      message: new RegExp(`bad\\.df:${content.split('\n').length - 1}: `),
    });
  });
}

test('rarity: a rare term above a common one, none below 0, and an unknown language is no fault', () => {
  const frequencies = new DocumentFrequencies();
  frequencies.add('en', 10);
  frequencies.add('en', 10, 'common');
  frequencies.add('en', 99, 'odd');
  assert.ok(frequencies.rarity('en', 'rare') > frequencies.rarity('en', 'common'));
  assert.equal(frequencies.rarity('en', 'odd'), 0);
  assert.ok(frequencies.rarity('xx', 'word') > 0);
});
