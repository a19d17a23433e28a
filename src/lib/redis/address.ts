import { Halt, status } from '../errors/index.ts';

/** Which Redis to talk to, and what in it is meant. */
export interface RedisAddress {
  host: string;
  port: number;
  /** The number of the database. */
  db: number;
  username: string | undefined;
  password: string | undefined;
  tls: boolean;
  /** What the URL names inside the database: `hourly` of `redis://host/0/hourly`; `''` where it names nothing. */
  name: string;
  /** What messages call it: no user, no password. */
  label: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const SCHEMES = /^rediss?:/i;

/** Whether a text is the URL of a Redis and not a path. */
export function isRedisUrl(text: string): boolean {
  return SCHEMES.test(text);
}

/**
 * Reads `redis://HOST:PORT/DB/NAME` (`rediss:` for TLS). Without `given`, and for what `given` leaves out (`redis:/name`), the
 * variable REDIS_URL counts, then 127.0.0.1:6379. User and password come from REDIS_URL, where that names the same server, or from
 * REDIS_USERNAME and REDIS_PASSWORD: an argument can be read by every user of the machine.
 * @throws Halt 2 for what is no such URL, and for a password in `given`
 */
export function redisAddress(given: string | undefined, env: Environment = process.env): RedisAddress {
  const fallback = parse(env.REDIS_URL || 'redis://127.0.0.1:6379', 'REDIS_URL');
  const asked = given === undefined ? fallback : parse(given, 'the URL of Redis');
  if (given !== undefined && asked.password !== undefined) {
    throw new Halt(
      status.usage,
      'a password in an argument can be read by everybody: put the URL into REDIS_URL, or the password into REDIS_PASSWORD',
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
  // The text may hold a password, so messages do not repeat it.
  const wrong = new Halt(status.usage, `${what} is not of the form redis://HOST:PORT/DB/NAME`);
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw wrong;
  }
  if (!SCHEMES.test(url.protocol) || /[:@]/.test(url.pathname)) throw wrong;
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
