import {
  Budget,
  type ConnectionOptions,
  Connections,
  type GetOptions,
  type Getter,
  HostQueues,
  NetworkGetter,
  Robots,
  type Target,
} from '../http/index.ts';
import type { S3Options } from '../s3/index.ts';
import { openSharedPlaces, openStore, type Places } from '../state/index.ts';
import { type FeedOptions, Feeds } from './feeds.ts';
import { FeedMemory } from './memory.ts';
import { ObjectGetter } from './objects.ts';

/** All there is to set about asking for feeds. Times in milliseconds. */
export interface OpenOptions extends Omit<GetOptions, 'budget' | 'mayFollow'>, ConnectionOptions, Omit<FeedOptions, 'mayAsk'> {
  /** Requests under way at once, over all hosts, and to one host. */
  concurrency: number;
  perHost: number;
  /** Between the starts of two requests to one host. */
  hostDelay: number;
  /** Whether results wait for those asked for before them. */
  ordered: boolean;
  /** Folder of the store that remembers feeds from run to run. */
  state?: string | undefined;
  /** Ask for nothing that a robots.txt disallows. */
  robots: boolean;
  /** Folder to keep all answers in, or to take them from. */
  record?: string | undefined;
  replay?: string | undefined;
  /** Where S3 is and who asks, for `s3://` addresses; without it they are a BAD_URL. */
  s3?: S3Options | undefined;
  /** What has not begun when this is set does not begin: `ask` throws `stopped`. */
  stopping: AbortSignal;
}

/** Thrown for a feed that was not begun when the run was asked to stop. */
export const stopped: unique symbol = Symbol('stopped');

/** Bytes of bodies in memory. */
const budgetLimits = { enough: 16 * 2 ** 20, most: 32 * 2 ** 20 };

/** Feeds to ask for, and the queues they are asked through. */
export interface Opened {
  feeds: Feeds;
  queues: HostQueues;
}

/** Opens the store (which locks it) and the HTTP client, or the archive. @throws Halt 3 or 4 for store and archive */
export async function openFeeds(options: OpenOptions): Promise<Opened> {
  const memory = options.state === undefined ? undefined : await openMemory(options.state);
  const budget = new Budget({ ...budgetLimits, inOrder: options.ordered });
  const shared = await openPlaces(options);
  const queues: HostQueues = new HostQueues({
    total: options.concurrency,
    shared,
    perHost: options.replay === undefined ? options.perHost : options.concurrency,
    gap: options.hostDelay,
    maxHold: options.timeout,
    // What is done may wait for something before it that has not begun: one at a time may always begin.
    hasRoom: () => budget.hasRoom || (options.ordered && queues.active === 0),
  });
  budget.onRoom = () => queues.proceed();
  options.stopping.addEventListener('abort', () => queues.stop(stopped));
  try {
    // It is asked only once there is a getter.
    const robots = new Robots({ get: (...request) => getter.get(...request) }, queues, options.userAgent, memory);
    const mayAsk = options.robots ? (target: Target) => robots.check(target) : undefined;
    const getter = await openGetter({ ...options, mayFollow: mayAsk }, queues, budget);
    const closed = () => shared?.close();
    return { feeds: new Feeds(getter, memory, { ...options, closed, ...(mayAsk && { mayAsk }) }), queues };
  } catch (error) {
    shared?.close();
    await memory?.close();
    throw error;
  }
}

/** How much longer than `--timeout` a place at a host stays taken by a machine that died, in milliseconds. */
const PLACE_MARGIN = 5000;

/** Places at hosts that are shared with other machines, where what is remembered is. @throws Halt 4 */
async function openPlaces({ state, replay, perHost, hostDelay, timeout }: OpenOptions): Promise<Places | undefined> {
  if (state === undefined || replay !== undefined) return undefined;
  return openSharedPlaces(state, perHost, hostDelay, timeout + PLACE_MARGIN);
}

/** Opens what is remembered of feeds. @throws Halt 3 while another run has it, 4 when it cannot be used */
export async function openMemory(dir: string): Promise<FeedMemory> {
  return new FeedMemory(await openStore(dir, 'fetch'));
}

async function openGetter(
  options: OpenOptions & Pick<GetOptions, 'mayFollow'>,
  queues: HostQueues,
  budget: Budget,
): Promise<Getter> {
  const { record, replay } = options;
  if (replay !== undefined) return new (await import('./archive.ts')).Replayer(replay, queues, budget, options.maxBytes);
  const network = new NetworkGetter(await Connections.open(options), queues, { ...options, budget });
  const getter = new ObjectGetter(network, queues, { ...options, budget });
  return record === undefined ? getter : new (await import('./archive.ts')).Recorder(record, getter);
}
