import fs from 'node:fs';

const NEWLINE = 0x0a;
/** Bytes that are looked through at a time, from the end. */
const BLOCK = 64 * 1024;
/** A last line that is longer than this, in bytes, is taken for torn. */
const LONGEST_LAST_LINE = 64 * 1024 * 1024;

/** Cuts off half a line that a killed run has left at the end of the file, so that the next line stands alone. */
export function endTornLine(fd: number): void {
  const { size } = fs.fstatSync(fd);
  const start = startOfLastLine(fd, size);
  if (start === size) return;
  const last = Buffer.allocUnsafe(Math.min(size - start, LONGEST_LAST_LINE));
  fs.readSync(fd, last, 0, last.length, start);
  try {
    JSON.parse(last.toString());
    fs.writeSync(fd, '\n');
  } catch {
    fs.ftruncateSync(fd, start);
  }
}

function startOfLastLine(fd: number, size: number): number {
  const part = Buffer.allocUnsafe(BLOCK);
  for (let end = size; end > 0; end -= BLOCK) {
    const start = Math.max(0, end - BLOCK);
    const length = fs.readSync(fd, part, 0, end - start, start);
    const newline = part.subarray(0, length).lastIndexOf(NEWLINE);
    if (newline >= 0) return start + newline + 1;
  }
  return 0;
}

/** Whether a standard stream is a file that is written to from the middle of a line on, where a killed run has left off. */
export function endsInTheMiddle(fd: number): boolean {
  try {
    const stat = fs.fstatSync(fd);
    if (!stat.isFile() || stat.size === 0) return false;
    const info = fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1');
    const at = Number(/^pos:\s*(\d+)/m.exec(info)?.[1]);
    const flags = Number.parseInt(/^flags:\s*([0-7]+)/m.exec(info)?.[1] ?? '0', 8);
    const end = flags & fs.constants.O_APPEND ? stat.size : at;
    return end > 0 && end <= stat.size && lastByte(`/proc/self/fd/${fd}`, end) !== NEWLINE;
  } catch {
    // Not Linux, or a file that may only be written to.
    return false;
  }
}

function lastByte(path: string, end: number): number | undefined {
  const file = fs.openSync(path, 'r');
  try {
    const byte = Buffer.alloc(1);
    return fs.readSync(file, byte, 0, 1, end - 1) === 1 ? byte[0] : undefined;
  } finally {
    fs.closeSync(file);
  }
}
