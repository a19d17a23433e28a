import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isRedisUrl } from '../redis/address.ts';
import { DiskPart } from './disk-part.ts';
import { openFile, openFolder } from './environment.ts';
import { forget } from './holder.ts';
import { WHOLE_STORE } from './lock.ts';
import type { Part } from './part.ts';
import { attempt } from './place.ts';
import type { Places } from './redis-places.ts';
import type { RunLock } from './run-lock.ts';

/**
 * Opens one part (`fetch`, `dedupe`, …) of the store in a folder, which is made if need be, and locks it against a second run. Other
 * parts of the same store may be open at the same time, in this process or others. For `redis://HOST:PORT/DB/NAME` in place of a
 * folder it is a part of the store NAME in that Redis, which is shared and locks nobody out.
 * @throws Halt with status 3 when another run holds the part (the line names it), 4 when the store cannot be read or written
 */
export async function openStore(dir: string, part: string): Promise<Part> {
  if (isRedisUrl(dir)) return (await import('./redis-part.ts')).openRedisPart(dir, part);
  for (;;) {
    const environment = await openFolder(dir);
    try {
      const opened = await attempt(environment.place, () => new DiskPart(environment, part));
      if (environment.isCurrent()) return opened;
      await opened.close();
    } catch (error) {
      await environment.close();
      throw error;
    }
  }
}

/**
 * Writes the store in a folder anew without the space that removed entries have left; a crash in between leaves it as it was.
 * @throws Halt with status 3 while a part of it is open anywhere, 4 when it cannot be read or written
 */
export async function compactStore(dir: string, command: string): Promise<void> {
  // What is removed from Redis leaves no space behind.
  if (isRedisUrl(dir)) return;
  const environment = await openFolder(dir);
  await attempt(environment.place, async () => {
    const copy = join(dir, 'compacting');
    try {
      const holder = environment.lock(WHOLE_STORE, command);
      try {
        rmSync(copy, { recursive: true, force: true });
        mkdirSync(copy, { mode: 0o700 });
        await environment.root.backup(copy, true);
        // lmdb makes its copies readable for all.
        chmodSync(join(copy, 'data.mdb'), 0o600);
        renameSync(join(copy, 'data.mdb'), join(dir, 'data.mdb'));
        // The lock file goes with the data that it stood for; who opened both just before finds itself not current.
        rmSync(join(dir, 'lock.mdb'));
      } finally {
        forget(holder);
        rmSync(copy, { recursive: true, force: true });
      }
    } finally {
      await environment.close();
    }
  });
  // The copy was made while the lock was held, so it holds it as well.
  const compacted = await openFolder(dir);
  await attempt(compacted.place, () => compacted.table('locks').removeSync(Buffer.from(WHOLE_STORE))).finally(compacted.close);
}

/**
 * Takes the lock that a path stands for; the file need not be there, its folder must. The lock is free as soon as its holder has ended,
 * by whatever means. A `redis://…` in place of a path is a lock that all machines share; that one may be lost.
 * @throws Halt with status 3 when another process holds it (the line names it), 4 when the file cannot be read or written
 */
export async function acquireLock(path: string, command: string): Promise<RunLock> {
  if (isRedisUrl(path)) return (await import('./redis-lock.ts')).acquireRedisLock(path, command);
  const environment = await openFile(path);
  return attempt(environment.place, async () => {
    try {
      const holder = environment.lock('run', command);
      // The system keeps it as long as the process lives.
      return {
        lost: undefined,
        onLost: () => {},
        release: () => attempt(environment.place, () => environment.unlock('run', holder)).finally(environment.close),
      };
    } catch (error) {
      await environment.close();
      throw error;
    }
  });
}

/**
 * Places at hosts that all who use a store share: `undefined` for a store on disk, which one run at a time has. The numbers are those
 * of `openPlaces`.
 * @throws Halt 2, 4
 */
export async function openSharedPlaces(dir: string, perHost: number, gap: number, lease: number): Promise<Places | undefined> {
  if (!isRedisUrl(dir)) return undefined;
  return (await import('./redis-places.ts')).openPlaces(dir, perHost, gap, lease);
}
