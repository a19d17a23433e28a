import { Worker } from 'node:worker_threads';
import { reasonOf } from '../../errors/index.ts';
import type { Engine, TaskResult } from './engine.ts';
import { type Load, notReady, type Task, taskHead } from './frames.ts';

/** A thread that runs one record at a time. */
interface Thread {
  readonly worker: Worker;
  settle: ((outcome: TaskResult) => void) | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** Runs each record in its own thread, for CPU-bound work. A thread that exceeds its time or memory is replaced. */
export class ThreadEngine implements Engine {
  readonly #program: URL;
  readonly #load: Load;
  readonly #idle: Thread[] = [];
  readonly #all = new Set<Thread>();

  constructor(program: URL, load: Load) {
    this.#program = program;
    this.#load = load;
  }

  async start(): Promise<string[]> {
    const answers = await Promise.all(Array.from({ length: this.#load.capacity }, () => this.#add()));
    return answers[0]!;
  }

  run(task: Task): Promise<TaskResult> {
    const thread = this.#idle.pop();
    if (!thread) {
      return this.#add().then(
        () => this.run(task),
        (error) => failure(`could not be started again: ${reasonOf(error)}`),
      );
    }
    return new Promise((resolve) => {
      thread.settle = resolve;
      thread.timer = setTimeout(
        () => this.#end(thread, `gave no answer within ${this.#load.timeout / 1000} s`),
        this.#load.timeout,
      );
      thread.worker.postMessage(taskHead({ ...task, id: 1 }) + task.text);
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((thread) => this.#closeThread(thread)));
  }

  #add(): Promise<string[]> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(this.#program, { resourceLimits: { maxOldGenerationSizeMb: this.#load.memory } });
      const thread: Thread = { worker, settle: undefined, timer: undefined };
      this.#all.add(thread);
      let loaded = false;
      const late = setTimeout(() => {
        reject(new Error(notReady(this.#load)));
        this.#end(thread, '');
      }, this.#load.setupTimeout);
      worker.on('message', (frame: string) => {
        if (frame[0] !== 'L') return this.#heard(thread, frame);
        clearTimeout(late);
        const { names, failed } = JSON.parse(frame.slice(1));
        if (failed !== undefined) return reject(new Error(failed));
        loaded = true;
        this.#idle.push(thread);
        resolve(names);
      });
      worker.on('error', (error: NodeJS.ErrnoException) => {
        const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        this.#end(
          thread,
          outOfMemory ? `ran out of memory (--memory ${this.#load.memory} MiB)` : `ended its thread: ${error.message}`,
        );
        reject(error);
      });
      worker.on('exit', (code) => {
        clearTimeout(late);
        this.#end(thread, `ended its thread with status ${code}`);
        if (!loaded) reject(new Error(`ended its thread with status ${code} when it was loaded`));
      });
      worker.postMessage(`L${JSON.stringify({ ...this.#load, threads: false, capacity: 1 })}`);
    });
  }

  #heard(thread: Thread, frame: string): void {
    const { settle } = thread;
    const kind = frame[0]!;
    if (!settle || !'VTF'.includes(kind)) return;
    clearTimeout(thread.timer);
    thread.settle = undefined;
    this.#idle.push(thread);
    settle({ kind: kind as TaskResult['kind'], json: frame.slice(frame.indexOf(' ', 2) + 1) });
  }

  /** Terminates a thread and fails its record. */
  #end(thread: Thread, message: string): void {
    if (!this.#all.delete(thread)) return;
    const at = this.#idle.indexOf(thread);
    if (at >= 0) this.#idle.splice(at, 1);
    clearTimeout(thread.timer);
    thread.worker.terminate();
    thread.settle?.(failure(message));
    thread.settle = undefined;
  }

  async #closeThread(thread: Thread): Promise<void> {
    const ended = new Promise((resolve) => thread.worker.once('exit', resolve));
    thread.worker.postMessage('E');
    await ended;
  }
}

function failure(message: string): TaskResult {
  return { kind: 'F', json: JSON.stringify({ message }) };
}
