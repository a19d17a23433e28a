import { failureOf } from '../result.ts';
import type { Engine, TaskResult } from './engine.ts';
import { type Load, readTask, type Task } from './frames.ts';

/** Receives frames in a host process, runs their records on its engine up to a limit, and sends the results. */
export class Server {
  readonly #send: (frame: string) => void;
  readonly #makeEngine: (load: Load) => Promise<Engine>;
  #engine: Engine | undefined;
  #capacity = 1;
  #underWay = 0;
  #queue: Task[] = [];

  constructor(send: (frame: string) => void, makeEngine: (load: Load) => Promise<Engine>) {
    this.#send = send;
    this.#makeEngine = makeEngine;
  }

  /** Handles one frame. Returns a promise for the last one, settled when everything is closed. */
  receive(frame: string): void | Promise<void> {
    switch (frame[0]) {
      case 'L':
        this.#start(JSON.parse(frame.slice(1)));
        return;
      case 'R':
      case 'r':
        this.#queue.push(readTask(frame));
        this.#fill();
        return;
      case 'X':
        this.#decline();
        return;
      case '?':
        this.#send('!');
        return;
      case 'E':
        return this.#close();
    }
  }

  async #start(load: Load): Promise<void> {
    try {
      this.#capacity = load.capacity;
      this.#engine = await this.#makeEngine(load);
      this.#send(`L${JSON.stringify({ names: await this.#engine.start() })}`);
      this.#fill();
    } catch (error) {
      this.#send(`L${JSON.stringify({ failed: failureOf(error).message, stack: failureOf(error).stack })}`);
    }
  }

  #fill(): void {
    const engine = this.#engine;
    while (engine && this.#underWay < this.#capacity) {
      const task = this.#queue.shift();
      if (!task) return;
      const outcome = engine.run(task);
      if (!(outcome instanceof Promise)) {
        this.#answer(task, outcome);
        continue;
      }
      this.#underWay++;
      outcome.then((late) => {
        this.#underWay--;
        this.#answer(task, late);
        this.#fill();
      });
    }
  }

  #answer({ id }: Task, { kind, json }: TaskResult): void {
    this.#send(`${kind} ${id} ${json}`);
  }

  #decline(): void {
    const waiting = this.#queue;
    this.#queue = waiting.filter((task) => !task.mayDecline);
    for (const { id, mayDecline } of waiting) if (mayDecline) this.#send(`D ${id}`);
  }

  async #close(): Promise<void> {
    try {
      await this.#engine?.close();
    } catch (error) {
      this.#send(`W${JSON.stringify({ message: `close: ${failureOf(error).message}` })}`);
    }
    this.#send('E');
  }
}
