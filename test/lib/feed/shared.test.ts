import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Item, parseFeed } from '../../../src/lib/feed/index.ts';

const shared = new URL('../../../../shared/fixtures/feeds/', import.meta.url);
const absent = !existsSync(shared) && 'no shared fixtures';
const rows = absent ? [] : readFileSync(new URL('manifest.tsv', shared), 'utf8').trim().split('\n').slice(1);

test('real feeds have the number of items and the format that are noted for them', { skip: absent }, () => {
  for (const [file, , count, format] of rows.map((row) => row.split('\t') as [string, string, string, string])) {
    const items: Item[] = [...parseFeed(readFileSync(new URL(file, shared)))];
    assert.equal(items.length, Number(count), file);
    if (items[0]) assert.equal(items[0].feed.format?.replace('.', ''), format, file);
  }
});
