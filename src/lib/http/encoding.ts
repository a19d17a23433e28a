import { promisify } from 'node:util';
import zlib from 'node:zlib';
import pLimit from 'p-limit';
import { Reject } from '../errors/index.ts';
import { gunzip as gunzipParts, isGzip } from '../gzip/index.ts';
import { zstdFrames } from './zstd-frames.ts';

/** Reads one Content-Encoding; the result is never larger than `max` bytes, or a RangeError. */
type Decoder = (bytes: Buffer, max: number, partial: boolean) => Buffer | Promise<Buffer>;

const { Z_SYNC_FLUSH, Z_FINISH, BROTLI_OPERATION_FLUSH, BROTLI_OPERATION_FINISH } = zlib.constants;

/** The code of zlib's own error. */
const TOO_LARGE = 'ERR_BUFFER_TOO_LARGE';

/** What is decoded on the spot is at most this large on either side; anything larger goes to the thread pool. */
const SMALL_IN = 64 * 1024;
const SMALL_OUT = 1024 * 1024;

// Each unpacking holds up to the largest body allowed: one at a time keeps a flood of gzip bombs from filling the memory.
const unpacking = pLimit(1);

type Options = zlib.ZlibOptions & zlib.BrotliOptions;
type Sync = (bytes: Buffer, options: Options) => Buffer;
type Async = (bytes: Buffer, options: Options) => Promise<Buffer>;

function unpacker(sync: Sync, async: Async, whole: number, part: number): Decoder {
  return (bytes, max, partial) => {
    const options = { finishFlush: partial ? part : whole };
    if (bytes.length <= SMALL_IN) {
      try {
        return sync(bytes, { ...options, chunkSize: SMALL_IN, maxOutputLength: Math.min(max, SMALL_OUT) });
      } catch (error) {
        if (!isTooLarge(error) || max <= SMALL_OUT) throw error;
      }
    }
    // A large chunk means few ways to the thread pool and back.
    return unpacking(() => async(bytes, { ...options, chunkSize: SMALL_OUT, maxOutputLength: max }));
  };
}

const gunzip = unpacker(zlib.gunzipSync, promisify<Buffer, Options, Buffer>(zlib.gunzip), Z_FINISH, Z_SYNC_FLUSH);
const inflate = unpacker(zlib.inflateSync, promisify<Buffer, Options, Buffer>(zlib.inflate), Z_FINISH, Z_SYNC_FLUSH);
const inflateRaw = unpacker(zlib.inflateRawSync, promisify<Buffer, Options, Buffer>(zlib.inflateRaw), Z_FINISH, Z_SYNC_FLUSH);
const brotli = unpacker(
  zlib.brotliDecompressSync,
  promisify<Buffer, Options, Buffer>(zlib.brotliDecompress),
  BROTLI_OPERATION_FINISH,
  BROTLI_OPERATION_FLUSH,
);

/** Each member or frame takes time of its own, though it need not hold anything. */
const MAX_MEMBERS = 1_000;

const gzip: Decoder = async (bytes, max, partial) => {
  try {
    return await gunzip(bytes, max, partial);
  } catch (error) {
    if (isTooLarge(error)) throw error;
    // Servers add bytes after the end of a gzip stream; zlib fails on them.
    return gunzipMembers(bytes, max);
  }
};

async function gunzipMembers(bytes: Buffer, max: number): Promise<Buffer> {
  if (!isGzip(bytes)) throw new Error('incorrect header check');
  const parts = new Parts(max);
  for await (const part of gunzipParts(inOne(bytes), MAX_MEMBERS)) parts.add(part);
  return parts.whole();
}

async function* inOne(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** What a body decodes to, part by part. */
class Parts {
  readonly #parts: Buffer[] = [];
  /** Bytes that there may still be. */
  left: number;

  constructor(max: number) {
    this.left = max;
  }

  add(part: Buffer): void {
    this.left -= part.length;
    if (this.left < 0) throw Object.assign(new Error('too large'), { code: TOO_LARGE });
    this.#parts.push(part);
  }

  whole(): Buffer {
    return this.#parts.length === 1 && this.#parts[0] ? this.#parts[0] : Buffer.concat(this.#parts);
  }
}

/** RFC 9110 means zlib by `deflate`; half of the servers that use it send bare deflate. */
const deflate: Decoder = (bytes, max, partial) => {
  const zlibHeader = bytes.length >= 2 && (bytes[0]! & 15) === 8 && bytes.readUInt16BE(0) % 31 === 0;
  return (zlibHeader ? inflate : inflateRaw)(bytes, max, partial);
};

const decoders = new Map<string, Decoder>([
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', deflate],
  ['br', brotli],
]);

interface ZstdModule {
  zstdDecompressSync?: Sync;
  zstdDecompress?: (bytes: Buffer, options: Options, done: (error: Error | null, result: Buffer) => void) => void;
}
const { zstdDecompressSync, zstdDecompress } = zlib as ZstdModule;
if (zstdDecompressSync && zstdDecompress) {
  const async: Async = (bytes, options) =>
    new Promise((resolve, reject) =>
      zstdDecompress(bytes, options, (error, result) => (error ? reject(error) : resolve(result))),
    );
  // ZSTD_e_end and ZSTD_e_flush: the constants have no names in the types of Node 20.
  const frame = unpacker(zstdDecompressSync, async, 2, 1);
  // Node reads one frame and ignores the rest.
  decoders.set('zstd', async (bytes, max, partial) => {
    const parts = new Parts(max);
    for (const part of zstdFrames(bytes, MAX_MEMBERS)) parts.add(await frame(part, Math.max(1, parts.left), partial));
    return parts.whole();
  });
}

/** For the Accept-Encoding header: what this Node can decode. */
export const acceptEncoding = ['gzip', 'deflate', 'br', 'zstd'].filter((name) => decoders.has(name)).join(', ');

/** What stands in Content-Encoding but changes no byte: a charset put there by mistake, and what S3 says of uploads. */
const notCodings = new Set(['', 'identity', 'none', 'aws-chunked', 'utf-8', 'utf8', 'iso-8859-1', 'us-ascii', 'windows-1252']);

/** Codings on one body, at most: each may multiply what is in memory by a thousand. */
const MAX_CODINGS = 2;

/** The codings of a Content-Encoding header, in the order they were applied. @throws Reject BAD_ENCODING for one that is not known, or too many */
export function codingsOf(header: string | undefined): string[] {
  const codings = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  const applied = codings.filter((name) => !notCodings.has(name));
  const unknown = applied.find((name) => !decoders.has(name));
  if (unknown !== undefined) throw new Reject('BAD_ENCODING', `Content-Encoding ${unknown.slice(0, 40)} is not known`);
  if (applied.length > MAX_CODINGS) throw new Reject('BAD_ENCODING', `${applied.length} Content-Encodings on one body`);
  return applied;
}

const TEXT_TYPE = /^(?:text\/|[^;]*[/+](?:xml|json)\b)/i;
const MARKUP = /^[\xef\xbb\xbf\s]*[<{[]/;

/**
 * The codings that a body has, where its bytes tell better than its headers: gzip that none announces on what is said to be text, and
 * text that is said to be gzip.
 */
export function codingsFound(codings: readonly string[], body: Buffer, contentType: string | undefined): readonly string[] {
  const isGzip = body[0] === 0x1f && body[1] === 0x8b && body[2] === 8;
  if (codings.length === 0) return isGzip && TEXT_TYPE.test(contentType ?? 'text/') ? ['gzip'] : codings;
  const [only] = codings.length === 1 ? codings : [];
  const isPlain = (only === 'gzip' || only === 'x-gzip') && !isGzip && MARKUP.test(body.toString('latin1', 0, 64));
  return isPlain ? [] : codings;
}

/**
 * A body without its Content-Encodings. An empty body is empty in every encoding.
 * @throws Reject BAD_ENCODING for bytes that do not decode, or decode to nothing; TOO_LARGE when more than `max` bytes come out
 */
export async function decodeBody(bytes: Buffer, codings: readonly string[], max: number): Promise<Buffer> {
  if (bytes.length === 0) return bytes;
  const body = await unpack(bytes, codings, max, false);
  if (body.length === 0 && codings.length > 0)
    throw new Reject('BAD_ENCODING', `${bytes.length} bytes of ${codings.join(', ')} decode to nothing`);
  return body;
}

/** Looks at the beginning of a body. @throws Reject TOO_LARGE when it alone already decodes to more than `max` bytes */
export async function checkSize(beginning: Buffer, codings: readonly string[], max: number): Promise<void> {
  try {
    await unpack(beginning, codings, max, true);
  } catch (error) {
    if (error instanceof Reject && error.code === 'TOO_LARGE') throw error;
  }
}

async function unpack(bytes: Buffer, codings: readonly string[], max: number, partial: boolean): Promise<Buffer> {
  let body = bytes;
  for (const coding of codings.toReversed()) {
    try {
      body = await decoders.get(coding)!(body, max, partial);
    } catch (error) {
      if (isTooLarge(error)) throw tooLarge(max);
      throw new Reject('BAD_ENCODING', `the body is not proper ${coding}: ${(error as Error).message}`);
    }
  }
  return body;
}

function isTooLarge(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === TOO_LARGE;
}

/** The reject for a body of more than `max` bytes. */
export function tooLarge(max: number): Reject {
  return new Reject('TOO_LARGE', `the body is larger than ${max} bytes`);
}
