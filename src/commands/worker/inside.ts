import { Reject } from '../../lib/errors/index.ts';
import { collect, type Filter, gather, notBegun, type Piece } from '../../lib/filter/index.ts';
import { Line, Receipt } from '../../lib/ndjson/index.ts';
import { type Consumer, type Job, unpack } from '../../lib/queue/index.ts';
import type { Delivery, Refused } from './delivery.ts';
import type { Worker } from './filter.ts';

/** The longest time that jobs are worked off without a turn of the event loop, in ms: signals and leases wait for one. */
const SLICE = 20;

/** Has a filter in this process work on jobs: as many at once as it takes, in the order they come. */
export class InsideWorker implements Worker {
  readonly #filter: Filter;
  readonly #consumer: Consumer;
  readonly #delivery: Delivery;
  readonly #source: string;
  readonly #ready: Task[] = [];
  readonly #parkedTasks = new Set<Task>();
  #active = 0;
  #begun = 0;
  #pumping = false;
  #stopped = false;
  #ending = false;

  constructor(filter: Filter, consumer: Consumer, delivery: Delivery, source: string) {
    this.#filter = filter;
    this.#consumer = consumer;
    this.#delivery = delivery;
    this.#source = source;
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
    for (const { job } of this.#ready.splice(0)) this.#consumer.abandon(job!);
    this.#filter.inputEnded?.();
  }

  /** Hands over what the filter kept to the end, with all the jobs it came of. */
  async end(): Promise<void> {
    this.#ending = true;
    this.#filter.inputEnded?.();
    const last: Task = new Task(undefined);
    for (const piece of await gather(await this.#filter.end?.())) last.take(piece);
    const tasks = [...this.#parkedTasks];
    if (tasks.length === 0 && last.outputs.length === 0 && last.rejects.length === 0) return;
    this.#parkedTasks.clear();
    await this.#deliver([...tasks, last]);
  }

  async close(): Promise<void> {
    await this.#filter.close?.();
  }

  #pump(): void {
    this.#pumping = true;
    const until = performance.now() + SLICE;
    while (this.#ready.length > 0 && this.#active < (this.#filter.window ?? 1)) {
      if (performance.now() > until) {
        setImmediate(() => this.#pump());
        return;
      }
      this.#start(this.#ready.shift()!);
    }
    this.#pumping = false;
  }

  #start(task: Task): void {
    try {
      const bytes = unpack(task.job!.payload);
      const line = new Line(this.#source, ++this.#begun, bytes, 0, bytes.length);
      line.receipt = task.receipt;
      task.line = line;
      const result = collect(this.#filter, line);
      if (result instanceof Promise) this.#track(task, result);
      else this.#finish(task, result);
    } catch (error) {
      this.#refuse(task, error);
    }
    if (this.#filter.enough) this.#endEarly();
  }

  #track(task: Task, result: Promise<Piece[] | typeof notBegun>): void {
    this.#active++;
    result
      .then((pieces) => this.#finish(task, pieces))
      .catch((error) => this.#refuse(task, error))
      .then(() => {
        this.#active--;
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
    if (isGivenBack) this.#consumer.abandon(task.job!);
    else {
      for (const piece of pieces) task.take(piece);
      this.#conclude(task);
    }
  }

  /** All that came of a job is there: it is delivered, unless the filter keeps the record for later. */
  #conclude(task: Task): void {
    if (!task.isHeld) {
      this.#deliver([task]).catch((error) => this.#consumer.fail(error));
      return;
    }
    this.#parkedTasks.add(task);
    task.receipt.onRelease = () => {
      if (this.#parkedTasks.delete(task)) this.#deliver([task]).catch((error) => this.#consumer.fail(error));
    };
  }

  async #deliver(tasks: readonly Task[]): Promise<void> {
    const jobs = tasks.flatMap(({ job }) => (job ? [job] : []));
    const lines = tasks.flatMap(({ line }) => (line ? [line] : []));
    const outputs = tasks.flatMap((task) => task.outputs);
    const rejects = tasks.flatMap((task) => task.rejects);
    for (const { receipt } of tasks) receipt.onRelease = undefined;
    if (await this.#delivery.deliver({ jobs, lines, outputs, rejects })) {
      for (const { line } of tasks) line?.receipt?.settle();
    }
  }

  /** What was thrown over a job that could not begin, or the end of the run. */
  #refuse(task: Task, error: unknown): void {
    if (!(error instanceof Reject)) {
      this.#consumer.fail(error);
      return;
    }
    const { payload } = task.job!;
    task.line ??= new Line(this.#source, ++this.#begun, payload, 0, payload.length);
    task.take(error);
    this.#conclude(task);
  }
}

function isStopped(piece: Piece): boolean {
  return piece instanceof Reject && piece.code === 'STOPPED';
}

/** A job at work, with what has come of it so far. */
class Task {
  readonly job: Job | undefined;
  readonly receipt = new TaskReceipt(undefined);
  readonly outputs: Line[] = [];
  readonly rejects: Refused[] = [];
  line: Line | undefined;

  constructor(job: Job | undefined) {
    this.job = job;
  }

  /** Whether the filter keeps the record. */
  get isHeld(): boolean {
    return this.receipt.holds > 0;
  }

  take(piece: Piece): void {
    if (piece instanceof Reject) {
      this.rejects.push({ line: this.line ?? new Line('end', 0, Buffer.from('{}'), 0, 2), reject: piece });
      return;
    }
    const receipt = this.line?.receipt;
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
