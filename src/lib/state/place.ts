import { existsSync, mkdirSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Halt, reasonOf, status } from '../errors/index.ts';

/** Where a state or a lock is. */
export interface Place {
  /** Names it in messages: `state ./s`. */
  name: string;
  folder: string;
}

/** Makes a folder and those above it. Not mkdir's `recursive`, which never returns where the system makes no folders, as in /proc. @throws Error as the file system gives it */
export function makeFolder(dir: string): void {
  if (existsSync(dir)) {
    if (!statSync(dir).isDirectory()) throw new Error('not a directory');
    return;
  }
  makeFolder(dirname(resolve(dir)));
  try {
    mkdirSync(dir, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another process was faster
  }
}

/** What lmdb says of a file that is not as it wrote it. */
const DAMAGED = /corrupt|MDB_(PAGE_NOTFOUND|INVALID|VERSION_MISMATCH|BAD_\w+|PANIC)|page not found|wrong type|not an LMDB file/i;

/** Runs what may fail for reasons of the disk, and says so in one line that names the place. */
export async function attempt<T>(place: Place, action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw failure(place, error);
  }
}

/** `state ./s cannot be used: no space left on device` with status 4; what is a Halt already stays as it is. */
export function failure(place: Place, error: unknown): Halt {
  if (error instanceof Halt) return error;
  const reason = reasonOf(error);
  // lmdb calls a write that was cut short by a full disk an input/output error.
  const full = /input\/output error/i.test(reason) && freeBytes(place.folder) < 1 << 20;
  const advice = DAMAGED.test(reason) ? '; restore it from a copy, or move it away to begin with an empty one' : '';
  return new Halt(status.failed, `${place.name} cannot be used: ${full ? 'no space left on device' : reason}${advice}`);
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
