/** The name out of `known` that `name` is most likely meant for, if any is near: at most a third of its letters differ, and at least one may. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const bound = Math.max(1, Math.floor(name.length / 3));
  // Letters that are too many cannot be few differences, however long a name from outside is.
  const ranked = known
    .filter((candidate) => Math.abs(candidate.length - name.length) <= bound)
    .map((candidate) => ({ candidate, distance: distance(name, candidate) }))
    .filter(({ distance: letters }) => letters <= bound)
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate;
}

/** Levenshtein's distance, two neighbouring letters that changed places counting as one. */
function distance(a: string, b: string): number {
  const width = b.length + 1;
  // Row after row: cell (i, j) is the distance of the first i letters of `a` from the first j of `b`.
  const cells = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => cells[i * width + j] ?? 0;
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      let least = i === 0 ? j : i;
      if (i > 0 && j > 0) {
        least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
        const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
        if (swapped) least = Math.min(least, at(i - 2, j - 2) + 1);
      }
      cells[i * width + j] = least;
    }
  }
  return at(a.length, b.length);
}
