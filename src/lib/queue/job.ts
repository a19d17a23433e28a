import type { JsonObject } from '../json/index.ts';

/** A record that was taken from a queue and is to be acknowledged. */
export interface Job {
  /** Its priority: 1, 2 or 3. */
  readonly stream: number;
  /** Its id in the stream. */
  readonly entry: string;
  /** The value of `--id-field`; `''` without one. */
  readonly id: string;
  /** How often it was tried, this time included. */
  readonly tries: number;
  readonly payload: Buffer;
  /** When it was asked for, as `performance.now()` gives it: its lease began later. */
  readonly takenAt: number;
}

/** Why a job failed: it goes to the dead letters, or back to be tried again. */
export interface Failure {
  /** At least one. */
  readonly errors: readonly JsonObject[];
  /** The record was not to blame, but something that the worker calls. */
  readonly passing: boolean;
  /** In how many ms it is to be tried again; undefined for the dead letters. */
  readonly retryIn?: number | undefined;
}

/** What has become of one job, or of several that were done together: all of it is written in one step, or nothing. */
export interface Result {
  readonly jobs: readonly Job[];
  /** What goes to the other queue. */
  readonly outputs: readonly Buffer[];
  /** The jobs that failed; all others are done. */
  readonly failures?: ReadonlyMap<Job, Failure>;
}
