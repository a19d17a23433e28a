import type { Database, RootDatabase } from 'lmdb';
import { Halt, status } from '../errors/index.ts';
import { describe, forget, type Holder, isAlive, newHolder } from './holder.ts';
import type { Place } from './place.ts';

type Root = RootDatabase<unknown, Buffer>;
type Locks = Database<unknown, Buffer>;

/** The lock on all of a store: taken only while no other is, and no other is taken beside it. */
export const WHOLE_STORE = '*';

/** Takes a lock in one transaction. @throws Halt with status 3 and a line that names who holds it */
export function takeLock(place: Place, root: Root, locks: Locks, name: string, command: string): Holder {
  const mine = newHolder(command);
  const other = root.transactionSync(() => {
    const holder = name === WHOLE_STORE ? anyHolder(locks) : (holderOf(locks, name) ?? holderOf(locks, WHOLE_STORE));
    if (!holder) locks.putSync(Buffer.from(name), mine);
    return holder;
  });
  if (!other) return mine;
  forget(mine);
  throw new Halt(status.locked, `${place.name} is held by another run: ${describe(other)}`);
}

/** Gives a lock back; does nothing where it is another's by now. */
export function dropLock(root: Root, locks: Locks, name: string, mine: Holder): void {
  try {
    root.transactionSync(() => {
      if ((locks.get(Buffer.from(name)) as Holder | undefined)?.token === mine.token) locks.removeSync(Buffer.from(name));
    });
  } finally {
    forget(mine);
  }
}

function holderOf(locks: Locks, name: string): Holder | undefined {
  const holder = locks.get(Buffer.from(name)) as Holder | undefined;
  return holder && isAlive(holder) ? holder : undefined;
}

function anyHolder(locks: Locks): Holder | undefined {
  for (const { value } of locks.getRange()) if (isAlive(value as Holder)) return value as Holder;
  return undefined;
}
