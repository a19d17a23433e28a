import { Packr } from 'msgpackr';
import { type Argument, redisAddress } from '../redis/index.ts';
import type { Key, Part } from './part.ts';
import { RedisBridge } from './redis-bridge.ts';

const FLUSH_ENTRIES = 1000;
const FLUSH_MILLISECONDS = 20;
const packr = new Packr({ useRecords: false });

/** The names of all keys that a state in Redis has. */
export function stateKey(name: string, part: string): string {
  return `feedmill:state:${name || 'default'}:${part}`;
}

/**
 * One command's part of a store in Redis: a hash. Unlike one on disk it is shared: any number of processes may have it open, and
 * each sees what the others have written.
 * @throws Halt 2 for what is no URL of a Redis, 4 when it cannot be used
 */
export function openRedisPart(url: string, part: string): Part {
  const address = redisAddress(url);
  return new RedisPart(new RedisBridge(address), stateKey(address.name, part));
}

class RedisPart implements Part {
  readonly #redis: RedisBridge;
  readonly #hash: string;
  readonly #pending = new Map<string, { field: Buffer; value: unknown }>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(redis: RedisBridge, hash: string) {
    this.#redis = redis;
    this.#hash = hash;
  }

  get(key: Key): unknown {
    const field = fieldOf(key);
    const pending = this.#pending.get(field.toString('latin1'));
    if (pending) return pending.value;
    const value = this.#redis.ask('HGET', this.#hash, field) as Uint8Array | null;
    return value === null ? undefined : packr.unpack(Buffer.from(value));
  }

  has(key: Key): boolean {
    const field = fieldOf(key);
    const pending = this.#pending.get(field.toString('latin1'));
    return pending ? pending.value !== undefined : this.#redis.ask('HEXISTS', this.#hash, field) === 1;
  }

  put(key: Key, value: unknown): void {
    this.#change(fieldOf(key), value);
  }

  remove(key: Key): void {
    this.#change(fieldOf(key), undefined);
  }

  *entries(prefix?: string): Generator<[key: Key, value: unknown]> {
    this.#flush();
    // A scan gives fields in no order, and while the hash grows may come by one twice.
    const found = new Map<string, Buffer>();
    const matching = prefix === undefined ? [] : ['MATCH', fieldOf(`${prefix.replace(/[\\*?[\]]/g, '\\$&')}*`)];
    let cursor = '0';
    do {
      const page = this.#redis.ask('HSCAN', this.#hash, cursor, 'COUNT', 1000, ...matching) as [Uint8Array, Uint8Array[]];
      cursor = Buffer.from(page[0]).toString();
      let name: string | undefined;
      for (const text of page[1]) {
        if (name === undefined) name = Buffer.from(text).toString('latin1');
        else {
          found.set(name, Buffer.from(text));
          name = undefined;
        }
      }
    } while (cursor !== '0');
    for (const [name, value] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const field = Buffer.from(name, 'latin1');
      yield [field[0] === STRING_MARK ? field.toString('utf8', 1) : field.subarray(1), packr.unpack(value)];
    }
  }

  count(): number {
    this.#flush();
    return this.#redis.ask('HLEN', this.#hash) as number;
  }

  async committed(): Promise<void> {
    this.#flush();
    this.#redis.ask('PING');
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    try {
      await this.committed();
    } finally {
      await this.#redis.close();
    }
  }

  #change(field: Buffer, value: unknown): void {
    this.#pending.set(field.toString('latin1'), { field, value });
    if (this.#pending.size >= FLUSH_ENTRIES) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MILLISECONDS).unref();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const set: Argument[] = [];
    const removed: Argument[] = [];
    for (const { field, value } of this.#pending.values()) {
      if (value === undefined) removed.push(field);
      else set.push(field, packr.pack(value));
    }
    this.#pending.clear();
    if (set.length > 0) this.#redis.tell('HSET', this.#hash, ...set);
    if (removed.length > 0) this.#redis.tell('HDEL', this.#hash, ...removed);
  }
}

const STRING_MARK = 0x73;

function fieldOf(key: Key): Buffer {
  return typeof key === 'string' ? Buffer.from(`s${key}`) : Buffer.concat([Buffer.from('b'), key]);
}
