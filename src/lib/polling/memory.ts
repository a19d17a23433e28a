import { createHash } from 'node:crypto';
import { type KeptRobots, nameOf, type RobotsMemory, type Target } from '../http/index.ts';
import type { Part } from '../state/index.ts';
import type { FeedState } from './feed-state.ts';
import { originalKey, storedKey } from './packed-key.ts';
import { pack, unpack } from './packed-state.ts';

/** The keys of robots.txt files begin so; those of feeds do not (see `storedKey`). */
const ROBOTS = 'R';
const LONGEST_ROBOTS = 64 * 1024;

/** The memory of all feeds, in a store on disk. */
export class FeedMemory implements RobotsMemory {
  readonly #part: Part;

  constructor(part: Part) {
    this.#part = part;
  }

  get(key: string): FeedState | undefined {
    const stored = this.#part.get(storedKey(key)) as Buffer | undefined;
    return stored && unpack(stored);
  }

  put(key: string, state: FeedState): void {
    this.#part.put(storedKey(key), pack(state));
  }

  /** Whether there was something to forget. */
  forget(key: string): boolean {
    const stored = storedKey(key);
    const known = this.#part.has(stored);
    this.#part.remove(stored);
    return known;
  }

  *entries(): Generator<[key: string, state: FeedState]> {
    for (const [key, stored] of this.#part.entries()) {
      if (!String(key).startsWith(ROBOTS)) yield [originalKey(String(key)), unpack(stored as Buffer)];
    }
  }

  getRobots(origin: string): KeptRobots | undefined {
    const stored = this.#part.get(ROBOTS + origin);
    return stored === undefined ? undefined : (JSON.parse(String(stored)) as KeptRobots);
  }

  /** Rules that are long are not kept: a store of feeds is to stay small. */
  putRobots(origin: string, robots: KeptRobots): void {
    const text = JSON.stringify(robots);
    if (text.length <= LONGEST_ROBOTS) this.#part.put(ROBOTS + origin, Buffer.from(text));
    else this.#part.remove(ROBOTS + origin);
  }

  close(): Promise<void> {
    return this.#part.close();
  }
}

/** The key of a feed: its URL without fragment, user and password; two users' views of one URL are two feeds. */
export function keyOf(target: Target): string {
  const { authorization, object } = target;
  const plain = object ?? nameOf(target).replace(/#.*$/, '');
  return authorization ? `${plain} ${createHash('sha256').update(authorization.header).digest('hex').slice(0, 16)}` : plain;
}
