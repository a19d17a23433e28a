import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Halt, Reject, reasonOf, status } from '../../lib/errors/index.ts';
import { Line, LineSplitter } from '../../lib/ndjson/index.ts';
import { type Consumer, type Job, unpack } from '../../lib/queue/index.ts';
import type { Delivery } from './delivery.ts';
import type { Worker } from './filter.ts';

/** How much of a command's last words goes into a message, in bytes. */
const KEPT_WORDS = 2000;

interface Task {
  job: Job;
  line: Line;
}

/** Has another program work on jobs: a process for each batch, so many at once. */
export class OutsideWorker implements Worker {
  readonly parked = 0;
  readonly #program: string;
  readonly #args: readonly string[];
  readonly #options: { concurrency: number; batch: number };
  readonly #consumer: Consumer;
  readonly #delivery: Delivery;
  readonly #source: string;
  readonly #ready: Task[] = [];
  readonly #children = new Set<ChildProcess>();
  #active = 0;
  #begun = 0;
  #pumpSet = false;
  #stopped = false;

  constructor(
    command: readonly string[],
    options: { concurrency: number; batch: number },
    consumer: Consumer,
    delivery: Delivery,
    source: string,
  ) {
    [this.#program, ...this.#args] = command;
    this.#options = options;
    this.#consumer = consumer;
    this.#delivery = delivery;
    this.#source = source;
  }

  begin(job: Job): void {
    const number = ++this.#begun;
    try {
      const bytes = unpack(job.payload);
      this.#ready.push({ job, line: new Line(this.#source, number, bytes, 0, bytes.length) });
      this.#setPump();
    } catch (error) {
      if (!(error instanceof Reject)) throw error;
      const line = new Line(this.#source, number, job.payload, 0, job.payload.length);
      this.#deliver([{ job, line }], [], error).catch((failure) => this.#consumer.fail(failure));
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const { job } of this.#ready.splice(0)) this.#consumer.abandon(job);
  }

  async end(): Promise<void> {}

  async close(): Promise<void> {
    for (const { pid } of this.#children) {
      try {
        process.kill(-pid!, 'SIGKILL');
      } catch {
        // It has ended meanwhile.
      }
    }
  }

  /** Records that are taken together come together, so they are waited for to make one batch. */
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

  /** The next records of one priority: what comes of them keeps it. */
  #nextBatch(): Task[] {
    const { stream } = this.#ready[0].job;
    const end = this.#ready.findIndex(({ job }) => job.stream !== stream);
    return this.#ready.splice(0, Math.min(end < 0 ? this.#ready.length : end, this.#options.batch));
  }

  /** Has a batch worked on; one that fails is halved until the record to blame is alone. */
  async #work(tasks: Task[]): Promise<void> {
    if (tasks.length === 0) return;
    if (this.#stopped) return this.#giveBack(tasks);
    const { failure, output } = await this.#run(tasks.map(({ line }) => line));
    if (failure !== undefined && this.#stopped) return this.#giveBack(tasks);
    if (failure === undefined) {
      if ((await this.#deliver(tasks, linesOf(output, this.#source))) || tasks.length === 1) return;
      // One of them is another worker's by now; the others are done one by one.
      for (const task of tasks) await this.#work([task]);
    } else if (tasks.length === 1) {
      await this.#deliver(tasks, [], new Reject('COMMAND_FAILED', failure));
    } else {
      const half = Math.ceil(tasks.length / 2);
      await this.#work(tasks.slice(0, half));
      await this.#work(tasks.slice(half));
    }
  }

  #giveBack(tasks: readonly Task[]): void {
    for (const { job } of tasks) this.#consumer.abandon(job);
  }

  #deliver(tasks: readonly Task[], outputs: Line[], reject?: Reject): Promise<boolean> {
    const lines = tasks.map(({ line }) => line);
    const rejects = reject ? lines.map((line) => ({ line, reject })) : [];
    return this.#delivery.deliver({ jobs: tasks.map(({ job }) => job), lines, outputs, rejects });
  }

  /** Runs the command over lines; gives what it wrote, and why it failed, if it did. @throws Halt 4 when it cannot be started */
  async #run(lines: readonly Line[]): Promise<{ failure: string | undefined; output: Buffer }> {
    // A group of its own: a Ctrl-C on the terminal is for the worker, which then lets the command finish.
    const child = spawn(this.#program, this.#args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    this.#children.add(child);
    const output: Buffer[] = [];
    let words = Buffer.alloc(0);
    child.stdout.on('data', (block: Buffer) => output.push(block));
    child.stderr.on('data', (block: Buffer) => {
      words = Buffer.concat([words, block]).subarray(-KEPT_WORDS);
    });
    // A command may end without reading all there is.
    child.stdin.on('error', () => {});
    child.stdin.end(Buffer.concat(lines.flatMap((line) => [line.bytes(), Buffer.from('\n')])));
    try {
      const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
      const last = words.toString().trim().split('\n').at(-1);
      const how = signal ? `ended by ${signal}` : `exit status ${code}`;
      return { failure: code === 0 ? undefined : `${how}${last ? `: ${last}` : ''}`, output: Buffer.concat(output) };
    } catch (error) {
      throw new Halt(status.failed, `${this.#program}: cannot be run: ${reasonOf(error)}`);
    } finally {
      this.#children.delete(child);
    }
  }
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
