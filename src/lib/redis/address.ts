import { Halt, status } from '../errors/index.ts';

/** A Redis server, and a name in it. */
export interface RedisAddress {
  host: string;
  port: number;
  /** The number of the database. */
  db: number;
  username: string | undefined;
  password: string | undefined;
  tls: boolean;
  /** The name in the URL after the database: `hourly` of `redis://host/0/hourly`; `''` without one. */
  name: string;
  /** Its name in messages: without user and password. */
  label: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const SCHEMES = /^rediss?:/i;

/** Whether a text is the URL of a Redis, not a path. */
export function isRedisUrl(text: string): boolean {
  return SCHEMES.test(text);
}

/**
 * Reads `redis://HOST:PORT/DB/NAME` (`rediss:` for TLS). What `given` leaves out (`redis:/name`) comes from the variable REDIS_URL, else it
 * is 127.0.0.1:6379. User and password come from REDIS_URL, if it names the same server, or from REDIS_USERNAME and REDIS_PASSWORD: every
 * user of the machine can read an argument.
 * @throws Halt 2 for another text, and for a password in `given`
 */
export function redisAddress(given: string | undefined, env: Environment = process.env): RedisAddress {
  const fallback = parse(env.REDIS_URL || 'redis://127.0.0.1:6379', 'REDIS_URL');
  const asked = given === undefined ? fallback : parse(given, 'the URL of Redis');
  if (given !== undefined && asked.password !== undefined) {
    throw new Halt(
      status.usage,
      'every user can read a password in an argument; put the URL in REDIS_URL, or the password in REDIS_PASSWORD',
    );
  }
  const whole = asked.host === '' ? { ...fallback, name: asked.name, db: asked.db ?? fallback.db } : asked;
  const { host, port, tls, name } = whole;
  const known = host === fallback.host && port === fallback.port;
  const db = whole.db ?? 0;
  return {
    host,
    port,
    db,
    tls,
    name,
    username: whole.username ?? (known ? fallback.username : undefined) ?? (env.REDIS_USERNAME || undefined),
    password: whole.password ?? (known ? fallback.password : undefined) ?? (env.REDIS_PASSWORD || undefined),
    label: `redis ${host.includes(':') ? `[${host}]` : host}:${port}${db > 0 ? `/${db}` : ''}`,
  };
}

function parse(text: string, what: string) {
  try {
    const url = new URL(text);
    if (SCHEMES.test(url.protocol) && !/[:@]/.test(url.pathname)) return parts(url);
  } catch {
    // Not a URL, or one with an escape that is none.
  }
  // The text may hold a password, so the message does not repeat it.
  throw new Halt(status.usage, `${what} is not of the form redis://HOST:PORT/DB/NAME (Sentinel and Cluster are not supported)`);
}

function parts(url: URL) {
  const path = url.pathname.replace(/^\/+/, '');
  const [, db, name] = /^(\d+)?(?:(?:^|\/)(.*))?$/.exec(path) ?? [];
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    tls: url.protocol.toLowerCase() === 'rediss:',
    username: url.username ? decodeURIComponent(url.username) : undefined,
    password: url.password ? decodeURIComponent(url.password) : undefined,
    db: db === undefined ? undefined : Number(db),
    name: decodeURIComponent(name ?? ''),
  };
}
