import { writeSync } from 'node:fs';
import { status } from './halt.ts';
import { reasonOf } from './reason.ts';

/** How long a run may take to end after a fault, in ms: as long as after a signal, and a little more. */
const PATIENCE = 6000;
/** How long the process may live on after its run, in ms: whatever keeps it then is something that a user's code left open. */
const LINGER = 500;

let isSettled = false;
let isFaulty = false;
let handler: ((error: unknown) => void) | undefined;

/**
 * Has this process end with status 4 and one line on standard error when an exception or a rejection is not caught, or when it ends
 * before its run has. To be called once, before anything else is loaded.
 */
export function watchForFaults(name: string): void {
  const say = (message: string) => {
    try {
      writeSync(2, `${name}: internal error: ${message}\n`);
    } catch {
      // Nobody reads standard error.
    }
  };
  const meet = (error: unknown) => {
    // What follows from the first fault is no news.
    if (isFaulty) return;
    isFaulty = true;
    if (handler) {
      setTimeout(() => process.exit(status.failed), PATIENCE).unref();
      handler(error);
    } else {
      say(reasonOf(error));
      process.exit(status.failed);
    }
  };
  process.on('uncaughtException', meet);
  process.on('unhandledRejection', meet);
  process.exitCode = status.failed;
  process.on('exit', (code) => {
    if (isFaulty) process.exitCode = status.failed;
    else if (!isSettled && (code === status.ok || code === status.failed)) {
      say('the program ended before its run did');
      process.exitCode = status.failed;
    }
  });
}

/** Has a run end by itself after a fault: `handle` is given the error. Gives a function that ends this. */
export function onFault(handle: (error: unknown) => void): () => void {
  handler = handle;
  return () => {
    handler = undefined;
  };
}

/** Gives the process the exit status of its run. */
export function settle(exitStatus: number): void {
  isSettled = true;
  process.exitCode = isFaulty ? status.failed : exitStatus;
  setTimeout(() => process.exit(), LINGER).unref();
}
