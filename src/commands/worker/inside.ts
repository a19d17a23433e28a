import { Reject } from '../../lib/errors/index.ts';
import { collect, type Filter, gather, notBegun, type Piece } from '../../lib/filter/index.ts';
import { Line, Receipt } from '../../lib/ndjson/index.ts';
import { type Consumer, type Job, unpack } from '../../lib/queue/index.ts';
import type { Delivery } from './delivery.ts';
import type { Worker } from './worker.ts';

export interface InsideOptions {
  /** Longest record, in bytes. */
  readonly maxPayload: number;
  /** The name of the queue. */
  readonly source: string;
}

/** The longest time without a turn of the event loop, in ms: signals and leases wait for one. */
const SLICE = 20;
/** The most bytes of records that are worked on at once, beside the last one begun. */
const ACTIVE_BYTES = 64 * 2 ** 20;

/** Has a filter in this process work on jobs: as many at once as it takes, in the order they come. */
export class InsideWorker implements Worker {
  readonly #filter: Filter;
  readonly #options: InsideOptions;
  readonly #consumer: Consumer;
  readonly #delivery: Delivery;
  readonly #ready: Task[] = [];
  readonly #parkedTasks = new Set<Task>();
  #active = 0;
  #activeBytes = 0;
  #begun = 0;
  #pumping = false;
  #stopped = false;
  #ending = false;

  constructor(filter: Filter, options: InsideOptions, consumer: Consumer, delivery: Delivery) {
    this.#filter = filter;
    this.#options = options;
    this.#consumer = consumer;
    this.#delivery = delivery;
  }

  get parked(): number {
    return this.#ending ? 0 : this.#parkedTasks.size;
  }

  begin(job: Job): void {
    if (this.#filter.enough) this.#consumer.abandon(job);
    else {
      this.#ready.push(new Task(job));
      if (!this.#pumping) this.#pump();
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const { job } of this.#ready.splice(0)) this.#consumer.abandon(job);
    this.#filter.inputEnded?.();
  }

  /** Hands over what the filter kept to the end, with all the jobs it came of. */
  async end(): Promise<void> {
    this.#ending = true;
    this.#filter.inputEnded?.();
    const outputs: Line[] = [];
    const rejects: Reject[] = [];
    for (const piece of await gather(await this.#filter.end?.())) {
      if (piece instanceof Reject) rejects.push(piece);
      else outputs.push(piece);
    }
    const tasks = [...this.#parkedTasks];
    this.#parkedTasks.clear();
    // A reject that comes at the end names no record: it is of all that were kept.
    for (const task of tasks) task.rejects.push(...rejects);
    await this.#deliver(tasks, [...tasks.flatMap((task) => task.outputs), ...outputs]);
  }

  async close(): Promise<void> {
    await this.#filter.close?.();
  }

  #pump(): void {
    this.#pumping = true;
    const until = performance.now() + SLICE;
    while (this.#active < (this.#filter.window ?? 1) && this.#activeBytes <= ACTIVE_BYTES) {
      const task = this.#ready[0];
      if (!task) break;
      if (performance.now() > until) {
        setImmediate(() => this.#pump());
        return;
      }
      this.#ready.shift();
      this.#start(task);
    }
    this.#pumping = false;
  }

  #start(task: Task): void {
    const { source, maxPayload } = this.#options;
    const number = ++this.#begun;
    try {
      const bytes = unpack(task.job.payload, maxPayload);
      task.line = new Line(source, number, bytes, 0, bytes.length);
      task.line.receipt = task.receipt;
      const result = collect(this.#filter, task.line);
      if (result instanceof Promise) this.#track(task, bytes.length, result);
      else this.#finish(task, result);
    } catch (error) {
      this.#refuse(task, error);
    }
    if (this.#filter.enough) this.#endEarly();
  }

  #track(task: Task, bytes: number, result: Promise<Piece[] | typeof notBegun>): void {
    this.#active++;
    this.#activeBytes += bytes;
    result
      .then((pieces) => this.#finish(task, pieces))
      .catch((error) => this.#refuse(task, error))
      .then(() => {
        this.#active--;
        this.#activeBytes -= bytes;
        if (this.#filter.enough) this.#endEarly();
        else if (!this.#pumping) this.#pump();
      });
  }

  /** The filter wants no more: what it has not begun goes back to the queue. */
  #endEarly(): void {
    if (this.#stopped) return;
    this.stop();
    this.#consumer.stop();
  }

  #finish(task: Task, pieces: Piece[] | typeof notBegun): void {
    const isGivenBack = pieces === notBegun || (this.#stopped && pieces.some(isStopped));
    if (isGivenBack) this.#consumer.abandon(task.job);
    else {
      for (const piece of pieces) task.take(piece);
      this.#conclude(task);
    }
  }

  /** All that came of a job is there: it is delivered, unless the filter keeps the record for later. */
  #conclude(task: Task): void {
    const deliver = () => this.#deliver([task], task.outputs).catch((error) => this.#consumer.fail(error));
    if (!task.isHeld) {
      void deliver();
      return;
    }
    this.#parkedTasks.add(task);
    task.receipt.onRelease = () => {
      if (this.#parkedTasks.delete(task)) void deliver();
    };
  }

  async #deliver(tasks: readonly Task[], outputs: readonly Line[]): Promise<void> {
    if (tasks.length === 0 && outputs.length === 0) return;
    const fitting = this.#withoutTooLarge(tasks, outputs);
    for (const { receipt } of tasks) receipt.onRelease = undefined;
    if (await this.#delivery.deliver(tasks, fitting)) {
      for (const { line } of tasks) line.receipt?.settle();
    }
  }

  /**
   * Rejects the jobs with a result that is too large to be queued; returns the other results. A job that was done alone fails as a whole, so
   * that all its results come once when it is put back. Of jobs that were done together, the one fails that the result came of.
   */
  #withoutTooLarge(tasks: readonly Task[], outputs: readonly Line[]): readonly Line[] {
    const tooLarge = this.#delivery.tooLarge(outputs);
    if (tooLarge.size === 0) return outputs;
    for (const [{ source, number }, reject] of tooLarge) {
      const ofLine = tasks.filter(({ line }) => line.number === number && line.source === source);
      for (const task of ofLine.length > 0 ? ofLine : tasks) task.rejects.push(reject);
    }
    return tasks.length === 1 ? [] : outputs.filter((line) => !tooLarge.has(line));
  }

  /** What was thrown over a job that could not begin, or the end of the run. */
  #refuse(task: Task, error: unknown): void {
    if (error instanceof Reject) {
      task.rejects.push(error);
      this.#conclude(task);
    } else this.#consumer.fail(error);
  }
}

function isStopped(piece: Piece): boolean {
  return piece instanceof Reject && piece.code === 'STOPPED';
}

/** A job at work, with what has come of it so far. */
class Task {
  readonly job: Job;
  readonly receipt = new TaskReceipt(undefined);
  readonly outputs: Line[] = [];
  readonly rejects: Reject[] = [];
  /** The record; the payload as it stands until it is unpacked. */
  line: Line;

  constructor(job: Job) {
    this.job = job;
    this.line = new Line('', 0, job.payload, 0, job.payload.length);
  }

  /** Whether the filter keeps the record. */
  get isHeld(): boolean {
    return this.receipt.holds > 0;
  }

  take(piece: Piece): void {
    if (piece instanceof Reject) {
      this.rejects.push(piece);
      return;
    }
    const { receipt } = this.line;
    if (receipt) {
      // What was made of the line is done with only when all its outputs are.
      const before = this.receipt.holds;
      receipt.hold();
      this.receipt.holds = before;
      if (piece.receipt === undefined) piece.receipt = receipt;
      else piece.receipt.adopt(receipt);
    }
    this.outputs.push(piece);
  }
}

/** Tells whether a filter keeps the record that it stands for. */
class TaskReceipt extends Receipt {
  /** How often the filter has said that it keeps it. */
  holds = 0;
  /** Called when the filter has let go of it. */
  onRelease: (() => void) | undefined;

  override hold(): void {
    this.holds++;
    super.hold();
  }

  override settle(): void {
    super.settle();
    if (this.onRelease && --this.holds === 0) this.onRelease();
  }
}
