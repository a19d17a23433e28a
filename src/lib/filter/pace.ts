import { setImmediate as turn } from 'node:timers/promises';

/** The longest time that lines are worked off without a turn of the event loop, in ms: signals and finished output wait for one. */
const SLICE = 20;

/** Tells when a slice of time is over, without asking the clock at every line: as often as the lines so far were slow. */
export class Pace {
  #every = 1;
  #left = 1;
  #began = performance.now();
  #asked = this.#began;

  isOver(): boolean {
    if (--this.#left > 0) return false;
    const now = performance.now();
    const took = now - this.#asked;
    this.#asked = now;
    if (took < SLICE / 8) this.#every = Math.min(this.#every * 2, 4096);
    else if (took > SLICE / 4) this.#every = Math.max(this.#every >> 1, 1);
    this.#left = this.#every;
    return now - this.#began > SLICE;
  }

  /** Lets the event loop turn, and begins the next slice. */
  async turn(): Promise<void> {
    await turn();
    this.#began = performance.now();
    this.#asked = this.#began;
  }
}
