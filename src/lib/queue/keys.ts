import { Halt, status } from '../errors/index.ts';

/** The streams of a queue, in the order they are read in. */
export const priorities = ['high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];

/** The one consumer group of every stream. */
export const GROUP = 'feedmill';

/** The keys of a queue in Redis; all begin with its name. */
export class QueueKeys {
  readonly name: string;
  /** A stream for each priority. */
  readonly streams: readonly [string, string, string];
  /** A sorted set of the records with `--delay`, by the time when they are due. */
  readonly delayed: string;
  /** A sorted set of what failed and is to be tried again, by its time. */
  readonly retries: string;
  /** A set of the ids of records that wait or are under way. */
  readonly ids: string;
  /** The stream of dead letters. */
  readonly dead: string;
  /** Hashes of counts, one for ten seconds, below this prefix. */
  readonly stats: string;
  /** A hash of counts since the queue began. */
  readonly totals: string;

  /** @throws Halt 2 for a name that is empty */
  constructor(name: string) {
    if (name === '') throw new Halt(status.usage, 'the name of a queue is empty');
    this.name = name;
    this.streams = [`${name}:high`, `${name}:normal`, `${name}:low`];
    this.delayed = `${name}:delayed`;
    this.retries = `${name}:retries`;
    this.ids = `${name}:ids`;
    this.dead = `${name}:dead`;
    this.stats = `${name}:stats`;
    this.totals = `${name}:totals`;
  }
}
