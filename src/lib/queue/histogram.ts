/** Buckets a doubling: a value is known to within a tenth. */
const PER_DOUBLING = 4;

/** The bucket of a time in ms. */
export function bucketOf(ms: number): number {
  return Math.floor(PER_DOUBLING * Math.log2(Math.max(0, ms) + 1));
}

/** The time in ms below which the share `part` (0.5 for the median) of what was counted lies; `undefined` where nothing was. */
export function percentile(buckets: ReadonlyMap<number, number>, part: number): number | undefined {
  const sorted = [...buckets].sort((a, b) => a[0] - b[0]);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let passed = 0;
  for (const [bucket, count] of sorted) {
    passed += count;
    if (passed >= part * total) return Math.round(10 * (2 ** ((bucket + 0.5) / PER_DOUBLING) - 1)) / 10;
  }
  return undefined;
}
