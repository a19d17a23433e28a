import { Reject } from '../errors/index.ts';

/** The end of the time that one record has, from its first request to its last byte. */
export class Deadline {
  readonly #at: number;
  readonly #ms: number;
  readonly #timer: NodeJS.Timeout;
  readonly #waiting = new Set<(error: Reject) => void>();

  /** Begins to run at once, for so many milliseconds. */
  constructor(ms: number) {
    this.#ms = ms;
    this.#at = performance.now() + ms;
    this.#timer = setTimeout(() => this.#pass(), ms);
  }

  /** Milliseconds left. */
  get left(): number {
    return Math.max(0, this.#at - performance.now());
  }

  /** Calls back with a TIMEOUT reject when the time is up, unless the function given back was called before. */
  onPassed(passed: (error: Reject) => void): () => void {
    this.#waiting.add(passed);
    return () => this.#waiting.delete(passed);
  }

  /** The same promise, or a TIMEOUT reject when that comes too late. */
  async within<Value>(promise: Promise<Value>): Promise<Value> {
    let leave = () => {};
    const passed = new Promise<never>((_, reject) => {
      leave = this.onPassed(reject);
    });
    try {
      return await Promise.race([promise, passed]);
    } finally {
      leave();
    }
  }

  /** The record is done with. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #pass(): void {
    const error = new Reject('TIMEOUT', `not done within ${this.#ms / 1000} s`);
    for (const passed of this.#waiting) passed(error);
  }
}
