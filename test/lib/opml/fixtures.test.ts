// What each reader's export, and each kind of damage, is read as: NAME.opml and NAME.expected. To write the expectations anew and look at
// the difference: node --import tsx test/lib/opml/fixtures.test.ts --rewrite
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { Reject } from '../../../src/lib/errors/index.ts';
import { readFeeds } from '../../../src/lib/opml/index.ts';

const folder = new URL('../../fixtures/opml/', import.meta.url);
const rewrite = process.argv.includes('--rewrite');

function outcome(document: Uint8Array): string {
  const lines: string[] = [];
  const reject = ({ code, message, details }: Reject) =>
    lines.push(`${code}${details.line ? ` in line ${details.line}` : ''}: ${message}`);
  try {
    for (const feed of readFeeds(document)) feed instanceof Reject ? reject(feed) : lines.push(JSON.stringify(feed));
  } catch (error) {
    if (!(error instanceof Reject)) throw error;
    reject(error);
  }
  return `${lines.join('\n')}\n`;
}

for (const name of readdirSync(folder).filter((file) => file.endsWith('.opml'))) {
  const expected = new URL(name.replace('.opml', '.expected'), folder);
  const found = outcome(readFileSync(new URL(name, folder)));
  if (rewrite) writeFileSync(expected, found);
  else {
    test(`readFeeds reads ${name} as expected`, () => {
      assert.equal(found, readFileSync(expected, 'utf8'));
    });
  }
}

test('documents that are too long for a tree read the same', { skip: rewrite }, () => {
  const padding = Buffer.alloc(2 ** 20 + 1, ' ');
  const placeless = (text: string) => text.replace(/ in line \d+/g, '');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.opml'))) {
    const document = readFileSync(new URL(name, folder));
    assert.equal(placeless(outcome(Buffer.concat([document, padding]))), placeless(outcome(document)), name);
  }
});
