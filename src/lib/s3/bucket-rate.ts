import { setTimeout as sleep } from 'node:timers/promises';

const LONGEST_WAIT = 20_000;

/** What one request under a BucketRate tells when it is over. */
export type Leave = (slowDown: boolean, retryAfter?: number) => void;

/**
 * How fast one bucket is asked. After a SlowDown nothing is sent to it for a while, twice as long each time, and then half as many
 * requests are under way at once; each answer that is no SlowDown lets that grow again, by one a round.
 */
export class BucketRate {
  readonly #most: number;
  readonly #delay: number;
  #limit: number;
  #running = 0;
  #slowed = 0;
  #notBefore = 0;
  #epoch = 0;
  readonly #waiting = new Set<() => void>();

  /** `most`: requests at once at full speed. `delay`: the first wait after a SlowDown, in ms. */
  constructor(most: number, delay: number) {
    this.#most = most;
    this.#limit = most;
    this.#delay = delay;
  }

  /** Waits for its turn; aborts with the signal's reason. Call what it gives when the request is over. */
  async enter(signal: AbortSignal): Promise<Leave> {
    try {
      for (;;) {
        signal.throwIfAborted();
        const wait = this.#notBefore - Date.now();
        if (wait > 0) await sleep(wait, undefined, { signal });
        else if (this.#running < this.#limit) break;
        else await this.#turn(signal);
      }
    } catch {
      // It may be the only one that was woken.
      this.#wake();
      throw signal.reason;
    }
    this.#running++;
    const epoch = this.#epoch;
    return (slowDown, retryAfter) => this.#leave(epoch, slowDown, retryAfter);
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const leave = () => {
        this.#waiting.delete(go);
        resolve();
      };
      const go = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.add(go);
    });
  }

  #leave(epoch: number, slowDown: boolean, retryAfter = 0): void {
    this.#running--;
    if (!slowDown) {
      this.#slowed = 0;
      this.#limit = Math.min(this.#most, this.#limit + 1 / this.#limit);
    } else if (epoch === this.#epoch) {
      // Requests that were under way together are told to slow down together; that counts once.
      this.#epoch++;
      this.#slowed++;
      this.#limit = Math.max(1, this.#limit / 2);
      const wait = Math.min(LONGEST_WAIT, this.#delay * 2 ** (this.#slowed - 1) * (0.5 + Math.random()));
      this.#notBefore = Date.now() + Math.max(wait, retryAfter);
    }
    this.#wake();
  }

  // At least one, which waits out what is left of the pause before it goes on.
  #wake(): void {
    let room = Math.max(1, Math.floor(this.#limit) - this.#running);
    for (const go of this.#waiting) {
      if (room-- === 0) return;
      this.#waiting.delete(go);
      go();
    }
  }
}
