import { Halt, reasonOf, status } from '../errors/index.ts';

/** The words of Redis and of the system, and what they mean to people. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/^OOM |-OOM /, 'is full: its memory has reached maxmemory'],
  [/^READONLY |-READONLY /, 'is read-only: a replica, to which nothing can be written'],
  [/^MISCONF |-MISCONF /, 'refuses to write: it cannot save its data to disk'],
  [/^(NOAUTH|WRONGPASS) |invalid (username-)?password/i, 'does not accept the password: see REDIS_URL, REDIS_PASSWORD'],
  [/^NOPERM |-NOPERM /, 'does not allow this user a command or a key that is needed'],
  [/ECONNREFUSED/, 'connection refused'],
  [/ENOTFOUND|EAI_AGAIN/, 'the host name has no address'],
  [/ETIMEDOUT/, 'does not answer'],
  [/^WRONGTYPE |-WRONGTYPE /, 'holds something else under a name that is needed'],
  [/invalid DB index|SELECT is not allowed|out of range/, 'has no database with that number'],
];

/** Whether connecting again cannot help: the password, the rights or the database are wrong. `command` is how ioredis names what was sent. */
export function isFinal(error: Error & { command?: { name?: string } }): boolean {
  return error.command?.name === 'select' || /^(NOAUTH|WRONGPASS|NOPERM) |invalid (username-)?password/i.test(error.message);
}

/** The Halt for an error of Redis: one line that names the server and says what is wrong. */
export function redisError(label: string, error: unknown): Halt {
  if (error instanceof Halt) return error;
  const reason = reasonOf(error);
  const known = meanings.find(([pattern]) => pattern.test(reason));
  return new Halt(status.failed, `${label} ${known ? known[1] : `cannot be used: ${reason}`}`);
}

/**
 * Checks what INFO says of a server.
 * @throws Halt 4 where the server may evict what it is given, and for a Cluster or a Sentinel
 */
export function checkServer(label: string, info: string): void {
  const mode = /^redis_mode:(\S+)/m.exec(info)?.[1];
  if (mode === 'cluster')
    throw new Halt(status.failed, `${label} is a Redis Cluster, which is not supported; use a single server`);
  if (mode === 'sentinel')
    throw new Halt(status.failed, `${label} is a Sentinel, which is not supported; name the server that it watches`);
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  if (policy === undefined || policy === 'noeviction') return;
  throw new Halt(
    status.failed,
    `${label} evicts keys: its maxmemory-policy is ${policy}, so records would be lost; it must be noeviction`,
  );
}
