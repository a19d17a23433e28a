import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Halt, status } from '../errors/index.ts';
import { openFolder } from './environment.ts';
import { describe, type Holder, isAlive } from './holder.ts';
import { attempt } from './place.ts';

/** What is in a store. */
export interface Inspection {
  /** Its parts, and how many entries each has. */
  readonly parts: readonly { readonly name: string; readonly entries: number }[];
  /** The runs that hold a part of it now, in words for people. */
  readonly holders: readonly string[];
  /** Bytes on the disk. */
  readonly bytes: number;
}

/**
 * Looks into the store in a folder, as a run would, but makes none and locks nothing.
 * @throws Halt 4 where there is none, or it cannot be used
 */
export async function inspectStore(dir: string): Promise<Inspection> {
  if (!existsSync(join(dir, 'data.mdb'))) {
    const what = existsSync(dir) ? 'there is no state in this folder' : 'no such folder';
    throw new Halt(status.failed, `state ${dir}: ${what}`);
  }
  const environment = await openFolder(dir);
  return attempt(environment.place, async () => {
    try {
      const names = [...environment.root.getKeys()].map((key) => key.toString().replace(/\0$/, ''));
      const parts = names
        .filter((name) => name.startsWith('part:'))
        .map((name) => {
          // Walked to the end, so that what cannot be read is met.
          let entries = 0;
          for (const _ of environment.table(name).getRange()) entries++;
          return { name: name.slice('part:'.length), entries };
        });
      const locks = [...environment.table('locks').getRange()].map(({ value }) => value as Holder);
      const holders = locks.filter(isAlive).map(describe);
      const bytes = readdirSync(dir).reduce((sum, file) => sum + statSync(join(dir, file)).size, 0);
      return { parts, holders, bytes };
    } finally {
      await environment.close();
    }
  });
}
