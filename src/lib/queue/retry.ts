import type { RejectCode } from '../errors/index.ts';

/** The longest wait for another try, in ms. */
const LONGEST_DELAY = 3_600_000;
/** The longest pause of a worker, in ms. */
const LONGEST_PAUSE = 300_000;

/** Codes of rejects that another try may not meet: what failed was not the record. */
const passing: ReadonlySet<string> = new Set([
  'TIMEOUT',
  'DNS',
  'REFUSED',
  'RESET',
  'HTTP_429',
  'HTTP_500',
  'HTTP_502',
  'HTTP_503',
  'HTTP_504',
  'TEMPORARY_FAILURE',
] satisfies RejectCode[]);

/** Whether a reject with this code may pass by itself. */
export function isPassing(code: RejectCode): boolean {
  return passing.has(code);
}

/** The wait before a record is tried again that failed for the `tries`-th time, in ms: doubled each time, ±50 %. */
export function retryDelay(base: number, tries: number): number {
  return Math.min(base * 2 ** Math.min(tries - 1, 40), LONGEST_DELAY) * (0.5 + Math.random());
}

/**
 * Pauses a worker after too many passing failures in a row: what it calls is likely down, and each record would lose its tries to that.
 * After the pause it takes one record; if that fails too, the next pause is twice as long.
 */
export class Breaker {
  readonly #threshold: number;
  readonly #pause: number;
  readonly #onPause: (failures: number, ms: number) => void;
  readonly #onResume: () => void;
  #failures = 0;
  #pauses = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param threshold failures in a row before a pause; 0: never
   * @param pause the first pause in ms
   */
  constructor(threshold: number, pause: number, onPause: (failures: number, ms: number) => void, onResume: () => void) {
    this.#threshold = threshold;
    this.#pause = pause;
    this.#onPause = onPause;
    this.#onResume = onResume;
  }

  /** How many records may be here at once. */
  get room(): number {
    if (this.#timer) return 0;
    return this.#pauses > 0 ? 1 : Number.POSITIVE_INFINITY;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#pauses = 0;
  }

  failed(): void {
    this.#failures++;
    if (this.#threshold === 0 || this.#failures < this.#threshold || this.#timer) return;
    const ms = Math.min(this.#pause * 2 ** Math.min(this.#pauses++, 20), LONGEST_PAUSE);
    this.#onPause(this.#failures, ms);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#onResume();
    }, ms);
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
