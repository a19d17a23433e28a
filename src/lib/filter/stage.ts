import { type Deferred, deferred } from '../async/index.ts';
import { Halt, Reject } from '../errors/index.ts';
import { Line, type LineBatch, type Receipt, verdict } from '../ndjson/index.ts';
import { give, rejectOf } from './collect.ts';
import { type Filter, notBegun, type Piece, type Yield } from './filter.ts';
import type { NeedWatch } from './need-watch.ts';

/** Takes a line; gives a promise where the giver has to wait before the next one. */
export type Deliver = (line: Line) => void | Promise<void>;

/** Takes a line as the bytes it came as, `bytes[start, end)`. */
export type DeliverBytes = (bytes: Buffer, start: number, end: number) => void | Promise<void>;

export interface StageOptions {
  /** Results in input order, not as they complete. */
  ordered?: boolean;
  /** What comes out goes here. */
  deliver: Deliver;
  /** What comes out as it came in may go here instead, without a Line being made of it. */
  deliverBytes?: DeliverBytes;
  /** Where the reject of a line goes. */
  reject: (line: Line, reject: Reject) => void | Promise<void>;
  /** Looks whether the first records have what the filter needs. */
  needs?: NeedWatch;
  /** Called when the filter wants no more. */
  enough?: () => void;
  /** Called when the run cannot go on. */
  fail: (halt: Halt) => void;
}

/** One filter at work: keeps its window full and no more than full, its results in order where asked, and its rejects by name. */
export class Stage {
  recordsIn = 0;
  recordsOut = 0;
  rejected = 0;
  /** Of the rejected, those that the exit status tells of. */
  failed = 0;
  /** Of the rejected, those that a fault of the program cost. */
  faults = 0;
  readonly #filter: Filter;
  readonly #options: StageOptions;
  /** Until it is known whether the first records have what the filter needs. */
  #needs: NeedWatch | undefined;
  #hasEnough = false;
  /** What is under way, in the order it began. */
  readonly #underWay = new Set<Line>();
  #tail: Promise<void> = Promise.resolve();
  /** Settled when something has left. */
  #room: Deferred | undefined;
  #abandoned = false;

  constructor(filter: Filter, options: StageOptions) {
    this.#filter = filter;
    this.#options = options;
    this.#needs = options.needs?.isOpen ? options.needs : undefined;
    filter.onWindowGrown?.(() => this.#release());
  }

  get #window(): number {
    return this.#filter.window ?? 1;
  }

  /** The judge of whole batches, where the filter has one and what passes can be delivered as bytes. */
  get judge(): ((batch: LineBatch) => void) | undefined {
    const filter = this.#filter;
    return filter.judge && this.#options.deliverBytes && ((batch) => filter.judge!(batch));
  }

  /** Takes in a line of a batch that was judged; gives a promise where the giver has to wait. */
  acceptJudged(batch: LineBatch, index: number): void | Promise<void> {
    const found = batch.verdicts[index];
    if (this.#needs !== undefined && found !== verdict.look) this.#look(batch.line(index));
    if (found === verdict.look) return this.accept(batch.line(index));
    this.recordsIn++;
    if (found === verdict.drop) return undefined;
    this.recordsOut++;
    // Only what can be delivered as bytes is judged.
    return this.#options.deliverBytes!(batch.bytes, batch.starts[index]!, batch.ends[index]!);
  }

  get #ordered(): boolean {
    return this.#options.ordered || this.#filter.ordered || false;
  }

  /** Takes a line in; gives a promise where the giver has to wait: for a place in the window, or for the reader. */
  accept(line: Line): void | Promise<void> {
    if (this.#underWay.size >= this.#window) return this.#acceptLater(line);
    return this.#begin(line, false);
  }

  /** Takes in a whole document, the `document` of the filter. */
  acceptDocument(line: Line): void | Promise<void> {
    return this.#begin(line, true);
  }

  /** The input has ended: waits for what is under way, then for what the filter gives at the end. */
  async end(): Promise<void> {
    this.#filter.inputEnded?.();
    await this.idle();
    this.#needs?.conclude(this);
    const last = new Line('end', 0, undefined, 0, 0);
    try {
      const result = await this.#filter.end?.();
      if (!this.#abandoned) await this.#hand(last, result);
    } catch (error) {
      await this.#refuse(last, error);
    }
  }

  /** Until nothing is under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await this.#place();
  }

  /** Whether something is under way. */
  get busy(): boolean {
    return this.#underWay.size > 0;
  }

  /** Gives up what is under way: it is rejected with `reject`, if given, and whatever comes of it later is not heard. */
  async abandon(reject?: Reject): Promise<void> {
    this.#abandoned = true;
    const lines = [...this.#underWay];
    this.#underWay.clear();
    if (reject) for (const line of lines) await this.#reject(line, reject);
    this.#release();
  }

  async #acceptLater(line: Line): Promise<void> {
    while (this.#underWay.size >= this.#window) await this.#place();
    if (!this.#abandoned) await this.#begin(line, false);
  }

  #begin(line: Line, isDocument: boolean): void | Promise<void> {
    if (this.#hasEnough) return undefined;
    this.recordsIn++;
    try {
      if (this.#needs !== undefined && !isDocument) this.#look(line);
      const result = give(this.#filter, line, isDocument);
      if (this.#filter.enough) this.#tellEnough();
      // What comes at once goes at once, unless something before it is still under way.
      if (!(result instanceof Promise || (this.#ordered && this.#underWay.size > 0))) {
        const wait = this.#hand(line, result);
        return wait && this.#hold(line, wait);
      }
      this.#track(line, result);
    } catch (error) {
      return this.#refuse(line, error);
    }
    return this.#underWay.size >= this.#window ? this.#place() : undefined;
  }

  #track(line: Line, result: Yield | Promise<Yield | typeof notBegun>): void {
    this.#underWay.add(line.detach());
    if (result instanceof Promise && !this.#ordered) {
      result.then(
        (pieces) => this.#come(line, () => this.#finish(line, pieces)),
        (error: unknown) => this.#come(line, () => this.#refuse(line, error)),
      );
      return;
    }
    const settled = Promise.resolve(result).then(
      (pieces) => () => this.#finish(line, pieces),
      (error: unknown) => () => this.#refuse(line, error),
    );
    this.#tail = this.#tail
      .then(() => settled)
      .then((deliver) => (this.#abandoned ? undefined : deliver()))
      .catch((error) => this.#refuse(line, error))
      .then(() => this.#leave(line));
  }

  /** Hands on what has come of a line, whatever may be under way before it. */
  #come(line: Line, deliver: () => void | Promise<void>): void {
    const wait = this.#attempt(line, deliver);
    if (wait) wait.catch((error) => this.#refuse(line, error)).then(() => this.#leave(line));
    else this.#leave(line);
  }

  #attempt(line: Line, deliver: () => void | Promise<void>): void | Promise<void> {
    if (this.#abandoned) return undefined;
    try {
      return deliver();
    } catch (error) {
      return this.#refuse(line, error);
    }
  }

  #leave(line: Line): void {
    this.#underWay.delete(line);
    if (this.#filter.enough) this.#tellEnough();
    this.#release();
  }

  /** A line whose results wait for the reader keeps its place, so that those of the next line do not come between them. */
  #hold(line: Line, wait: Promise<void>): Promise<void> {
    this.#underWay.add(line);
    return wait.finally(() => this.#leave(line));
  }

  #finish(line: Line, result: Yield | typeof notBegun): void | Promise<void> {
    if (result !== notBegun) return this.#hand(line, result);
    this.recordsIn--;
  }

  /** Hands on what came of a line. */
  #hand(line: Line, result: Yield): void | Promise<void> {
    const { receipt } = line;
    if (result === undefined) {
      receipt?.settle();
      return;
    }
    if (result instanceof Line || result instanceof Reject) {
      const wait = this.#handPiece(line, receipt, result);
      receipt?.settle();
      return wait;
    }
    return this.#handAll(line, receipt, result);
  }

  async #handAll(line: Line, receipt: Receipt | undefined, pieces: Iterable<Piece> | AsyncIterable<Piece>): Promise<void> {
    try {
      if (Symbol.asyncIterator in pieces) {
        for await (const piece of pieces) {
          if (this.#abandoned) break;
          await this.#handPiece(line, receipt, piece);
        }
      } else {
        for (const piece of pieces) {
          const wait = this.#handPiece(line, receipt, piece);
          if (wait) await wait;
          if (this.#abandoned) break;
        }
      }
    } catch (error) {
      await this.#refuse(line, error);
      return;
    }
    receipt?.settle();
  }

  #handPiece(line: Line, receipt: Receipt | undefined, piece: Piece): void | Promise<void> {
    if (piece instanceof Reject) return this.#reject(line, piece);
    if (receipt) {
      receipt.hold();
      if (piece.receipt === undefined) piece.receipt = receipt;
      else piece.receipt.adopt(receipt);
    }
    const wait = this.#options.deliver(piece);
    this.recordsOut++;
    return wait;
  }

  /** What was thrown over a line: its reject, or the end of the run. */
  #refuse(line: Line, error: unknown): void | Promise<void> {
    if (error instanceof Halt) {
      this.#options.fail(error);
      return;
    }
    line.receipt?.settle();
    return this.#reject(line, rejectOf(error));
  }

  #look(line: Line): void {
    this.#needs?.see(line, this);
    if (!this.#needs?.isOpen) this.#needs = undefined;
  }

  /** The filter wants no more. */
  #tellEnough(): void {
    this.#hasEnough = true;
    this.#options.enough?.();
  }

  #reject(line: Line, reject: Reject): void | Promise<void> {
    this.rejected++;
    if (!reject.details.tolerated) this.failed++;
    if (reject.code === 'INTERNAL_ERROR') this.faults++;
    return this.#options.reject(line, reject);
  }

  #place(): Promise<void> {
    this.#room ??= deferred();
    return this.#room.promise;
  }

  #release(): void {
    this.#room?.resolve();
    this.#room = undefined;
  }
}
