import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { parseExec, parseWith } from '../../../src/lib/enrich/spec.ts';

const file = 'package.json';

describe('parseWith', () => {
  for (const [given, spec] of [
    ['lang', { builtin: 'lang', options: {} }],
    ['text-stats:2', { builtin: 'text-stats', size: 2, options: {} }],
    ['text-stats?wpm=200', { builtin: 'text-stats', options: { wpm: '200' } }],
    [file, { module: resolve(file), options: {} }],
    [`./${file}:20`, { module: resolve(file), size: 20, options: {} }],
    [`${file}:20?a=1&b=x+y%26z`, { module: resolve(file), size: 20, options: { a: '1', b: 'x y&z' } }],
    [`${file}?url=http://host:8080`, { module: resolve(file), options: { url: 'http://host:8080' } }],
  ] as const) {
    it(`reads ${given}`, () => assert.deepEqual(parseWith(given), { given, ...spec }));
  }

  for (const given of ['', ':4', 'no-such-file.js', 'lang:0', 'lang?nothing=such']) {
    it(`refuses ${JSON.stringify(given)}`, () => assert.throws(() => parseWith(given)));
  }
});

describe('parseExec', () => {
  for (const [given, name, command, size] of [
    ['jq -c --unbuffered .title', 'jq', 'jq -c --unbuffered .title'],
    ['python3 tools/tone.py --fast', 'tone', 'python3 tools/tone.py --fast'],
    ['python3 -u tone.py', 'tone', 'python3 -u tone.py'],
    ['./bin/tone.sh', 'tone', './bin/tone.sh'],
    ['LANG=C sort', 'sort', 'LANG=C sort'],
    ['tone: ./x', 'tone', './x'],
    ['tone:4: ./x: y', 'tone', './x: y', 4],
    ['a:b', 'a:b', 'a:b'],
  ] as const) {
    it(`reads ${given}`, () => {
      const spec = parseExec(given);
      assert.deepEqual([spec.exec, spec.size], [{ name, command }, size]);
    });
  }
});
