import { randomBytes } from 'node:crypto';
import { Client, redisAddress, Script } from '../redis/index.ts';

/** A place for one request to a host, which no more than so many have at once on all machines together. */
export interface Place {
  release(): void;
}

/** Places at hosts that all who use one store share. */
export interface Places {
  /** A place, or the milliseconds to wait before asking again. @throws Halt 4 */
  take(host: string): Promise<Place | number>;
  /** Has nobody ask a host for so many milliseconds. */
  hold(host: string, ms: number): void;
  close(): void;
}

/** How long to wait for a place that somebody else has, in ms, about. */
const ASK_AGAIN = 50;

/**
 * KEYS: the places at a host, by when they come free by themselves; a mark while it is not to be asked.
 * ARGV: a name for the place, how many there are, how long one may be kept and the time from one request to the next, both in ms.
 * Gives 0 where the place was free, else how many ms to wait, at least.
 */
const takeScript = new Script(`
local held = redis.call('PTTL', KEYS[2])
if held > 0 then return held end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 1 end
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
if tonumber(ARGV[4]) > 0 then redis.call('SET', KEYS[2], '', 'PX', ARGV[4]) end
return 0
`);

/** Lengthens the time in which a host is not to be asked. KEYS: its mark. ARGV: ms. */
const holdScript = new Script(`
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '', 'PX', ARGV[1]) end
return 1
`);

/**
 * Opens the places of a store in Redis.
 * @param perHost requests at once to one host
 * @param gap milliseconds from the start of one request to a host to the next
 * @param lease after so many milliseconds a place whose holder has died is free again
 * @throws Halt 2, 4
 */
export async function openPlaces(url: string, perHost: number, gap: number, lease: number): Promise<Places> {
  const address = redisAddress(url);
  const client = await Client.connect(address);
  const prefix = `feedmill:state:${address.name || 'default'}:host`;
  const ignore = () => {};
  return {
    async take(host) {
      const name = randomBytes(9).toString('base64url');
      const places = `${prefix}:${host}`;
      const wait = (await client.run(
        takeScript,
        [places, `${places}:hold`],
        [name, perHost, Math.ceil(lease), Math.ceil(gap)],
      )) as number;
      // Not all who wait ask again at the same moment.
      if (wait > 0) return Math.max(wait, ASK_AGAIN * (0.5 + Math.random()));
      return { release: () => void client.call('ZREM', places, name).catch(ignore) };
    },
    hold: (host, ms) => void client.run(holdScript, [`${prefix}:${host}:hold`], [Math.ceil(ms)]).catch(ignore),
    close: () => void setTimeout(() => client.close(), 20),
  };
}
