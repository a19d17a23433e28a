import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { records, root, run, scratch, shell } from '../support/executables.ts';
import { collidingIds } from './dedupe-collisions.ts';

const lines = (...all: string[]) => all.map((line) => `${line}\n`).join('');

const cases: [what: string, args: string[], input: string[], output: string[]][] = [
  [
    'by default items are compared by id within their feed, and the first one passes as the bytes it came as',
    [],
    [
      '{"id":1.0,"feed":{"url":"a"}}',
      '{"feed":{"url":"b"},"id":1}',
      '{ "id":1, "feed":{"url":"a"} }',
      '{"id":2,"feed":{"url":"a"},"n":12345678901234567890}',
    ],
    ['{"id":1.0,"feed":{"url":"a"}}', '{"feed":{"url":"b"},"id":1}', '{"id":2,"feed":{"url":"a"},"n":12345678901234567890}'],
  ],
  ['without a feed the id alone counts', [], ['{"id":"a"}', '{"id":"a","x":1}', '{"id":"b"}'], ['{"id":"a"}', '{"id":"b"}']],
  [
    '--by takes dotted paths',
    ['--by', 'a.b,c'],
    ['{"a":{"b":1},"c":2}', '{"c":2,"a":{"b":1,"x":0}}', '{"a":{"b":2},"c":2}'],
    ['{"a":{"b":1},"c":2}', '{"a":{"b":2},"c":2}'],
  ],
  [
    'numbers beyond 2^53 differ by any digit',
    ['--by', 'id'],
    ['{"id":9007199254740993}', '{"id":9007199254740992}'],
    ['{"id":9007199254740993}', '{"id":9007199254740992}'],
  ],
  [
    'of a repeated name the last value counts',
    ['--by', 'id'],
    ['{"id":1,"id":2}', '{"id":2}', '{"id":1}'],
    ['{"id":1,"id":2}', '{"id":1}'],
  ],
  [
    'escapes and characters are the same',
    ['--by', 'id'],
    ['{"id":"\\u0041\\ud83d\\ude00"}', '{"id":"A😀"}', '{"id":"\\ud83d"}', '{"id":"\\ud83e"}'],
    ['{"id":"\\u0041\\ud83d\\ude00"}', '{"id":"\\ud83d"}', '{"id":"\\ud83e"}'],
  ],
  [
    'records without a key are kept',
    ['--by', 'id'],
    ['{"a":1}', '{"a":1}', '{"id":null}', '{"id":null}', '{"id":1}'],
    ['{"a":1}', '{"a":1}', '{"id":null}', '{"id":null}', '{"id":1}'],
  ],
  ['--missing drop drops them', ['--by', 'id', '--missing', 'drop'], ['{"a":1}', '{"id":1}'], ['{"id":1}']],
  [
    '--lines compares bytes and parses nothing',
    ['--lines'],
    ['{"a":1}', 'not json', '{"a":1.0}', 'not json', '{"a":1}'],
    ['{"a":1}', 'not json', '{"a":1.0}'],
  ],
  ['--lines takes \\r\\n for \\n', ['--lines'], ['a\r', 'a', 'b'], ['a', 'b']],
  [
    '--normalize applies to every field',
    ['--by', 'url', '--normalize', 'url'],
    ['{"url":"HTTP://E.org/?utm_source=x"}', '{"url":"http://e.org"}'],
    ['{"url":"HTTP://E.org/?utm_source=x"}'],
  ],
  [
    'a field may say how it is normalised',
    ['--by', 'url:url,title:text'],
    [
      '{"url":"http://e.org/a/","title":"A b"}',
      '{"url":"http://e.org/a#x","title":"a  B!"}',
      '{"url":"http://e.org/A","title":"A b"}',
    ],
    ['{"url":"http://e.org/a/","title":"A b"}', '{"url":"http://e.org/A","title":"A b"}'],
  ],
  ['--first is the default', ['--by', 'id', '--first'], ['{"id":1,"n":1}', '{"id":1,"n":2}'], ['{"id":1,"n":1}']],
  [
    '--last keeps the last record of each key, in the order they came',
    ['--by', 'id', '--last'],
    ['{"id":1,"n":1}', '{"id":2,"n":2}', '{"id":1,"n":3}', '{"x":0}'],
    ['{"id":2,"n":2}', '{"id":1,"n":3}', '{"x":0}'],
  ],
  [
    '--count adds how often a key came',
    ['--by', 'id', '--count'],
    ['{"id":1,"n":1.0}', '{"id":2}', '{"id":1,"n":2}', '{"x":0}'],
    ['{"id":1,"n":1.0,"count":2}', '{"id":2,"count":1}', '{"x":0,"count":1}'],
  ],
  [
    '--count with --last counts on the last record',
    ['--by', 'id', '--count', '--last'],
    ['{"id":1}', '{"id":2}', '{"id":1,"n":2}'],
    ['{"id":2,"count":1}', '{"id":1,"n":2,"count":2}'],
  ],
  [
    '--only-duplicates gives one record of each key that came more than once',
    ['--by', 'id', '--only-duplicates'],
    ['{"id":1,"n":1}', '{"id":2}', '{"id":3}', '{"id":3}', '{"id":1,"n":2}', '{"id":1}', '{"x":0}'],
    ['{"id":1,"n":1}', '{"id":3}'],
  ],
];
for (const [what, args, input, output] of cases) {
  test(`dedupe: ${what}`, async () => {
    const result = await run('dedupe', args, { input: lines(...input) });
    assert.equal(result.stdout, lines(...output));
    assert.equal(result.stderr, '');
    assert.equal(result.status, 0);
  });
}

test('dedupe: what is no object is rejected, and --missing reject rejects what has no key', async (t) => {
  const rejects = join(scratch(t), 'rejects');
  const input = lines('{"id":1}', '{"id":1', '[1]', '{"id":2} x', '{"a":1}', '{"id":2}');
  const result = await run('dedupe', ['--by', 'id', '--missing', 'reject', '--rejects', rejects], { input });
  assert.equal(result.stdout, lines('{"id":1}', '{"id":2}'));
  assert.equal(result.status, 1);
  const codes = records(readFileSync(rejects, 'utf8')).map(({ error }) => (error as { code: string }).code);
  assert.deepEqual(codes, ['BAD_JSON', 'NOT_AN_OBJECT', 'BAD_JSON', 'MISSING_KEY']);
});

test('dedupe: --exclude drops what stands in files of records, of bare values and of JSON values, gzipped or not', async (t) => {
  const folder = scratch(t);
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const input = lines(
    '{"id":"a"}',
    '{"id":"b"}',
    '{"id":17}',
    '{"id":"18"}',
    '{"id":"e","feed":{"url":"x"}}',
    '{"id":"f"}',
    '{"id":"g"}',
  );
  const args = [
    '--exclude',
    file('records', '{"id":"\\u0061","x":1}\n\n'),
    '--exclude',
    file('bare.gz', gzipSync('b\r\n17\n18')),
  ];
  const result = await run('dedupe', [...args, '--exclude', file('json', '"e"\n"f"\n')], { input });
  assert.equal(result.stderr, '');
  assert.equal(result.stdout, '{"id":"g"}\n');
  const whole = await run('dedupe', ['--lines', '--exclude', file('whole', 'x y\n')], { input: lines('x y', 'x', 'x') });
  assert.equal(whole.stdout, 'x\n');
  const none = await run('dedupe', ['--exclude', join(folder, 'none')], { input });
  assert.equal(none.status, 4);
});

test('dedupe: a million ids are excluded from a thousand records without comparing each with each', async (t) => {
  const file = join(scratch(t), 'ids');
  writeFileSync(file, Array.from({ length: 1_000_000 }, (_, id) => `id-${id * 2}\n`).join(''));
  const input = lines(...Array.from({ length: 1000 }, (_, id) => JSON.stringify({ id: `id-${id}` })));
  const { stdout } = await run('dedupe', ['--exclude', file], { input });
  assert.deepEqual(
    records(stdout).map(({ id }) => id),
    Array.from({ length: 500 }, (_, id) => `id-${id * 2 + 1}`),
  );
});

test('dedupe: --explain says of each dropped record why', async (t) => {
  const folder = scratch(t);
  const dropped = join(folder, 'dropped');
  const excluded = join(folder, 'excluded');
  writeFileSync(excluded, 'c\n');
  const args = ['--by', 'id', '--missing', 'drop', '--exclude', excluded, '--explain'];
  const input = lines('', '{"id":"a","n":1.0}', '{"id":"b"}', '{"id":"\\u0061","n":2.0}', '{"id":"c"}', '{"x":1}');
  const result = await run('dedupe', [...args, '--dropped', dropped], { input });
  assert.equal(result.status, 0);
  assert.equal(
    readFileSync(dropped, 'utf8'),
    lines(
      '{"dropped":{"method":"exact","key":{"id":"a"},"first":{"source":"stdin","line":2,"id":"a"},"similarity":1,"source":"stdin","line":4},"record":{"id":"\\u0061","n":2.0}}',
      '{"dropped":{"method":"exclude","key":{"id":"c"},"similarity":1,"source":"stdin","line":5},"record":{"id":"c"}}',
      '{"dropped":{"method":"missing","source":"stdin","line":6},"record":{"x":1}}',
    ),
  );
  const told = await run('dedupe', args, { input });
  assert.match(told.stderr, /^dedupe: stdin:4: dropped: same as stdin:2 \{"id":"a"\}\n.*excluded.*\n.*has no key\n$/);
});

const refused: [args: string[], message: RegExp][] = [
  [['--by', 'a,,b'], /--by/],
  [['--by', 'a:upper'], /after a colon comes one of none, url, text/],
  [['--first', '--last'], /--first and --last/],
  [['--ttl', '30d'], /--ttl needs --state/],
  [['--compact'], /--compact needs --state/],
  [['--near', 'package.json'], /package.json is a file/],
  [['--keep', 'last', '--first'], /leave out --first and --last/],
  [['--lines', '--keep', 'longest'], /cannot be used with --lines/],
  [['--near', 'a', '--lines'], /--lines/],
  [['--threshold', '0.5'], /need --near/],
  [['--near', 'a', '--threshold', '2'], /from 0 to 1/],
  [['--near', 'a', '--method', 'simhash', '--threshold', '0.5'], /from 0.7 to 1/],
  [['--missing', 'what'], /not one of keep, drop, reject/],
];
for (const [args, message] of refused) {
  test(`dedupe ${args.join(' ')} is refused`, async () => {
    const result = await run('dedupe', args, { cwd: root });
    assert.equal(result.status, 2);
    assert.match(result.stderr, message);
  });
}

test('yes | dedupe --lines | head -1 ends', async () => {
  const result = await shell(`yes '{"a":1}' | dedupe --lines --lines | head -1`);
  assert.equal(result.stdout, '{"a":1}\n');
});

test('dedupe: different ids that MurmurHash3 takes for the same under every seed all pass', async () => {
  const input = lines(...collidingIds.map((id) => JSON.stringify({ id })));
  for (const args of [[], ['--by', 'id'], ['--lines'], ['--count']]) {
    const { stdout, status } = await run('dedupe', args, { input });
    assert.equal(status, 0);
    assert.equal(records(stdout).length, collidingIds.length, args.join(' '));
  }
});
