import type { EnrichmentResult, RecordInput, Runner } from '../result.ts';
import { Coprocess, type CoprocessOptions, type Reply } from './coprocess.ts';

export interface CommandOptions extends CoprocessOptions {
  readonly name: string;
  /** Instances of the command, one record each. */
  readonly size: number;
  /** Maximum consecutive restarts without an answer. */
  readonly restarts: number;
}

interface Waiting {
  readonly text: Buffer;
  readonly mayDecline: boolean;
  readonly resolve: (answer: EnrichmentResult) => void;
}

/** Runs a command that answers the line of each record with one line of JSON. */
export class CommandRunner implements Runner {
  readonly names: readonly string[];
  readonly size: number;
  readonly #options: CommandOptions;
  readonly #idle: Coprocess[] = [];
  #running = 0;
  readonly #queue: Waiting[] = [];
  #deaths = 0;
  #declining = false;

  constructor(options: CommandOptions) {
    this.#options = options;
    this.names = [options.name];
    this.size = options.size;
  }

  run(_enrichment: number, handed: RecordInput, mayDecline: boolean): Promise<EnrichmentResult> {
    if (mayDecline && this.#declining) return Promise.resolve({ kind: 'declined' });
    return new Promise((resolve) => {
      this.#queue.push({ text: handed.text(), mayDecline, resolve });
      this.#dispatch();
    });
  }

  decline(): void {
    this.#declining = true;
    for (let i = this.#queue.length - 1; i >= 0; i--) {
      if (this.#queue[i]!.mayDecline) this.#queue.splice(i, 1)[0]!.resolve({ kind: 'declined' });
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.map((process) => process.close()));
  }

  #dispatch(): void {
    while (this.#running < this.size) {
      const waiting = this.#queue.shift();
      if (!waiting) return;
      this.#running++;
      this.#answer(waiting.text).then((answer) => {
        this.#running--;
        waiting.resolve(answer);
        this.#dispatch();
      });
    }
  }

  /** Sends one record; retries once if the command dies. */
  async #answer(text: Buffer): Promise<EnrichmentResult> {
    let reply: Reply = { died: '' };
    for (let tries = 0; tries < 2; tries++) {
      if (this.#deaths > this.#options.restarts) {
        return failure(`has ended ${this.#deaths} times in a row without an answer, and is not started again`);
      }
      const process = this.#take();
      reply = await process.ask(text);
      if (process.alive) this.#idle.push(process);
      if ('line' in reply) {
        this.#deaths = 0;
        return answerOf(reply.line);
      }
      this.#deaths++;
      if (reply.late) break;
    }
    return failure(reply.died);
  }

  #take(): Coprocess {
    for (let process = this.#idle.pop(); process; process = this.#idle.pop()) {
      if (process.alive) return process;
    }
    return new Coprocess(this.#options);
  }
}

function answerOf(line: string): EnrichmentResult {
  try {
    return { kind: 'value', value: JSON.parse(line) };
  } catch {
    return failure(`answered what is not JSON: ${line.slice(0, 80)}`);
  }
}

function failure(message: string): EnrichmentResult {
  return { kind: 'failure', failure: { message } };
}
