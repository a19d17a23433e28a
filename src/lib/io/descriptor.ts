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
