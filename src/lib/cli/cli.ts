import { CommanderError } from 'commander';
import { settle, status } from '../errors/index.ts';
import { Log, run, tell } from '../filter/index.ts';
import { refuseClashes } from '../io/index.ts';
import type { RunLock } from '../state/index.ts';
import type { Command } from './command.ts';
import { optionPaths, pathsOfRun } from './paths.ts';
import { contractOf, type Prepared, prepare } from './prepare.ts';
import { growYoungGenerationOnce } from './young-generation.ts';

/** Runs a command with the arguments given and sets the exit status of the process. */
export async function execute(command: Command, invokedAs: string, args: readonly string[]): Promise<void> {
  growYoungGenerationOnce();
  settle(await runCommand(command, invokedAs, args));
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
  try {
    refuseClashes(pathsOfRun([optionPaths(command, prepared.values)], files));
    return await locked(options.lock, command.name, (guard) =>
      run(
        files,
        [{ log, ordered, allowRejects, contract: contractOf(command, prepared.values), create: prepared.create }],
        guard ? { ...options, guard } : options,
        log,
      ),
    );
  } catch (error) {
    return tell(error, log);
  } finally {
    await log.close();
  }
}

/** Does `work` while no other run holds the lock `path`, if there is one; `work` is told when it is lost. @throws Halt 3, 4 */
export async function locked(
  path: string | undefined,
  name: string,
  work: (guard?: RunLock) => Promise<number>,
): Promise<number> {
  if (path === undefined) return work();
  const { acquireLock } = await import('../state/index.ts');
  const lock = await acquireLock(path, name);
  let exitStatus: number = status.failed;
  try {
    exitStatus = await work(lock);
  } finally {
    // A run that has failed has said why.
    await lock.release().catch((error) => {
      if (exitStatus !== status.failed) throw error;
    });
  }
  return exitStatus;
}
