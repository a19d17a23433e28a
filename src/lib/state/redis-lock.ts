import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Halt, status } from '../errors/index.ts';
import { Client, redisAddress, Script } from '../redis/index.ts';
import type { RunLock } from './run-lock.ts';

/** How long a lock outlives the last word from its holder, in ms. */
const LEASE = 30_000;
/** How often the holder renews it within that time. */
const RENEWALS = 6;

/** Takes the lock, or renews it where it is one's own; returns the holder, if that is another. */
const holdScript = new Script(`
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return holder end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return false
`);

const releaseScript = new Script(`
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
 * Takes a lock in Redis, `redis://HOST:PORT/DB/NAME`: one run on all machines has it. It is a lease that is renewed; 30 s after the end of a
 * holder that could not give it back, it is free.
 * @param lease in ms
 * @throws Halt 3 when another run holds it (the line names it), 4 when Redis cannot be used
 */
export async function acquireRedisLock(url: string, command: string, lease = LEASE): Promise<RunLock> {
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
  const lock = new RedisLock(client, key, mine, lease);
  try {
    await lock.take();
  } catch (error) {
    client.close();
    throw error;
  }
  return lock;
}

/**
 * A lock in Redis, as its holder sees it. Whether it is still held is told by the time since the last renewal was sent, on a clock that
 * nobody sets: so a process that was frozen, or that Redis does not answer, knows before it writes, without asking.
 */
class RedisLock implements RunLock {
  readonly #client: Client;
  readonly #name: string;
  readonly #key: string;
  readonly #mine: string;
  readonly #lease: number;
  readonly #callbacks: ((reason: Halt) => void)[] = [];
  #renewedAt = Number.NEGATIVE_INFINITY;
  #lost: Halt | undefined;
  #renewal: NodeJS.Timeout | undefined;
  #expiry: NodeJS.Timeout | undefined;

  constructor(client: Client, key: string, mine: string, lease: number) {
    this.#lease = lease;
    this.#client = client;
    this.#name = `lock ${client.label} ${key}`;
    this.#key = key;
    this.#mine = mine;
  }

  get lost(): Halt | undefined {
    if (!this.#lost && performance.now() - this.#renewedAt >= this.#lease) {
      this.#lose(new Halt(status.failed, `${this.#name} was lost: it could not be renewed for ${this.#lease / 1000} s`));
    }
    return this.#lost;
  }

  onLost(callback: (reason: Halt) => void): void {
    this.#callbacks.push(callback);
    if (this.#lost) callback(this.#lost);
  }

  /** @throws Halt 3, 4 */
  async take(): Promise<void> {
    const holder = await this.#hold();
    if (holder) throw new Halt(status.locked, `${this.#name} is held by another run: ${describe(holder)}`);
    this.#renewal = setInterval(() => void this.#renew(), this.#lease / RENEWALS).unref();
  }

  async release(): Promise<void> {
    this.#stopTimers();
    try {
      if (this.lost) throw this.lost;
      await this.#client.run(releaseScript, [this.#key], [this.#mine]);
    } finally {
      this.#client.close();
    }
  }

  /** Takes or renews it; returns who else holds it. */
  async #hold(): Promise<Buffer | null> {
    const sentAt = performance.now();
    const holder = (await this.#client.run(holdScript, [this.#key], [this.#mine, this.#lease])) as Buffer | null;
    if (holder) return holder;
    this.#renewedAt = sentAt;
    clearTimeout(this.#expiry);
    this.#expiry = setTimeout(() => this.lost, this.#lease - (performance.now() - sentAt) + 1).unref();
    return null;
  }

  async #renew(): Promise<void> {
    // Once it is lost it stays lost, even if nobody else has taken it: another may have had it in between.
    if (this.lost) return;
    try {
      const holder = await this.#hold();
      if (holder) this.#lose(new Halt(status.failed, `${this.#name} was lost to another run: ${describe(holder)}`));
    } catch (error) {
      this.#lose(error instanceof Halt ? error : new Halt(status.failed, `${this.#name} was lost`));
    }
  }

  #lose(reason: Halt): void {
    if (this.#lost) return;
    this.#lost = reason;
    this.#stopTimers();
    for (const callback of this.#callbacks) callback(reason);
  }

  #stopTimers(): void {
    clearInterval(this.#renewal);
    clearTimeout(this.#expiry);
  }
}

function describe(holder: Buffer): string {
  try {
    const { command, pid, host, since } = JSON.parse(holder.toString()) as Holder;
    return `${command} (pid ${pid} on ${host}, since ${since.slice(0, 19).replace('T', ' ')} UTC)`;
  } catch {
    return holder.toString();
  }
}
