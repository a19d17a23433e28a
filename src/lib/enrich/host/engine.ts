import type { Task } from './frames.ts';

/** What came of a task: a frame's letter (value, text of the record, failure) and its text. */
export interface TaskResult {
  readonly kind: 'V' | 'T' | 'F';
  readonly json: string;
}

/** Runs tasks, as many at once as it is given. */
export interface Engine {
  /** Makes ready; gives the names of the enrichments. @throws Error in words for people */
  start(): Promise<string[]>;
  run(task: Task): TaskResult | Promise<TaskResult>;
  close(): Promise<void>;
}
