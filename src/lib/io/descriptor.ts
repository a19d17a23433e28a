import fs from 'node:fs';

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = fs.constants;

/**
 * A descriptor for the pipe that `fd` stands for which does not share its flags. Node makes the pipes that it reads and writes
 * non-blocking; on the descriptor that other programs of the same pipeline hold, that would make their calls fail with EAGAIN.
 * Where the system cannot do it, `fd` itself.
 */
export function ownPipe(fd: number, direction: 'read' | 'write'): number {
  try {
    return fs.openSync(`/proc/self/fd/${fd}`, (direction === 'read' ? O_RDONLY : O_WRONLY) | O_NONBLOCK);
  } catch {
    return fd;
  }
}

/** The code of a system error: `ENOENT`, or `''` for what is none. */
export function errorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? '';
}

/**
 * Whether the process was started with standard output closed (`>&-`). Node opens /dev/null in its place, for reading and writing; `> /dev/null`
 * is for writing only. Where standard error looks the same, another program has ignored both on purpose.
 */
export function isStdoutClosed(): boolean {
  return isReopened(1) && !isReopened(2);
}

function isReopened(fd: number): boolean {
  try {
    const stat = fs.fstatSync(fd);
    if (!stat.isCharacterDevice() || stat.rdev !== fs.statSync('/dev/null').rdev) return false;
    const [, flags = '0'] = /^flags:\s*([0-7]+)/m.exec(fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1')) ?? [];
    return (Number.parseInt(flags, 8) & fs.constants.O_RDWR) !== 0;
  } catch {
    // Not Linux.
    return false;
  }
}
