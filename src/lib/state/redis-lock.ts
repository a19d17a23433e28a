import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Halt, status } from '../errors/index.ts';
import { Client, redisAddress, Script } from '../redis/index.ts';

/** How long a lock stays without word from its holder, in ms. */
const LEASE = 15_000;

/** Takes the lock, or renews it where it is one's own; gives the holder, if that is another. */
const hold = new Script(`
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return holder end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return false
`);

const release = new Script(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
`);

interface Holder {
  command: string;
  pid: number;
  host: string;
  /** RFC 3339. */
  since: string;
}

/**
 * Takes a lock in Redis, `redis://HOST:PORT/DB/NAME`: of all machines, one run has it. It is a lease that is renewed; 15 s after
 * the end of a holder that could not give it back, it is free.
 * @throws Halt 3 when another run holds it (the line names it), 4 when Redis cannot be used
 */
export async function acquireRedisLock(url: string, command: string): Promise<{ release(): Promise<void> }> {
  const address = redisAddress(url);
  const client = await Client.connect(address);
  const key = `feedmill:lock:${address.name || 'default'}`;
  const mine = JSON.stringify({
    command,
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    token: randomBytes(9).toString('base64url'),
  });
  const other = async () => (await client.run(hold, [key], [mine, LEASE])) as Buffer | null;
  try {
    const holder = await other();
    if (holder) throw new Halt(status.locked, `lock ${address.label} ${key} is held by another run: ${describe(holder)}`);
  } catch (error) {
    client.close();
    throw error;
  }
  let lost: unknown;
  const timer = setInterval(async () => {
    try {
      const holder = await other();
      if (holder) lost = new Halt(status.failed, `lock ${address.label} ${key} was lost to another run: ${describe(holder)}`);
    } catch (error) {
      lost = error;
    }
    if (lost) clearInterval(timer);
  }, LEASE / 3).unref();
  return {
    async release() {
      clearInterval(timer);
      try {
        if (lost) throw lost;
        await client.run(release, [key], [mine]);
      } finally {
        client.close();
      }
    },
  };
}

function describe(holder: Buffer): string {
  try {
    const { command, pid, host, since } = JSON.parse(holder.toString()) as Holder;
    return `${command} (pid ${pid} on ${host}, since ${since.slice(0, 19).replace('T', ' ')} UTC)`;
  } catch {
    return holder.toString();
  }
}
