import { AsyncLocalStorage } from 'node:async_hooks';
import type { EnrichmentContext } from '../protocol.ts';
import { failureOf } from '../result.ts';
import type { Engine, TaskResult } from './engine.ts';
import type { Load, Task } from './frames.ts';
import type { Loaded } from './load.ts';
import { type EncodedResult, runOver } from './run.ts';

/** Maximum length of a reported stack, in characters. */
const KEPT_STACK = 4096;

/** A record in progress. */
class Attempt implements EnrichmentContext {
  readonly deadline: number;
  settle: ((outcome: TaskResult) => void) | undefined;
  #controller: AbortController | undefined;

  constructor(deadline: number) {
    this.deadline = deadline;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (!this.settle) this.#controller.abort();
    return this.#controller.signal;
  }

  fail(error: unknown): void {
    const { settle } = this;
    this.settle = undefined;
    settle?.(failed(error));
    this.#controller?.abort();
  }
}

/** Runs records concurrently in this thread: for work that waits. */
export class InlineEngine implements Engine {
  readonly #load: Load;
  readonly #source: (load: Load) => Promise<Loaded[]>;
  #enrichments: Loaded[] = [];
  /** In the order of their deadlines, because all have the same time limit. */
  readonly #waiting = new Set<Attempt>();
  #timer: NodeJS.Timeout | undefined;
  readonly #current = new AsyncLocalStorage<Attempt>();

  constructor(load: Load, source: (load: Load) => Promise<Loaded[]>) {
    this.#load = load;
    this.#source = source;
  }

  async start(): Promise<string[]> {
    this.#enrichments = await this.#source(this.#load);
    return this.#enrichments.map(({ name }) => name);
  }

  run({ enrichment, text }: Task): TaskResult | Promise<TaskResult> {
    const attempt = new Attempt(performance.now() + this.#load.timeout);
    try {
      const result = this.#current.run(attempt, runOver, this.#enrichments[enrichment]!, text, attempt, this.#load.maxValue);
      return result instanceof Promise ? this.#wait(attempt, result) : outcomeOf(result);
    } catch (error) {
      return failed(error);
    }
  }

  /** Fails the record whose code is running. Returns whether there is one. */
  failCurrent(error: unknown): boolean {
    const attempt = this.#current.getStore();
    const underWay = attempt?.settle !== undefined;
    attempt?.fail(error);
    return underWay;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    for (const { close } of this.#enrichments) await close?.();
  }

  #wait(attempt: Attempt, result: Promise<EncodedResult>): Promise<TaskResult> {
    this.#waiting.add(attempt);
    this.#timer ??= setTimeout(() => this.#expire(), this.#load.timeout);
    return new Promise((resolve) => {
      attempt.settle = (outcome) => {
        this.#waiting.delete(attempt);
        resolve(outcome);
      };
      result.then(
        (value) => {
          attempt.settle?.(outcomeOf(value));
          attempt.settle = undefined;
        },
        (error) => attempt.fail(error),
      );
    });
  }

  #expire(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (const attempt of this.#waiting) {
      if (attempt.deadline > now) {
        this.#timer = setTimeout(() => this.#expire(), attempt.deadline - now);
        return;
      }
      attempt.fail(new Late(`gave no answer within ${this.#load.timeout / 1000} s`));
    }
  }
}

/** A timeout. Its stack would show none of the enrichment's code. */
export class Late extends Error {
  override stack: undefined = undefined;
}

function outcomeOf({ kind, json }: EncodedResult): TaskResult {
  return { kind: kind === 'value' ? 'V' : 'T', json };
}

function failed(error: unknown): TaskResult {
  const { message, stack } = failureOf(error);
  if (stack === undefined) return { kind: 'F', json: JSON.stringify({ message }) };
  // The frames below are feedmill's own.
  const [theirs] = stack.split(/\n\s+at runOver /, 1);
  return { kind: 'F', json: JSON.stringify({ message, stack: theirs!.slice(0, KEPT_STACK) }) };
}
