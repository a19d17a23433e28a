import { Halt, status } from '../errors/index.ts';

/** The streams of a queue, in the order they are read in. */
export const priorities = ['high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];

/** The one consumer group of every stream. */
export const GROUP = 'feedmill';

/** The keys that a queue has in Redis, all below its name: what `redis-cli` shows of it. */
export class QueueKeys {
  readonly name: string;
  /** A stream for each priority. */
  readonly streams: readonly [string, string, string];
  /** A sorted set of what is to come later, by its time. */
  readonly delayed: string;
  /** A set of the ids that wait or are under way. */
  readonly ids: string;
  /** The stream of dead letters. */
  readonly dead: string;
  /** Hashes of counts, one for ten seconds, below this prefix. */
  readonly stats: string;

  /** @throws Halt 2 for a name that is empty */
  constructor(name: string) {
    if (name === '') throw new Halt(status.usage, 'a queue has to have a name');
    this.name = name;
    this.streams = [`${name}:high`, `${name}:normal`, `${name}:low`];
    this.delayed = `${name}:delayed`;
    this.ids = `${name}:ids`;
    this.dead = `${name}:dead`;
    this.stats = `${name}:stats`;
  }
}
