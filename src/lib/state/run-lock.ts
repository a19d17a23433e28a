import type { Halt } from '../errors/index.ts';

/** A lock that a run holds. */
export interface RunLock {
  /** Why the lock is held no longer, as soon as that may be so: nothing may be written then. */
  readonly lost: Halt | undefined;
  /** Has `callback` called when the lock is lost. */
  onLost(callback: (reason: Halt) => void): void;
  /** @throws Halt 4 where it was lost */
  release(): Promise<void>;
}
