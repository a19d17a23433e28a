// One quirk of the feed world a pair: NAME.xml (or .json) and NAME.expected, what parse makes of it. To write the expectations anew and
// look at the difference: node --import tsx test/lib/feed/fixtures.test.ts --rewrite
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { Reject } from '../../../src/lib/errors/index.ts';
import { parseFeed } from '../../../src/lib/feed/index.ts';

const folder = new URL('../../fixtures/feeds/', import.meta.url);
const rewrite = process.argv.includes('--rewrite');
const documents = readdirSync(folder).filter((name) => !name.endsWith('.expected'));

/** The items of a document as lines of JSON, and the reject that it came to. */
function outcome(document: Uint8Array): string {
  const lines: string[] = [];
  try {
    for (const item of parseFeed(document, { base: 'http://feed.example/dir/feed.xml' }))
      lines.push(JSON.stringify(item, null, 1));
  } catch (error) {
    if (!(error instanceof Reject)) throw error;
    lines.push(`${error.code}: ${error.message}`);
  }
  return `${lines.join('\n')}\n`;
}

for (const name of documents) {
  const expected = new URL(name.replace(/\.\w+$/, '.expected'), folder);
  const found = outcome(readFileSync(new URL(name, folder)));
  if (rewrite) writeFileSync(expected, found);
  else {
    test(`parse reads ${name} as expected`, () => {
      assert.equal(found, readFileSync(expected, 'utf8'));
    });
  }
}

test('there are at least 250 pairs', { skip: rewrite }, () => {
  assert.ok(documents.length >= 250, `there are ${documents.length}`);
});
