import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database, RootDatabase } from 'lmdb';
import { checkDataFile, checkLockFile } from './check.ts';
import type { Holder } from './holder.ts';
import { dropLock, takeLock } from './lock.ts';
import { attempt, makeFolder, type Place } from './place.ts';

/** One lmdb environment of this process, shared by all who opened the same path, and closed by the last of them. */
export interface Environment {
  readonly place: Place;
  readonly root: RootDatabase<unknown, Buffer>;
  table(name: string): Database<unknown, Buffer>;
  /** Whether its file is still the one at its path: not so when another process has put a compacted one there. */
  isCurrent(): boolean;
  /** Takes a lock, or halts with status 3 and a line that names its holder. */
  lock(name: string, command: string): Holder;
  unlock(name: string, holder: Holder): void;
  close(): Promise<void>;
}

interface Files {
  /** The data file; lmdb is told the folder instead when that is what it expects. */
  data: string;
  lockFile: string;
  open: { path: string; noSubdir: boolean };
}

const opened = new Map<string, { uses: number; environment: Promise<Environment> }>();
const closing = new Map<string, Promise<void>>();

/** Opens (and makes, with the folders above it) the environment in a folder. */
export function openFolder(dir: string): Promise<Environment> {
  const place = { name: `state ${dir}`, folder: dir };
  return attempt(place, () => {
    makeFolder(dir);
    const path = realpathSync(dir);
    return share(place, { data: join(path, 'data.mdb'), lockFile: join(path, 'lock.mdb'), open: { path, noSubdir: false } });
  });
}

/** Opens (and makes) the environment in a single file, in a folder that is there already. */
export function openFile(file: string): Promise<Environment> {
  const place = { name: `lock ${file}`, folder: dirname(file) };
  return attempt(place, () => {
    const path = join(realpathSync(dirname(file)), basename(file));
    return share(place, { data: path, lockFile: `${path}-lock`, open: { path, noSubdir: true } });
  });
}

async function share(place: Place, files: Files): Promise<Environment> {
  await closing.get(files.data);
  let shared = opened.get(files.data);
  if (!shared) {
    shared = { uses: 0, environment: start(place, files) };
    opened.set(files.data, shared);
  }
  shared.uses++;
  try {
    return await shared.environment;
  } catch (error) {
    opened.delete(files.data);
    throw error;
  }
}

async function start(place: Place, files: Files): Promise<Environment> {
  const { open } = await import('lmdb');
  checkLockFile(files.lockFile);
  const { filledUp, inode } = checkDataFile(files.data);
  const root = open<unknown, Buffer>({ ...files.open, keyEncoding: 'binary', maxDbs: 64 });
  root.readerCheck();
  const tables = new Map<string, Database<unknown, Buffer>>();
  const table = (tableName: string) => {
    let found = tables.get(tableName);
    if (!found) {
      found = root.openDB<unknown, Buffer>({ name: tableName, keyEncoding: 'binary' });
      if (filledUp) checkWhole(found);
      tables.set(tableName, found);
    }
    return found;
  };
  const locks = () => table('locks');
  return {
    place,
    root,
    table,
    isCurrent: () => statSync(files.data, { throwIfNoEntry: false })?.ino === inode,
    lock: (lockName, command) => takeLock(place, root, locks(), lockName, command),
    unlock: (lockName, holder) => dropLock(root, locks(), lockName, holder),
    close: () => leave(files.data, root),
  };
}

/** Walks a table whose file lost its end: lmdb ends the walk at a missing page, or throws. */
function checkWhole(table: Database<unknown, Buffer>): void {
  let met = 0;
  for (const _ of table.getRange()) met++;
  if (met !== (table.getStats() as { entryCount: number }).entryCount) throw new Error('is corrupted: its file was cut off');
}

async function leave(key: string, root: RootDatabase<unknown, Buffer>): Promise<void> {
  const shared = opened.get(key);
  if (!shared || --shared.uses > 0) return;
  opened.delete(key);
  const closed = root.close().finally(() => closing.delete(key));
  closing.set(key, closed);
  await closed;
}
