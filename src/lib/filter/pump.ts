import { setImmediate as turn } from 'node:timers/promises';
import type { Source } from '../io/index.ts';
import { Line, LineBatch, LineSplitter } from '../ndjson/index.ts';
import { Reject } from '../problem.ts';
import type { Filter } from './filter.ts';
import type { Stage } from './stage.ts';

/** The longest time that lines are worked off without a turn of the event loop, in ms: signals and finished output wait for one. */
const SLICE = 20;
/** White space and a byte-order mark, which do not tell what a source holds. */
const NOTHING_YET = /^(?:\u00ef\u00bb\u00bf)?\s*$/;

export interface PumpOptions {
  /** The longest line, or document, in bytes. */
  maxLine: number;
  stop: AbortSignal;
  /** Told how many bytes were read. */
  onBytes: (bytes: number) => void;
}

/** Reads one source to its end and gives its lines, or the document it holds, to `stage`. @throws Halt 4 */
export async function pump(source: Source, filter: Filter, stage: Stage, options: PumpOptions): Promise<void> {
  const { stop, onBytes } = options;
  const blocks = counted(source.blocks(stop), onBytes);
  const head: Buffer[] = [];
  if (filter.document) {
    // The first block with something in it tells whether this is a document.
    for (let next = await blocks.next(); !next.done; next = await blocks.next()) {
      head.push(next.value);
      if (!NOTHING_YET.test(Buffer.concat(head).toString('latin1'))) break;
    }
    if (filter.document.accepts(withoutByteOrderMark(Buffer.concat(head)))) {
      const document = await wholeOf(source.name, prepended(head, blocks), options.maxLine);
      if (document && !stop.aborted) await stage.acceptDocument(document);
      return;
    }
  }
  const splitter = new LineSplitter(source.name, options.maxLine);
  await pumpLines(splitter, prepended(head, blocks), stage, () => stop.aborted && !source.followed);
  if (!stop.aborted) await acceptLast(splitter, stage);
}

async function pumpLines(
  splitter: LineSplitter,
  blocks: AsyncIterable<Buffer>,
  stage: Stage,
  stopped: () => boolean,
): Promise<void> {
  const pace = new Pace();
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
      else if (pace.isOver()) {
        await turn();
        pace.restart();
      }
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

async function wholeOf(name: string, blocks: AsyncIterable<Buffer>, maxBytes: number): Promise<Line | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const block of blocks) {
    if (length <= maxBytes) parts.push(block);
    length += block.length;
  }
  const whole = Buffer.concat(parts);
  if (length <= maxBytes) return new Line(name, 1, whole, 0, whole.length);
  const defect = new Reject('LINE_TOO_LONG', `document of ${length} bytes is longer than --max-line ${maxBytes}`);
  return new Line(name, 1, whole.subarray(0, maxBytes), 0, Math.min(whole.length, maxBytes), defect);
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

function withoutByteOrderMark(head: Buffer): Buffer {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head;
}

/** Tells when a slice of time is over, without asking the clock at every line: as often as the lines so far were slow. */
class Pace {
  private every = 1;
  private left = 1;
  private began = performance.now();
  private asked = this.began;

  isOver(): boolean {
    if (--this.left > 0) return false;
    const now = performance.now();
    const took = now - this.asked;
    this.asked = now;
    if (took < SLICE / 8) this.every = Math.min(this.every * 2, 4096);
    else if (took > SLICE / 4) this.every = Math.max(this.every >> 1, 1);
    this.left = this.every;
    return now - this.began > SLICE;
  }

  restart(): void {
    this.began = performance.now();
    this.asked = this.began;
  }
}
