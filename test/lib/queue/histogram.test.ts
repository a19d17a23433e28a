import assert from 'node:assert/strict';
import { it } from 'node:test';
import { bucketOf, percentile } from '../../../src/lib/queue/histogram.ts';

it('a percentile is right to within a tenth', () => {
  const buckets = new Map<number, number>();
  for (let ms = 1; ms <= 1000; ms++) buckets.set(bucketOf(ms), (buckets.get(bucketOf(ms)) ?? 0) + 1);
  for (const part of [0.5, 0.9, 0.99]) {
    const found = percentile(buckets, part)!;
    assert.ok(Math.abs(found - part * 1000) < part * 110, `${part}: ${found}`);
  }
});

it('a percentile of nothing is not known', () => {
  assert.equal(percentile(new Map(), 0.5), undefined);
});
