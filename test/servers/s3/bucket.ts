import { createHash } from 'node:crypto';

/** An object of the stub. */
export interface Stored {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly modified: Date;
  readonly body: Buffer | undefined;
}

/** What a test puts into a bucket: a body, or a size alone for objects that are only looked up. */
export type Content = string | Buffer | { readonly size: number; readonly etag?: string };

/** A bucket of the stub: objects in the order of their keys' bytes. */
export class StubBucket {
  readonly objects: Stored[];
  readonly #byKey: Map<string, Stored>;
  readonly #bytes: Buffer[];

  constructor(contents: Readonly<Record<string, Content>> | Iterable<readonly [string, Content]>) {
    const entries = Symbol.iterator in contents ? [...(contents as Iterable<[string, Content]>)] : Object.entries(contents);
    const modified = new Date('2026-01-02T03:04:05Z');
    const stored = entries.map(([key, content]) => {
      const body = typeof content === 'string' ? Buffer.from(content) : Buffer.isBuffer(content) ? content : undefined;
      const given = body === undefined ? (content as { size: number; etag?: string }) : undefined;
      const etag =
        given?.etag ??
        createHash('md5')
          .update(body ?? key)
          .digest('hex');
      return { key, size: body?.length ?? given!.size, etag, modified, body, bytes: Buffer.from(key) };
    });
    stored.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
    this.objects = stored;
    this.#bytes = stored.map((object) => object.bytes);
    this.#byKey = new Map(stored.map((object) => [object.key, object]));
  }

  get(key: string): Stored | undefined {
    return this.#byKey.get(key);
  }

  /** Up to `count` objects whose keys come after `key` and begin with `prefix`, and whether there are more. */
  after(key: string, count: number, prefix: string): { objects: Stored[]; more: boolean } {
    const low = Math.max(this.#place(key, 1), this.#place(prefix, 0));
    let end = low;
    while (end < Math.min(this.objects.length, low + count) && this.objects[end]!.key.startsWith(prefix)) end++;
    return { objects: this.objects.slice(low, end), more: this.objects[end]?.key.startsWith(prefix) ?? false };
  }

  // Where the keys begin that come after `key`, or are it or come after it.
  #place(key: string, least: 0 | 1): number {
    const wanted = Buffer.from(key);
    let low = 0;
    let high = this.#bytes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Buffer.compare(this.#bytes[middle]!, wanted) < least) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
