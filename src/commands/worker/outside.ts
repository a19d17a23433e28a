import { Reject } from '../../lib/errors/index.ts';
import { Line, LineSplitter } from '../../lib/ndjson/index.ts';
import { type Consumer, type Job, unpack } from '../../lib/queue/index.ts';
import type { Delivery, Worked } from './delivery.ts';
import { ProgramRunner } from './program.ts';
import type { Worker } from './worker.ts';

/** The most bytes of records for one run of a command, beside the first record. */
const BATCH_BYTES = 16 * 2 ** 20;

export interface OutsideOptions {
  readonly command: readonly [program: string, ...args: string[]];
  /** Processes at once. */
  readonly concurrency: number;
  /** Records for one run. */
  readonly batch: number;
  readonly maxTries: number;
  /** Longest record, in bytes. */
  readonly maxPayload: number;
  /** For one run, in ms; 0: no limit. */
  readonly timeout: number;
  /** The name of the queue. */
  readonly source: string;
}

interface Task {
  readonly job: Job;
  readonly line: Line;
}

/** Has another program work on jobs: it is started for each batch. */
export class OutsideWorker implements Worker {
  readonly parked = 0;
  readonly #options: OutsideOptions;
  readonly #consumer: Consumer;
  readonly #delivery: Delivery;
  readonly #program: ProgramRunner;
  readonly #ready: Job[] = [];
  #active = 0;
  #begun = 0;
  #pumpSet = false;
  #stopped = false;

  constructor(options: OutsideOptions, consumer: Consumer, delivery: Delivery) {
    this.#options = options;
    this.#consumer = consumer;
    this.#delivery = delivery;
    this.#program = new ProgramRunner(options.command, options.timeout);
  }

  begin(job: Job): void {
    this.#ready.push(job);
    this.#setPump();
  }

  stop(): void {
    this.#stopped = true;
    for (const job of this.#ready.splice(0)) this.#consumer.abandon(job);
  }

  async end(): Promise<void> {}

  async close(): Promise<void> {
    this.#program.close();
  }

  /** Records that are taken together come one after another, so the pump waits for the turn of the event loop to end. */
  #setPump(): void {
    if (this.#pumpSet) return;
    this.#pumpSet = true;
    setImmediate(() => {
      this.#pumpSet = false;
      while (this.#ready.length > 0 && this.#active < this.#options.concurrency) {
        this.#active++;
        this.#work(this.#nextBatch())
          .catch((error) => this.#consumer.fail(error))
          .then(() => {
            this.#active--;
            this.#setPump();
          });
      }
    });
  }

  /** The next records of one priority, which their results keep. Records that failed before come in smaller and smaller batches. */
  #nextBatch(): Task[] {
    const tasks: Task[] = [];
    const [first] = this.#ready;
    if (!first) return tasks;
    let bytes = 0;
    while (tasks.length < this.#largestBatch(first.tries)) {
      const [next] = this.#ready;
      if (!next || next.stream !== first.stream || next.tries !== first.tries || bytes > BATCH_BYTES) break;
      this.#ready.shift();
      const task = this.#unpacked(next);
      if (!task) continue;
      tasks.push(task);
      bytes += task.line.bytes().length;
    }
    return tasks;
  }

  /** On its last try a record is alone, so that it dies for no other's fault. */
  #largestBatch(tries: number): number {
    const { batch, maxTries } = this.#options;
    return tries > 1 && tries >= maxTries ? 1 : Math.max(1, Math.floor(batch / 4 ** (tries - 1)));
  }

  #unpacked(job: Job): Task | undefined {
    const { source, maxPayload } = this.#options;
    const number = ++this.#begun;
    try {
      const bytes = unpack(job.payload, maxPayload);
      return { job, line: new Line(source, number, bytes, 0, bytes.length) };
    } catch (error) {
      if (!(error instanceof Reject)) throw error;
      const line = new Line(source, number, job.payload, 0, job.payload.length);
      this.#delivery.deliver([{ job, line, rejects: [error] }], []).catch((failure) => this.#consumer.fail(failure));
      return undefined;
    }
  }

  /** Works on a batch. One that fails is halved until the record to blame is alone; one that fails for a reason that may pass is not. */
  async #work(tasks: readonly Task[]): Promise<void> {
    if (tasks.length === 0) return;
    if (this.#stopped) return this.#giveBack(tasks);
    const result = await this.#program.run(tasks.map(({ line }) => line));
    if (this.#stopped && !('output' in result)) return this.#giveBack(tasks);
    if ('output' in result) return this.#deliver(tasks, linesOf(result.output, this.#options.source));
    if (result.passing || tasks.length === 1) await this.#delivery.deliver(withReject(tasks, result.reject), []);
    else await this.#halve(tasks);
  }

  async #deliver(tasks: readonly Task[], outputs: Line[]): Promise<void> {
    const [tooLarge] = this.#delivery.tooLarge(outputs).values();
    if (tooLarge) {
      if (tasks.length > 1) return this.#halve(tasks);
      // A record with a result that is too large fails as a whole: when it is put back, all its results come, and none twice.
      await this.#delivery.deliver(withReject(tasks, tooLarge), []);
    } else if (!(await this.#delivery.deliver(withReject(tasks), outputs)) && tasks.length > 1) {
      // Another worker has one of them by now; the others are done one by one.
      for (const task of tasks) await this.#work([task]);
    }
  }

  async #halve(tasks: readonly Task[]): Promise<void> {
    const half = Math.ceil(tasks.length / 2);
    await this.#work(tasks.slice(0, half));
    await this.#work(tasks.slice(half));
  }

  #giveBack(tasks: readonly Task[]): void {
    for (const { job } of tasks) this.#consumer.abandon(job);
  }
}

function withReject(tasks: readonly Task[], reject?: Reject): Worked[] {
  return tasks.map((task) => ({ ...task, rejects: reject ? [reject] : [] }));
}

function linesOf(output: Buffer, source: string): Line[] {
  const splitter = new LineSplitter(source, Number.POSITIVE_INFINITY);
  splitter.feed(output);
  const lines: Line[] = [];
  for (let line = splitter.next(); line; line = splitter.next()) lines.push(line);
  const last = splitter.finish();
  if (last) lines.push(last);
  return lines;
}
