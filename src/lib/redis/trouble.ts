import { Halt, reasonOf, status } from '../errors/index.ts';

/** Redis's own words, and what they mean to people. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/^OOM /, 'is full: its memory has reached maxmemory'],
  [/^READONLY /, 'is read-only: a replica, to which nothing can be written'],
  [/^MISCONF /, 'refuses to write: it cannot save its data to disk'],
  [/^(NOAUTH|WRONGPASS) |invalid (username-)?password/i, 'does not accept the password: see REDIS_URL, REDIS_PASSWORD'],
  [/^NOPERM /, 'does not allow this user a command that is needed'],
  [/ECONNREFUSED/, 'nothing takes connections there'],
  [/ENOTFOUND|EAI_AGAIN/, 'the host name has no address'],
  [/ETIMEDOUT/, 'does not answer'],
  [/^WRONGTYPE /, 'holds something else under a name that is needed'],
  [/DB index is out of range/, 'has no database of that number'],
];

/** The end of a run that Redis stands in the way of: one line that names the server and says what is the matter. */
export function redisTrouble(label: string, error: unknown): Halt {
  if (error instanceof Halt) return error;
  const reason = reasonOf(error);
  const known = meanings.find(([pattern]) => pattern.test(reason));
  return new Halt(status.failed, `${label} ${known ? known[1] : `cannot be used: ${reason}`}`);
}

/** Checks what `INFO memory` says. @throws Halt where the server may throw away what it is given */
export function checkEviction(label: string, info: string): void {
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  if (policy === undefined || policy === 'noeviction') return;
  throw new Halt(
    status.failed,
    `${label} evicts: its maxmemory-policy is ${policy}, under which records would be lost; it has to be noeviction`,
  );
}
