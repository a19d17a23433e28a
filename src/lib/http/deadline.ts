import { Reject } from '../errors/index.ts';
import { Countdown } from './countdown.ts';

/** The end of the time that one record has, from its first request to its last byte. */
export class Deadline {
  readonly #countdown: Countdown;
  readonly #waiting = new Set<(error: Reject) => void>();

  /** Begins at once, for so many milliseconds. */
  constructor(ms: number) {
    this.#countdown = new Countdown(ms, () => {
      const error = new Reject('TIMEOUT', `not done within ${ms / 1000} s`);
      for (const passed of this.#waiting) passed(error);
    });
  }

  /** Milliseconds left. */
  get left(): number {
    return this.#countdown.left;
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
    this.#countdown.stop();
  }
}
