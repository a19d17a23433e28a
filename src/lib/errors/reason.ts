const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on device',
  ENOTDIR: 'a part of the path is not a directory',
  EMFILE: 'too many open files',
  EROFS: 'read-only file system',
};

/** The first line of what went wrong, in words for people: `no space left on device` rather than `ENOSPC: …, write`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known = reasons[(error as NodeJS.ErrnoException).code ?? ''];
  return known ?? (error.message.split('\n', 1)[0] || error.name);
}
