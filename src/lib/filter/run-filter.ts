import { refuseClashes } from '../io/index.ts';
import { MAX_LINE } from '../ndjson/index.ts';
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
 * @throws Halt 2 where it would write to a file that it reads
 */
export async function runFilter(filter: Filter, options: RunFilterOptions = {}): Promise<number> {
  const { name = 'filter', files = [], ordered, allowRejects, maxLine = MAX_LINE } = options;
  const log = new Log(name, options);
  const writes = [
    { path: options.output, by: 'output' },
    { path: options.rejects, by: 'rejects' },
  ];
  refuseClashes({
    reads: files.map((path) => ({ path, by: 'files' })),
    writes: writes.flatMap(({ path, by }) => (path === undefined ? [] : [{ path, by }])),
  });
  const exitStatus = await run(files, [{ log, ordered, allowRejects, create: async () => filter }], { ...options, maxLine }, log);
  await log.close();
  return exitStatus;
}
