import { CommanderError } from 'commander';
import { reasonOf, status } from '../errors/index.ts';
import { Log, run, tell } from '../filter/index.ts';
import type { Command } from './command.ts';
import { type Prepared, prepare } from './prepare.ts';
import { growYoungGenerationOnce } from './young-generation.ts';

/** How long the process may live on after its run, in ms: whatever still keeps it then is something that a user's code left open. */
const LINGER = 500;

/** Runs a command with the arguments given and sets the exit status of the process. */
export async function execute(command: Command, invokedAs: string, args: readonly string[]): Promise<void> {
  begin();
  growYoungGenerationOnce();
  settle(await runCommand(command, invokedAs, args));
}

/** Prepares the process for a run. */
export function begin(): void {
  // If the process ends before the run does, the run has not ended well.
  process.exitCode = status.failed;
}

/** Gives the process the exit status of its run. */
export function settle(exitStatus: number): void {
  process.exitCode = exitStatus;
  setTimeout(() => process.exit(), LINGER).unref();
}

async function runCommand(command: Command, invokedAs: string, args: readonly string[]): Promise<number> {
  let prepared: Prepared;
  try {
    prepared = prepare(command, invokedAs, args);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? status.ok : status.usage;
  }
  const { options, files } = prepared;
  const { ordered, allowRejects } = options;
  const log = new Log(command.name, options);
  process.on('uncaughtException', (error) => log.error(`internal error: ${reasonOf(error)}`));
  try {
    return await locked(options.lock, command.name, () =>
      run(files, [{ log, ordered, allowRejects, create: prepared.create }], options, log),
    );
  } catch (error) {
    return tell(error, log);
  } finally {
    await log.close();
  }
}

/** Does `work` while no other run holds the lock `path`, if there is one. @throws Halt 3 */
export async function locked(path: string | undefined, name: string, work: () => Promise<number>): Promise<number> {
  if (path === undefined) return work();
  const { acquireLock } = await import('../state/index.ts');
  const lock = await acquireLock(path, name);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}
