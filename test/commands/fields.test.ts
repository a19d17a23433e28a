import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { run, scratch } from '../support/executables.ts';

const record =
  '{"top":"alder","a":{"b":"birch","c.d":"cedar"},"list":["elm",{"x":"fir"}],"x.y":"gorse","x":{"y":"wrong"},"p\\u0065ar":"pear","__proto__":{"constructor":"hazel"}}';
/** Each field of the record above, and the word that every command must find there. */
const words: Record<string, string> = {
  top: 'alder',
  'a.b': 'birch',
  'a.c\\.d': 'cedar',
  'list.0': 'elm',
  'list.1.x': 'fir',
  'x.y': 'gorse',
  pear: 'pear',
  '__proto__.constructor': 'hazel',
};
/** Fields that the record has not. */
const absent = ['list.length', 'list.2', 'a.c.d', 'constructor', 'top.length', 'a.toString'];
const fields = Object.keys(words).join(',');
const expected = Object.values(words);
const input = `${record}\n`;

test('keywords --field reads every FIELD', async () => {
  const { stdout } = await run('keywords', ['--method', 'rake', '--lang', 'en', '--field', `${fields},${absent}`], { input });
  const found = JSON.parse(stdout).keywords.map(({ phrase }: { phrase: string }) => phrase);
  assert.deepEqual(found.sort(), [...expected].sort());
});

test('peek --fields shows every FIELD', async () => {
  const { stderr } = await run('peek', ['--every', '1', '--fields', `${fields},${absent}`], { input, env: { COLUMNS: '1000' } });
  const shown = [...stderr.split('\n')[0]!.matchAll(/=("?)(\w+)\1/g)].map(([, , value]) => value);
  assert.deepEqual(shown, expected, stderr);
});

test('dedupe --by makes its key of every FIELD', async (t) => {
  const dropped = join(scratch(t), 'dropped');
  const { stdout, status } = await run('dedupe', ['--by', fields, '--dropped', dropped, '--missing', 'reject'], {
    input: input + input,
  });
  assert.deepEqual([stdout, status], [input, 0]);
  assert.deepEqual(Object.values(JSON.parse(readFileSync(dropped, 'utf8')).dropped.key).sort(), [...expected].sort());
  for (const field of absent) {
    const none = await run('dedupe', ['--by', field, '--missing', 'drop'], { input });
    assert.deepEqual([none.stdout, none.status], ['', 0], field);
  }
});

test('enrich --with match reads every FIELD', async (t) => {
  const terms = join(scratch(t), 'terms');
  writeFileSync(terms, [...expected, 'wrong'].map((word) => `${word}\n`).join(''));
  const { stdout } = await run(
    'enrich',
    ['--with', `match?fields=${encodeURIComponent(`${fields},${absent}`)}`, '--terms', terms],
    { input },
  );
  const found = JSON.parse(stdout).enrichments.match.map(({ term }: { term: string }) => term);
  assert.deepEqual(found, expected);
});

test('a FIELD without a name is wrong usage in every command', async () => {
  const uses: [command: string, ...args: string[]][] = [
    ['keywords', '--field'],
    ['peek', '--fields'],
    ['dedupe', '--by'],
    ['dedupe', '--near'],
    ['s3exists', '--key-field'],
    ['s3exists', '--size-field'],
    ['fetch', '--url-field'],
    ['enqueue', '--queue', 'q', '--id-field'],
    ['enrich', '--with', 'match?terms=/dev/null&fields='],
    ['enrich', '--with', 'hash?field='],
  ];
  for (const [command, ...args] of uses) {
    const bad = args.at(-1)!.endsWith('=') ? [...args.slice(0, -1), `${args.at(-1)}a..b`] : [...args, 'a..b'];
    const { status, stderr } = await run(command, bad, { input });
    assert.equal(status, 2, `${command}: ${stderr}`);
    assert.match(stderr, /a field has no name/, command);
  }
});
