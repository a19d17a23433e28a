import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The first word of a command behind assignments of variables, where it needs no shell to be read. */
const PROGRAM = /^(?:\w+=\S*\s+)*([^\s'"\\$`|&;<>(){}*?[\]#~=-][^\s'"\\$`|&;<>(){}*?[\]#~=]*)(?=\s|$)/;

/**
 * Checks that the shell finds the program of a command.
 * @throws Error when it does not
 */
export async function findCommand(command: string): Promise<void> {
  const [, program] = PROGRAM.exec(command) ?? [];
  if (program === undefined) return;
  try {
    await promisify(execFile)('/bin/sh', ['-c', 'command -v "$1"', 'sh', program]);
  } catch (error) {
    // A shell that could not be started says nothing of the program.
    if (typeof (error as { code?: unknown }).code === 'number') throw new Error(`${program}: command not found`);
  }
}
