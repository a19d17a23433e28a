import { isHighSurrogate, kind, kindAt, unitAt } from './characters.ts';

// Intl.Segmenter is quadratic in the string's length on Node 20, so it gets a run of text in pieces.
const PIECE_LENGTH = 512;
// To begin a string takes it as long as to cut ten words, so short runs are cut several at a time, with a space between them.
const SHORT_RUN = 64;
const ENOUGH = 160;
let segmenter: Intl.Segmenter | undefined;

/** The short runs of a text that were cut together: where their words begin, and which of these comes next. */
let together = { text: '', next: 0, begins: [] as number[] };

/** The end of the run of letters written without spaces that begins at `start`; marks go with their letters. */
export function runEnd(text: string, start: number): number {
  let end = start;
  for (let unit = unitAt(text, end); isOfRun(kindAt(unit)); unit = unitAt(text, end)) end += isHighSurrogate(unit) ? 2 : 1;
  return Math.min(end, text.length);
}

/**
 * Cuts a run of text that has no spaces between its words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) into words by ICU's
 * dictionaries, and reports the offsets of each, in order and without a hole. Linear in the length of the run.
 */
export function segmentRun(text: string, start: number, end: number, word: (start: number, end: number) => void): void {
  segmenter ??= new Intl.Segmenter('ja', { granularity: 'word' });
  if (end - start > SHORT_RUN) segmentLong(segmenter, text, start, end, word);
  else {
    if (together.text !== text || together.begins[together.next] !== start) together = cutTogether(segmenter, text, start);
    const { begins } = together;
    for (let begin = begins[together.next]; begin !== undefined && begin < end; begin = begins[together.next]) {
      together.next++;
      word(begin, Math.min(begins[together.next] ?? end, end));
    }
  }
}

/** Texts are cut in blocks of so many units where only single offsets are asked about, each with some of what stands around it. */
const BLOCK = 256;
const AROUND = 64;

/** The block that was asked about last. */
let block = { text: '', number: -1, begins: new Set<number>() };

/** Whether a word begins at an offset within a run of letters written without spaces. */
export function isWordBoundary(text: string, at: number): boolean {
  const number = Math.floor(at / BLOCK);
  if (block.number !== number || block.text !== text) {
    segmenter ??= new Intl.Segmenter('ja', { granularity: 'word' });
    const from = Math.max(0, number * BLOCK - AROUND);
    const piece = text.slice(from, (number + 1) * BLOCK + AROUND);
    block = { text, number, begins: new Set(Array.from(segmenter.segment(piece), ({ index }) => from + index)) };
  }
  return block.begins.has(at);
}

/** Cuts the short run at `start` and those behind it. */
function cutTogether(cutter: Intl.Segmenter, text: string, start: number): typeof together {
  const begins: number[] = [];
  let joined = '';
  /** By run: its end in `joined`, and how far from there it stands in the text. */
  const ends: number[] = [];
  const shifts: number[] = [];
  let at = start;
  while (at < text.length && joined.length < ENOUGH) {
    const end = kindAt(text.charCodeAt(at)) === kind.dense ? runEnd(text, at) : at;
    if (end - at > SHORT_RUN) break;
    if (end > at) {
      shifts.push(at - joined.length);
      joined += `${text.slice(at, end)} `;
      ends.push(joined.length - 1);
    }
    at = Math.max(end, at + 1);
  }
  let run = 0;
  for (const { index } of cutter.segment(joined)) {
    if (index === ends[run]) run++;
    else begins.push(index + (shifts[run] ?? 0));
  }
  return { text, next: 0, begins };
}

function segmentLong(
  cutter: Intl.Segmenter,
  text: string,
  start: number,
  end: number,
  word: (start: number, end: number) => void,
): void {
  for (let from = start; from < end; ) {
    const to = Math.min(end, from + PIECE_LENGTH);
    const boundaries: number[] = [];
    for (const { index } of cutter.segment(text.slice(from, to))) boundaries.push(from + index);
    // The last words of a piece may have been cut through: they are read again with the next piece.
    const whole = to === end ? boundaries.length : Math.max(1, boundaries.length - 2);
    for (const [i, begin] of boundaries.slice(0, whole).entries()) word(begin, boundaries[i + 1] ?? to);
    from = boundaries[whole] ?? to;
  }
}

function isOfRun(what: number): boolean {
  return what === kind.dense || what === kind.mark;
}
