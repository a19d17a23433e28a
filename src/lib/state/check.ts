import { appendFileSync, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

const MAGIC = 0xbeefc0de;
const HEADER_BYTES = 24;
const META_BYTES = 136;
const FILL_BYTES = 1 << 20;
/** How long a file may be empty since another process is making it, in ms. */
const BEING_MADE = 5000;
/** lmdb's lock file takes 8,272 bytes for its default of 126 readers. */
const LOCK_FILE_BYTES = 12288;

/**
 * Looks at an lmdb data file before lmdb does: opened on a file that is not its own, or on one cut off, lmdb ends the whole process
 * by a signal, which no handler could turn into an error. A file that ends before its last page is filled up with empty pages, which
 * lmdb reports as corrupted when it meets them. (The last pages may be missing rightly, when a transaction gave them back.)
 * @throws Error with one clear line when the file cannot be opened for writing, is no lmdb file, or has been emptied
 */
export function checkDataFile(path: string): { filledUp: boolean; inode: number } {
  // Appending, since another process may lengthen the file at this moment, and nothing of what it writes may be hit.
  const fd = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o600);
  try {
    const { size, ino: inode, mtimeMs } = fstatSync(fd);
    if (size === 0 && Date.now() - mtimeMs > BEING_MADE) throw new Error('is corrupted: its file is empty');
    if (size === 0) return { filledUp: false, inode };
    const first = readMeta(fd, 0);
    const second = first && readMeta(fd, first.pageSize);
    if (!first || !second) throw new Error('is corrupted, or no state of feedmill');
    const latest = second.transaction > first.transaction ? second : first;
    const needed = (latest.lastPage + 1) * first.pageSize;
    for (let missing = needed - size; missing > 0; missing -= FILL_BYTES)
      appendFileSync(fd, Buffer.alloc(Math.min(missing, FILL_BYTES)));
    return { filledUp: size < needed, inode };
  } finally {
    closeSync(fd);
  }
}

/**
 * Opens a lock file, so that a lack of rights has a name, and gives it blocks on the disk: lmdb maps it into memory without, and on a
 * full disk the first write there would be a signal.
 */
export function checkLockFile(path: string): void {
  const fd = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o600);
  try {
    if (fstatSync(fd).size === 0) appendFileSync(fd, Buffer.alloc(LOCK_FILE_BYTES));
  } finally {
    closeSync(fd);
  }
}

/** One of the two meta pages: magic, version, then (per database) page size and statistics, last page, transaction. */
function readMeta(fd: number, offset: number): { pageSize: number; lastPage: number; transaction: bigint } | undefined {
  const page = Buffer.alloc(HEADER_BYTES + META_BYTES);
  if (readSync(fd, page, 0, page.length, offset) < page.length) return undefined;
  const meta = page.subarray(HEADER_BYTES);
  const pageSize = meta.readUInt32LE(24);
  if (meta.readUInt32LE(0) !== MAGIC || pageSize < 256 || pageSize > 65536) return undefined;
  return { pageSize, lastPage: Number(meta.readBigUInt64LE(120)), transaction: meta.readBigUInt64LE(128) };
}
