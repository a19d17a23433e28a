import { status } from '../errors/index.ts';

/** Writes to standard output what belongs to no run: help, a version. Ends the process when that fails: quietly, where the reader has gone. */
export function print(text: string): void {
  process.stdout.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(status.readerGone);
    process.stderr.write(`stdout: cannot be written: ${error.message}\n`);
    process.exit(status.failed);
  });
  process.stdout.write(text);
}
