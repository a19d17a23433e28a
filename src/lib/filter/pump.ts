import { Reject } from '../errors/index.ts';
import type { Source } from '../io/index.ts';
import { Line, LineBatch, LineSplitter } from '../ndjson/index.ts';
import type { Filter } from './filter.ts';
import type { Pace } from './pace.ts';
import type { Stage } from './stage.ts';

export interface PumpOptions {
  /** The longest line, or document, in bytes. */
  maxLine: number;
  stop: AbortSignal;
  /** Whether what has been read need not begin any more either. */
  enough: () => boolean;
  /** Told what a source of lines begins with. */
  onHead?: (source: string, head: Buffer) => void;
  /** Told how many bytes were read. */
  onBytes: (bytes: number) => void;
  /** Shared by all sources of a run. */
  pace: Pace;
}

const HEAD_LENGTH = 65_536;

/** Reads one source to its end and gives its lines, or the document it holds, to `stage`. @throws Halt 4 */
export async function pump(source: Source, filter: Filter, stage: Stage, options: PumpOptions): Promise<void> {
  const { stop, enough, onHead, onBytes, maxLine, pace } = options;
  const small = source.small();
  if (small) onBytes(small.length);
  const head: Buffer[] = small ? [small] : [];
  const blocks = small ? nothing() : counted(source.blocks(stop), onBytes);
  if (filter.document) {
    if (!small) await readHead(head, blocks, maxLine);
    const accepts = () => filter.document?.accepts(withoutByteOrderMark(joined(head)));
    // A short first block may be a stray line. To look further costs no time: a document is read to its end in any case.
    if (accepts() && (small || !(await readFurther(head, blocks)) || accepts())) {
      onHead?.(source.name, joined(head));
      const document = small
        ? documentOf(source.name, small, small.length, maxLine)
        : await wholeOf(source.name, prepended(head, blocks), maxLine);
      if (!stop.aborted) await stage.acceptDocument(document);
      if (pace.isOver()) await pace.turn();
      return;
    }
  }
  const splitter = new LineSplitter(source.name, maxLine);
  const watched = onHead ? headed(prepended(head, blocks), (block) => onHead(source.name, block)) : prepended(head, blocks);
  await pumpLines(splitter, watched, stage, pace, () => (stop.aborted && !source.followed) || enough());
  if (!stop.aborted) await acceptLast(splitter, stage);
}

/** Reads up to the first block with something in it, which tells whether this is a document; of blank ones, about `maxBytes`. */
async function readHead(head: Buffer[], blocks: AsyncGenerator<Buffer>, maxBytes: number): Promise<void> {
  let length = 0;
  for (let next = await blocks.next(); !next.done; next = await blocks.next()) {
    const { value: block } = next;
    const text = head.length === 0 ? withoutByteOrderMark(block) : block;
    head.push(block);
    length += block.length;
    if (length > maxBytes || !isBlank(text)) return;
  }
}

/** Reads on until the head is long enough to judge a source by. False when it was before. */
async function readFurther(head: Buffer[], blocks: AsyncGenerator<Buffer>): Promise<boolean> {
  let length = head.reduce((total, block) => total + block.length, 0);
  if (length >= HEAD_LENGTH) return false;
  while (length < HEAD_LENGTH) {
    const next = await blocks.next();
    if (next.done) break;
    head.push(next.value);
    length += next.value.length;
  }
  return true;
}

async function pumpLines(
  splitter: LineSplitter,
  blocks: AsyncIterable<Buffer>,
  stage: Stage,
  pace: Pace,
  stopped: () => boolean,
): Promise<void> {
  const batch = stage.judge && new LineBatch(splitter.source);
  for await (const block of blocks) {
    // An empty block is where the writer of a followed FIFO left: a line it has not ended ends there.
    if (block.length === 0) await acceptLast(splitter, stage);
    splitter.feed(block);
    for (;;) {
      let wait = batch && acceptBatch(splitter, stage, batch);
      if (!batch || batch.count === 0) {
        const line = splitter.next();
        if (!line) break;
        wait = stage.accept(line);
      }
      if (wait) await wait;
      else if (pace.isOver()) await pace.turn();
      if (stopped()) return;
    }
  }
}

/** Takes the next lines of a block together, as many as there are; gives a promise where the giver has to wait. */
function acceptBatch(splitter: LineSplitter, stage: Stage, batch: LineBatch): void | Promise<void> {
  splitter.fill(batch);
  if (batch.count === 0) return;
  stage.judge?.(batch);
  for (let index = 0; index < batch.count; index++) {
    const wait = stage.acceptJudged(batch, index);
    if (wait) return acceptRest(stage, batch, index + 1, wait);
  }
}

async function acceptRest(stage: Stage, batch: LineBatch, next: number, wait: Promise<void>): Promise<void> {
  await wait;
  for (let index = next; index < batch.count; index++) await stage.acceptJudged(batch, index);
}

async function acceptLast(splitter: LineSplitter, stage: Stage): Promise<void> {
  const line = splitter.finish();
  if (line) await stage.accept(line);
}

async function wholeOf(name: string, blocks: AsyncIterable<Buffer>, maxBytes: number): Promise<Line> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const block of blocks) {
    if (length <= maxBytes) parts.push(block);
    length += block.length;
  }
  return documentOf(name, joined(parts), length, maxBytes);
}

/** The line that stands for a document of `length` bytes, of which no more than the first that are too many need be there. */
function documentOf(name: string, whole: Buffer, length: number, maxBytes: number): Line {
  if (length <= maxBytes) return new Line(name, 1, whole, 0, length);
  const defect = new Reject('LINE_TOO_LONG', `document of ${length} bytes is longer than --max-line ${maxBytes}`);
  return new Line(name, 1, whole, 0, maxBytes, defect);
}

async function* counted(blocks: AsyncGenerator<Buffer>, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const block of blocks) {
    onBytes(block.length);
    yield block;
  }
}

async function* prepended(head: Buffer[], rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* head;
  yield* rest;
}

/** Passes blocks on, and tells of the first. */
async function* headed(blocks: AsyncIterable<Buffer>, onHead: (block: Buffer) => void): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const block of blocks) {
    if (isFirst && block.length > 0) onHead(block);
    isFirst &&= block.length === 0;
    yield block;
  }
}

async function* nothing(): AsyncGenerator<Buffer> {}

function joined(blocks: Buffer[]): Buffer {
  const [only] = blocks;
  return only && blocks.length === 1 ? only : Buffer.concat(blocks);
}

function withoutByteOrderMark(head: Buffer): Buffer {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head;
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 0x20 && (byte < 0x09 || byte > 0x0d)) return false;
  return true;
}
