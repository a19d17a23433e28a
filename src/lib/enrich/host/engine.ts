import type { Task } from './frames.ts';

/** Result of a task: the letter of its frame (value, text of the record, failure) and its text. */
export interface TaskResult {
  readonly kind: 'V' | 'T' | 'F';
  readonly json: string;
}

/** Runs tasks concurrently. */
export interface Engine {
  /** Loads the enrichments. Returns their names. @throws Error with a message for users */
  start(): Promise<string[]>;
  run(task: Task): TaskResult | Promise<TaskResult>;
  close(): Promise<void>;
}
