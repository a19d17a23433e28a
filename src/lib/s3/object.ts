import { Reject } from '../errors/index.ts';
import type { Address } from './address.ts';
import type { Response, S3Client } from './client.ts';
import { brokenConnection, type Failure, isPassing } from './failure.ts';

/** An object that is being read, or what S3 said in place of it. */
export interface Opened {
  readonly status: number;
  readonly headers: Response['headers'];
  readonly attempts: number;
  /** There unless the status is 200, or the 304 that `conditions` asked for. */
  readonly failure?: Failure;
  /** The bytes as they come. Where the connection breaks, what is left is asked for anew; throws Reject where that does not help. */
  readonly bytes: AsyncGenerator<Buffer>;
}

/** Begins to read an object. `conditions` are headers such as `if-none-match`. @throws what `S3Client.send` throws */
export async function openObject(
  client: S3Client,
  address: Address,
  conditions: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Opened> {
  const got = await client.send({ method: 'GET', ...address, headers: conditions }, signal);
  return { ...got, bytes: got.failure ? nothing() : read(client, address, got, signal) };
}

async function* nothing(): AsyncGenerator<Buffer> {}

async function* read(
  client: S3Client,
  address: Address,
  first: Response,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const { etag } = first.headers;
  let got = first;
  let at = 0;
  let skip = 0;
  for (let failures = 0; ; ) {
    try {
      for await (const part of got.body as AsyncIterable<Buffer>) {
        const fresh = part.subarray(Math.min(skip, part.length));
        skip -= part.length - fresh.length;
        at += fresh.length;
        if (fresh.length === 0) continue;
        failures = 0;
        yield fresh;
      }
      return;
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      const broken = brokenConnection(error, got.attempts);
      if (!isPassing(broken) || ++failures > client.retries) throw broken;
      await client.pause(failures, signal);
    }
    const headers = { range: `bytes=${at}-`, ...(etag && { 'if-match': String(etag) }) };
    got = await client.send({ method: 'GET', ...address, headers }, signal);
    if (got.failure)
      throw new Reject('TRUNCATED', `the rest of the object could not be had: HTTP ${got.status}`, {
        more: { attempts: got.attempts },
      });
    // A server without ranges begins again.
    skip = got.status === 206 ? 0 : at;
  }
}
