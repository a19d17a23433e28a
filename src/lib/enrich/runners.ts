import { availableParallelism } from 'node:os';
import type { Failure, Runner } from './answer.ts';
import type { Spec } from './spec.ts';

export interface RunnerOptions {
  readonly pool: 'async' | 'threads' | 'processes';
  /** How many records at once, where the enrichment itself does not say. */
  readonly concurrency?: number;
  readonly queueSize: number;
  /** For one record, in ms. */
  readonly timeout: number;
  /** For loading an enrichment and for its `setup`, in ms. */
  readonly setupTimeout: number;
  /** Ends a start that is under way. */
  readonly stop?: AbortSignal;
  /** The longest value that an enrichment may give, in characters. */
  readonly maxValue: number;
  /** The heap of what user code runs in, in MiB. */
  readonly memory: number;
  /** How often in a row a command is started again without having answered. */
  readonly restarts: number;
  /** A line that user code wrote to standard output or standard error. */
  said(line: string): void;
  warned(failure: Failure): void;
}

/** How many records wait on something at once unless told. */
const WAITING = 16;

/** Starts what runs an enrichment. @throws Error, in words for people, when it cannot be loaded */
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
