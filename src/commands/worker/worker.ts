import type { Job } from '../../lib/queue/index.ts';

/** What works on jobs. */
export interface Worker {
  /** Jobs that wait for the end of the run. */
  readonly parked: number;
  begin(job: Job): void;
  /** What has not begun must not begin. */
  stop(): void;
  /** All that was begun is done: what was kept to the end is delivered. */
  end(): Promise<void>;
  close(): Promise<void>;
}
