import type { InflateRaw } from 'node:zlib';

/** Bytes unpacked at a time: they may come to a thousand times as many, which are then in memory. */
const BITE = 16 * 1024;

/** Whether bytes begin as gzip does (RFC 1952, 2.3.1). No text begins so. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The bytes given, unpacked if they begin as gzip does, whatever a name or a header says. Several members are one text, and what
 * follows the last is ignored, as by gzip(1): Node's own gunzip fails on that, and loses what it has unpacked.
 * @param maxMembers more are an error: each costs time, though none need to hold anything
 * @throws Error for what is damaged or cut off
 */
export async function* gunzip(bytes: AsyncGenerator<Buffer>, maxMembers = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer> {
  const source = new Source(bytes);
  try {
    if (!isGzip(await source.peek(2))) {
      for (let part = await source.take(); part; part = await source.take()) yield part;
      return;
    }
    let members = 0;
    do {
      if (++members > maxMembers) throw new Error(`more than ${maxMembers} members`);
      yield* member(source);
    } while (isGzip(await source.peek(2)));
  } finally {
    await bytes.return(undefined);
  }
}

async function* member(source: Source): AsyncGenerator<Buffer> {
  await skipHeader(source);
  // Loaded here: what reads no gzip starts faster without it.
  const { crc32, createInflateRaw } = process.getBuiltinModule('node:zlib');
  const inflate = createInflateRaw();
  let parts: Buffer[] = [];
  let checksum = 0;
  let length = 0;
  inflate.on('data', (part) => parts.push(part));
  const ended = new Promise((resolve, reject) => inflate.on('end', resolve).on('error', reject));
  ended.catch(() => {});
  let unread = 0;
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
      // All but the last part is taken in as a whole.
      if (input) unread = input.length - (inflate.bytesWritten - before);
    }
    source.putBack(unread);
  } finally {
    inflate.destroy();
  }
  const trailer = await source.exactly(8);
  if (trailer.readUInt32LE(0) !== checksum) broken('incorrect data check');
  if (trailer.readUInt32LE(4) !== length % 2 ** 32) broken('incorrect length check');
}

function closed(inflate: InflateRaw, ended: Promise<unknown>): Promise<unknown> {
  inflate.end();
  return ended;
}

async function skipHeader(source: Source): Promise<void> {
  const header = await source.exactly(10);
  if (header[2] !== 8) broken('unknown compression method');
  const flags = header.readUInt8(3);
  if (flags & 4) await source.exactly((await source.exactly(2)).readUInt16LE(0));
  for (const text of [8, 16]) if (flags & text) while ((await source.exactly(1))[0] !== 0);
  if (flags & 2) await source.exactly(2);
}

function broken(why: string): never {
  throw new Error(why);
}

/** Bytes that come in blocks, to be taken in other parts. */
class Source {
  readonly #blocks: AsyncGenerator<Buffer>;
  #block: Buffer = Buffer.alloc(0);
  /** Where in the block that which has not been taken begins. */
  #at = 0;

  constructor(blocks: AsyncGenerator<Buffer>) {
    this.#blocks = blocks;
  }

  /** Up to `most` bytes; undefined at the end. */
  async take(most = Number.POSITIVE_INFINITY): Promise<Buffer | undefined> {
    if (this.#left === 0 && !(await this.#next())) return undefined;
    const taken = this.#block.subarray(this.#at, this.#at + most);
    this.#at += taken.length;
    return taken;
  }

  /** Takes back so many bytes of what was taken last. */
  putBack(count: number): void {
    this.#at -= count;
  }

  /** Up to `count` bytes, fewer at the end, which stay. */
  async peek(count: number): Promise<Buffer> {
    while (this.#left < count && (await this.#next()));
    return this.#block.subarray(this.#at, this.#at + count);
  }

  async exactly(count: number): Promise<Buffer> {
    const bytes = await this.peek(count);
    if (bytes.length < count) broken('unexpected end of file');
    this.#at += count;
    return bytes;
  }

  get #left(): number {
    return this.#block.length - this.#at;
  }

  /** Adds a block to what has not been taken; false at the end. */
  async #next(): Promise<boolean> {
    for (;;) {
      const { value, done } = await this.#blocks.next();
      if (done) return false;
      if (value.length === 0) continue;
      this.#block = this.#left === 0 ? value : Buffer.concat([this.#block.subarray(this.#at), value]);
      this.#at = 0;
      return true;
    }
  }
}
