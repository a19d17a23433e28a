import type { Filter } from './filter.ts';
import { Log, type LogOptions } from './log.ts';
import { type RunOptions, run } from './run.ts';

/** What a run may be told; all of it has the defaults that commands have. */
export interface RunFilterOptions extends Partial<RunOptions>, LogOptions {
  /** What messages call the filter. */
  name?: string;
  /** Files and FIFOs to read; standard input, when there are none. */
  files?: readonly string[];
  /** Results in input order, not as they complete. */
  ordered?: boolean;
  allowRejects?: boolean;
}

/**
 * Runs a filter over standard input or files to standard output or a file, with all that the commands of feedmill promise: rejects,
 * back-pressure, signals, exit statuses. Gives the exit status, for `process.exitCode`.
 */
export async function runFilter(filter: Filter, options: RunFilterOptions = {}): Promise<number> {
  const { name = 'filter', files = [], ordered, allowRejects, maxLine = 64 * 2 ** 20 } = options;
  const log = new Log(name, options);
  const exitStatus = await run(files, [{ log, ordered, allowRejects, create: async () => filter }], { ...options, maxLine }, log);
  await log.close();
  return exitStatus;
}
