import { isIP } from 'node:net';
import { Redis } from 'ioredis';
import type { RedisAddress } from './address.ts';
import { checkServer, isFinal, redisError } from './redis-errors.ts';
import type { Script } from './script.ts';

/** An argument of a command of Redis. */
export type Argument = string | number | Buffer;

/** How long a lost connection is tried again, in ms. */
const PATIENCE = 300_000;
/** The longest wait from one attempt to connect to the next, in ms. */
const LONGEST_WAIT = 2000;
/** How long connecting may take, in ms. */
const CONNECT_TIMEOUT = 10_000;

/**
 * A connection to Redis. When it breaks it is restored, with longer and longer waits, and commands without an answer are sent again; so
 * sending a command twice must do no harm. Every method throws Halt 4 when Redis refuses the command or stays away for too long.
 */
export class Client {
  readonly label: string;
  readonly #redis: Redis;
  #lastError: Error | undefined;
  #fatal: Error | undefined;
  /** As `performance.now()` gives it: a clock that is set must not matter. */
  #lostAt: number | undefined;
  #closing = false;
  /** Fail the commands without an answer. ioredis does not where a connection ends for good before it was restored. */
  readonly #pending = new Set<(error: Error) => void>();

  private constructor(redis: Redis, label: string, warn: (message: string) => void) {
    this.#redis = redis;
    this.label = label;
    redis.on('error', (error: Error) => {
      if (this.#fatal) return;
      this.#lastError = error;
      if (!isFinal(error)) return;
      // At once: in the wrong database, or as nobody, the commands that wait must not be sent.
      this.#fatal = error;
      redis.disconnect();
    });
    redis.on('close', () => {
      if (this.#closing || this.#lostAt !== undefined || this.#redis.status === 'connecting') return;
      this.#lostAt = performance.now();
      warn(`${label}: the connection was lost; trying again`);
    });
    redis.on('end', () => {
      for (const fail of this.#pending) fail(new Error('Connection is closed'));
    });
    redis.on('ready', () => {
      if (this.#lostAt !== undefined) warn(`${label}: connected again`);
      this.#lostAt = undefined;
    });
  }

  /**
   * @param warn called when the connection is lost, and when it is restored
   * @throws Halt 4 when the server cannot be reached or refuses the user, lacks the database, or is not fit to hold records
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
      checkServer(label, await redis.info().catch(() => ''));
    } catch (error) {
      redis.disconnect();
      throw redisError(label, client.#lastError ?? error);
    }
    connected = true;
    client.#lastError = undefined;
    return client;
  }

  /** Runs a command; returns texts as strings. @throws Halt 4 */
  async call(command: string, ...args: Argument[]): Promise<unknown> {
    try {
      return await this.#answer(this.#redis.call(command, args));
    } catch (error) {
      throw this.#told(error);
    }
  }

  /** Runs a command; returns texts as bytes. @throws Halt 4 */
  async bytes(command: string, ...args: Argument[]): Promise<unknown> {
    try {
      return await this.#answer(this.#redis.callBuffer(command, args));
    } catch (error) {
      throw this.#told(error);
    }
  }

  /** Runs a script; returns texts as bytes. @throws Halt 4 */
  async run(script: Script, keys: readonly string[], args: readonly Argument[]): Promise<unknown> {
    const rest: Argument[] = [keys.length, ...keys, ...args];
    try {
      return await this.#answer(this.#redis.callBuffer('EVALSHA', [script.sha, ...rest]));
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw this.#told(error);
      return this.bytes('EVAL', script.text, ...rest);
    }
  }

  /** Closes the connection; commands without an answer fail. */
  close(): void {
    this.#closing = true;
    this.#redis.disconnect();
  }

  #answer(command: Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#pending.add(reject);
      command.then(resolve, reject).then(() => this.#pending.delete(reject));
    });
  }

  #isPatient(): boolean {
    if (this.#fatal) return false;
    return this.#lostAt === undefined || performance.now() - this.#lostAt < PATIENCE;
  }

  #told(error: unknown): Error {
    const gone = error instanceof Error && /Connection is closed|Command aborted/.test(error.message);
    return redisError(this.label, gone ? (this.#fatal ?? this.#lastError ?? error) : error);
  }
}
