import { availableParallelism } from 'node:os';
import type { EnrichmentFailure, Runner } from './result.ts';
import type { Spec } from './spec.ts';

export interface RunnerOptions {
  readonly pool: 'async' | 'threads' | 'processes';
  /** Records at once, unless the enrichment sets its own number. */
  readonly concurrency?: number;
  readonly queueSize: number;
  /** Time limit for one record, in ms. */
  readonly timeout: number;
  /** Time limit for loading an enrichment and for its `setup`, in ms. */
  readonly setupTimeout: number;
  /** Aborts a start in progress. */
  readonly stop?: AbortSignal;
  /** Maximum length of a value, in characters. */
  readonly maxValue: number;
  /** Heap limit of user code, in MiB. */
  readonly memory: number;
  /** Maximum consecutive restarts of a command that does not answer. */
  readonly restarts: number;
  /** Receives each line that user code writes to standard output or standard error. */
  said(line: string): void;
  warned(failure: EnrichmentFailure): void;
}

/** Default number of concurrent records for work that waits. */
const WAITING = 16;

/** Starts the runner of an enrichment. @throws Error, with a message for users, when it cannot be loaded */
export async function startRunner(spec: Spec, options: RunnerOptions): Promise<Runner> {
  const { pool, concurrency, said } = options;
  if (spec.exec) {
    const [{ CommandRunner }, { findCommand }] = await Promise.all([
      import('./exec/commands.ts'),
      import('./exec/find-command.ts'),
    ]);
    await findCommand(spec.exec.command);
    return new CommandRunner({ ...options, ...spec.exec, size: spec.size ?? concurrency ?? 1, said });
  }
  if (spec.builtin !== undefined && pool === 'async') {
    const { BuiltinRunner } = await import('./builtin/runner.ts');
    return BuiltinRunner.start(spec.builtin, spec.options);
  }
  const { Pool } = await import('./pool/pool.ts');
  const size = spec.size ?? concurrency ?? (pool === 'async' ? WAITING : availableParallelism());
  return Pool.start({ ...options, kind: pool, size, module: spec.module, builtin: spec.builtin, options: spec.options });
}
