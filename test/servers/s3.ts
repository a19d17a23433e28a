import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Content, StubBucket } from './s3/bucket.ts';
import { listing } from './s3/listing.ts';
import { type Account, wrongWith } from './s3/signature.ts';

/** A request as the stub saw it. */
export interface Seen {
  readonly kind: 'HEAD' | 'LIST' | 'GET';
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** The region it was signed for; empty without a signature. */
  readonly region: string;
}

/** An answer in place of the stub's own: an error of S3, bytes of a body before the connection is cut, or headers besides. */
export interface Injected {
  readonly status: number;
  readonly code?: string;
  readonly xml?: string;
  readonly headers?: Record<string, string>;
}

export interface StubOptions {
  readonly buckets: Record<string, Record<string, Content> | StubBucket>;
  readonly region?: string;
  /** false: anybody may read. */
  readonly account?: Account | false;
  /** What the stub's clock is ahead of the real one, in ms. */
  readonly skew?: number;
  /** Time to answer, in ms. */
  readonly delay?: number | ((seen: Seen) => number);
  /** Answers in place of the stub; `times` is how many requests came before this one. */
  readonly inject?: (seen: Seen, times: number) => Injected | undefined;
  /** Cut the connection after so many bytes of a body; asked for each GET. */
  readonly cut?: (seen: Seen, times: number) => number | undefined;
  /** false: keys on a page are never encoded, whatever was asked. */
  readonly encoding?: boolean;
  readonly order?: 'bytes' | 'none';
}

export const account: Account = { accessKeyId: 'AKIDSTUB', secretAccessKey: 'stub/Secret+Key' };

/** A server that speaks as much of S3 as `feedmill` does, verifies signatures, and fails as it is told. */
export class S3Stub {
  readonly seen: Seen[] = [];
  connections = 0;
  readonly #server: Server;
  readonly #options: StubOptions;
  readonly #buckets: Map<string, StubBucket>;

  private constructor(options: StubOptions) {
    this.#options = options;
    const buckets = Object.entries(options.buckets);
    this.#buckets = new Map(
      buckets.map(([name, content]) => [name, content instanceof StubBucket ? content : new StubBucket(content)]),
    );
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on('connection', () => {
      this.connections++;
    });
  }

  static async start(options: StubOptions): Promise<S3Stub> {
    const stub = new S3Stub(options);
    await new Promise<void>((resolve) => stub.#server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How many requests of each kind came. */
  get counts(): { HEAD: number; LIST: number; GET: number } {
    const counts = { HEAD: 0, LIST: 0, GET: 0 };
    for (const { kind } of this.seen) counts[kind]++;
    return counts;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { region = 'us-east-1', skew = 0, delay = 0, inject } = this.#options;
    const times = this.seen.length;
    const seen = see(request);
    this.seen.push(seen);
    const wait = typeof delay === 'function' ? delay(seen) : delay;
    if (wait > 0) await sleep(wait);
    const now = new Date(Date.now() + skew);
    response.setHeader('date', now.toUTCString());
    const injected = inject?.(seen, times);
    if (injected) return fail(request, response, injected);
    const wrong = this.#options.account === false ? undefined : wrongWith(request, this.#options.account ?? account, region, now);
    if (wrong)
      return fail(request, response, {
        status: wrong === 'AuthorizationHeaderMalformed' ? 400 : 403,
        code: wrong,
        xml: `<Region>${region}</Region>`,
      });
    const bucket = this.#buckets.get(seen.bucket);
    if (!bucket) return fail(request, response, { status: 404, code: 'NoSuchBucket' });
    if (seen.kind === 'LIST') {
      const { encoding = true, order = 'bytes' } = this.#options;
      const xml = listing(bucket, seen.query, { encoding, order });
      response.writeHead(200, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(xml) }).end(xml);
      return;
    }
    this.#give(bucket, seen, times, request, response);
  }

  #give(bucket: StubBucket, seen: Seen, times: number, request: IncomingMessage, response: ServerResponse): void {
    const object = bucket.get(seen.key);
    if (!object) {
      fail(request, response, { status: 404, code: 'NoSuchKey' });
      return;
    }
    const quoted = `"${object.etag}"`;
    if (request.headers['if-none-match'] === quoted) {
      response.writeHead(304, { etag: quoted }).end();
      return;
    }
    const wanted = request.headers['if-match'];
    if (wanted !== undefined && wanted !== quoted) {
      fail(request, response, { status: 412, code: 'PreconditionFailed' });
      return;
    }
    const headers = {
      etag: quoted,
      'last-modified': object.modified.toUTCString(),
      'accept-ranges': 'bytes',
      'content-type': 'binary/octet-stream',
    };
    const from = Number(/^bytes=(\d+)-/.exec(String(request.headers.range ?? ''))?.[1] ?? 0);
    const part = object.body?.subarray(from);
    const status = request.headers.range ? 206 : 200;
    const range = status === 206 ? { 'content-range': `bytes ${from}-${object.size - 1}/${object.size}` } : {};
    response.writeHead(status, { ...headers, ...range, 'content-length': object.size - from });
    if (seen.kind === 'HEAD' || !part) {
      response.end();
      return;
    }
    const cut = this.#options.cut?.(seen, times);
    if (cut === undefined) response.end(part);
    else response.write(part.subarray(0, cut), () => setImmediate(() => response.destroy()));
  }
}

function see(request: IncomingMessage): Seen {
  const [path, search = ''] = request.url!.split(/\?(.*)/s);
  const [, bucket = '', key = ''] = /^\/([^/]+)\/?(.*)$/s.exec(decodeURIComponent(path!)) ?? [];
  const query = new URLSearchParams(search.replaceAll('+', '%2B'));
  const kind = request.method === 'HEAD' ? 'HEAD' : query.has('list-type') ? 'LIST' : 'GET';
  const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
  return { kind, bucket, key, query, headers: request.headers, region };
}

// As S3 does: an answer to HEAD has no body, and its length is not told.
function fail(request: IncomingMessage, response: ServerResponse, { status, code, xml = '', headers = {} }: Injected): void {
  const body = code
    ? `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code} it is</Message>${xml}</Error>`
    : '';
  response.writeHead(status, { 'content-type': 'application/xml', 'transfer-encoding': 'chunked', ...headers });
  response.end(request.method === 'HEAD' ? undefined : body);
}
