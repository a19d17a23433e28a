import { once } from 'node:events';
import { crc32, createInflateRaw } from 'node:zlib';
import { Reject } from '../errors/index.ts';

// Bytes unpacked at a time: they may come to a thousand times as many, which are then in memory.
const BITE = 16 * 1024;

/**
 * The bytes given, unpacked if they begin as gzip does (RFC 1952), whatever a name or a header says. Several members are one text, and what
 * stands after the last is passed over: Node's own gunzip fails on that, and loses what it has unpacked. Throws Reject `BAD_ENCODING`.
 */
export async function* gunzipped(bytes: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const source = new Source(bytes);
  try {
    if (!(await startsMember(source))) {
      for (let part = await source.take(); part; part = await source.take()) yield part;
      return;
    }
    do yield* member(source);
    while (await startsMember(source));
  } finally {
    await bytes.return(undefined);
  }
}

async function startsMember(source: Source): Promise<boolean> {
  const head = await source.peek(3);
  return head[0] === 0x1f && head[1] === 0x8b && (head[2] === 8 || head.length === 2);
}

async function* member(source: Source): AsyncGenerator<Buffer> {
  await skipHeader(source);
  const inflate = createInflateRaw();
  let parts: Buffer[] = [];
  let checksum = 0;
  let length = 0;
  inflate.on('data', (part) => parts.push(part));
  const ended = once(inflate, 'end').catch((error: Error) => broken(error.message));
  ended.catch(() => {});
  let unread: Buffer = Buffer.alloc(0);
  try {
    while (!inflate.readableEnded) {
      const input = await source.take(BITE);
      const before = inflate.bytesWritten;
      // It does not always call back for input that goes on after its end.
      await Promise.race([
        ended,
        input ? new Promise<void>((resolve) => inflate.write(input, () => resolve())) : closed(inflate, ended),
      ]);
      for (const part of parts) {
        checksum = crc32(part, checksum);
        length += part.length;
        yield part;
      }
      parts = [];
      if (input) unread = Buffer.concat([unread, input]).subarray(inflate.bytesWritten - before);
    }
    source.putBack(unread);
  } finally {
    inflate.destroy();
  }
  const trailer = await source.exactly(8);
  if (trailer.readUInt32LE(0) !== checksum) broken('incorrect data check');
  if (trailer.readUInt32LE(4) !== length % 2 ** 32) broken('incorrect length check');
}

function closed(inflate: ReturnType<typeof createInflateRaw>, ended: Promise<unknown>): Promise<unknown> {
  inflate.end();
  return ended;
}

async function skipHeader(source: Source): Promise<void> {
  const flags = (await source.exactly(10))[3]!;
  if (flags & 4) await source.exactly((await source.exactly(2)).readUInt16LE(0));
  for (const text of [8, 16]) if (flags & text) while ((await source.exactly(1))[0] !== 0);
  if (flags & 2) await source.exactly(2);
}

function broken(why: string): never {
  throw new Reject('BAD_ENCODING', `the body is not proper gzip: ${why}`);
}

/** Bytes that come in parts, to be taken in other parts. */
class Source {
  readonly #bytes: AsyncGenerator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(bytes: AsyncGenerator<Buffer>) {
    this.#bytes = bytes;
  }

  /** Up to `most` bytes; undefined at the end. */
  async take(most = Number.POSITIVE_INFINITY): Promise<Buffer | undefined> {
    const held = this.#held.length > 0 ? this.#held : await this.#next();
    if (!held) return undefined;
    this.#held = held.subarray(Math.min(most, held.length));
    return held.subarray(0, most);
  }

  /** Up to `count` bytes, fewer at the end, which stay. */
  async peek(count: number): Promise<Buffer> {
    while (this.#held.length < count) {
      const more = await this.#next();
      if (!more) break;
      this.#held = Buffer.concat([this.#held, more]);
    }
    return this.#held.subarray(0, count);
  }

  async exactly(count: number): Promise<Buffer> {
    const bytes = await this.peek(count);
    if (bytes.length < count) broken('unexpected end of file');
    this.#held = this.#held.subarray(count);
    return bytes;
  }

  putBack(bytes: Buffer): void {
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([bytes, this.#held]);
  }

  async #next(): Promise<Buffer | undefined> {
    for (;;) {
      const { value, done } = await this.#bytes.next();
      if (done) return undefined;
      if (value.length > 0) return value;
    }
  }
}
