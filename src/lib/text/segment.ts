// Intl.Segmenter is quadratic in the length of its string on Node 20, so it gets a run of text in pieces.
const pieceLength = 512;
let segmenter: Intl.Segmenter | undefined;

/**
 * Cuts a run of text that has no spaces between its words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) into words by ICU's
 * dictionaries, and reports the offsets of each, in order and without a hole. Linear in the length of the run.
 */
export function segmentRun(text: string, start: number, end: number, word: (start: number, end: number) => void): void {
  segmenter ??= new Intl.Segmenter('ja', { granularity: 'word' });
  for (let from = start; from < end; ) {
    const to = Math.min(end, from + pieceLength);
    const boundaries: number[] = [];
    for (const { index } of segmenter.segment(text.slice(from, to))) boundaries.push(from + index);
    // The last words of a piece may have been cut through: they are read again with the next piece.
    const whole = to === end ? boundaries.length : Math.max(1, boundaries.length - 2);
    for (let i = 0; i < whole; i++) word(boundaries[i], boundaries[i + 1] ?? to);
    from = boundaries[whole] ?? to;
  }
}
