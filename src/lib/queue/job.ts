/** A record that was taken and is to be acknowledged, with what is known of it. */
export interface Job {
  /** The priority it had: 1, 2 or 3. */
  readonly stream: number;
  /** Its id in the stream. */
  readonly entry: string;
  /** What makes it one with others; `''` for nothing. */
  readonly id: string;
  /** How often it was taken, this time included. */
  readonly tries: number;
  readonly payload: Buffer;
  /** When it was taken, as `performance.now()` gives it. */
  readonly takenAt: number;
}

/** What goes to the dead letters: a payload, and the error that led there, as JSON. */
export interface DeadLetter {
  readonly payload: Buffer;
  readonly error: string;
}

/** What has become of one job, or of several that were done together: all of it is written in one step, or nothing. */
export interface Result {
  readonly jobs: readonly Job[];
  readonly outputs: readonly Buffer[];
  readonly dead: readonly DeadLetter[];
}
