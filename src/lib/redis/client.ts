import { isIP } from 'node:net';
import { Redis } from 'ioredis';
import type { RedisAddress } from './address.ts';
import type { Script } from './script.ts';
import { checkEviction, redisTrouble } from './trouble.ts';

/** What a command of Redis is given. */
export type Argument = string | number | Buffer;

/** How long a server that was there is looked for before the run ends, in ms. */
const PATIENCE = 300_000;
/** The longest wait from one attempt to connect to the next, in ms. */
const LONGEST_WAIT = 2000;
/** How long a connection may take to come about, in ms. */
const CONNECT_TIMEOUT = 10_000;

/**
 * A connection to Redis. One that breaks is made anew, with longer and longer waits, and what had no answer is asked again; so what
 * is sent must do no harm when it is done twice. Every method throws Halt (status 4) when Redis cannot do it or is gone for good.
 */
export class Client {
  readonly label: string;
  readonly #redis: Redis;
  #lastError: Error | undefined;
  #lostAt: number | undefined;
  #closing = false;

  private constructor(redis: Redis, label: string, warn: (message: string) => void) {
    this.#redis = redis;
    this.label = label;
    redis.on('error', (error: Error) => {
      this.#lastError = error;
    });
    redis.on('close', () => {
      if (this.#closing || this.#lostAt !== undefined || this.#redis.status === 'connecting') return;
      this.#lostAt = Date.now();
      warn(`${label}: the connection was lost; trying again`);
    });
    redis.on('ready', () => {
      if (this.#lostAt !== undefined) warn(`${label}: connected again`);
      this.#lostAt = undefined;
    });
  }

  /**
   * @param warn is told of a connection that was lost, and of its return
   * @throws Halt 4 when there is no such server, it lets nobody in, or it may throw away what it is given
   */
  static async connect(address: RedisAddress, warn: (message: string) => void = () => {}): Promise<Client> {
    const { host, port, db, username, password, tls, label } = address;
    let client: Client | undefined;
    let connected = false;
    const redis = new Redis({
      host,
      port,
      db,
      username,
      password,
      // RFC 6066, section 3: an address is no server name.
      tls: tls ? (isIP(host) ? {} : { servername: host }) : undefined,
      // The scripts and parsers here are written for the answers of Redis 6.2, which knows both.
      protocol: 2,
      disableClientInfo: true,
      lazyConnect: true,
      connectTimeout: CONNECT_TIMEOUT,
      maxRetriesPerRequest: null,
      retryStrategy: (times) =>
        connected && (client === undefined || client.#isPatient()) ? Math.min(50 * 2 ** Math.min(times, 10), LONGEST_WAIT) : null,
    });
    client = new Client(redis, label, (message) => connected && warn(message));
    try {
      await redis.connect();
      const info = await redis.info('memory').catch(() => '');
      checkEviction(label, info);
    } catch (error) {
      redis.disconnect();
      throw redisTrouble(label, client.#lastError ?? error);
    }
    connected = true;
    client.#lastError = undefined;
    return client;
  }

  /** Does one command; texts come back as strings. */
  async call(command: string, ...args: Argument[]): Promise<unknown> {
    try {
      return await this.#redis.call(command, args);
    } catch (error) {
      throw this.#trouble(error);
    }
  }

  /** Does one command; texts come back as the bytes that they are. */
  async bytes(command: string, ...args: Argument[]): Promise<unknown> {
    try {
      return await this.#redis.callBuffer(command, args);
    } catch (error) {
      throw this.#trouble(error);
    }
  }

  /** Runs a script; texts come back as the bytes that they are. */
  async run(script: Script, keys: readonly string[], args: readonly Argument[]): Promise<unknown> {
    const rest: Argument[] = [keys.length, ...keys, ...args];
    try {
      return await this.#redis.callBuffer('EVALSHA', [script.sha, ...rest]);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw this.#trouble(error);
      return this.bytes('EVAL', script.text, ...rest);
    }
  }

  /** Ends the connection; what has no answer yet gets none. */
  close(): void {
    this.#closing = true;
    this.#redis.disconnect();
  }

  #isPatient(): boolean {
    return this.#lostAt === undefined || Date.now() - this.#lostAt < PATIENCE;
  }

  #trouble(error: unknown): Error {
    const gone = error instanceof Error && /Connection is closed|Command aborted/.test(error.message);
    return redisTrouble(this.label, gone ? (this.#lastError ?? error) : error);
  }
}
