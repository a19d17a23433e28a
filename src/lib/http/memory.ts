import { createHash } from 'node:crypto';
import type { Part } from '../state/index.ts';
import { nameOf, type Target } from './target.ts';

/** What is remembered of a feed from run to run. Times are in milliseconds. */
export interface FeedState {
  /** When it was last asked for. */
  asked: number;
  etag?: string | undefined;
  lastModified?: string | undefined;
  /** Where the validators came from, when not from the feed's own URL. */
  validFor?: string | undefined;
  /** SHA-256 of the last body. */
  hash?: Buffer | undefined;
  /** How long the last answer said it stays fresh. */
  fresh?: number | undefined;
  /** How long the last answer asked to be left alone. */
  retryAfter?: number | undefined;
  /** What the feed says itself (see `FeedHints`). */
  every?: number | undefined;
  skip?: number | undefined;
  /** How often in a row it failed, in how many runs, and the code of the last failure. */
  failures?: number | undefined;
  failingRuns?: number | undefined;
  code?: string | undefined;
  /** Where permanent redirects lead, and how often in a row they did. */
  permanent?: string | undefined;
  permanentSeen?: number | undefined;
  /** The feeds that it links, where it is a page. */
  links?: string[] | undefined;
}

type Stored = string | number | Buffer | string[] | null;

/** The fields after `asked`, in the order they are stored in. Those at the end that are not set take no room. */
const fields = [
  'etag',
  'lastModified',
  'hash',
  'fresh',
  'every',
  'retryAfter',
  'failures',
  'failingRuns',
  'code',
  'validFor',
  'skip',
  'permanentSeen',
  'permanent',
  'links',
] as const satisfies Exclude<keyof FeedState, 'asked'>[];

/** The memory of all feeds, in a store on disk. */
export class FeedMemory {
  readonly #part: Part;

  constructor(part: Part) {
    this.#part = part;
  }

  get(key: string): FeedState | undefined {
    const stored = this.#part.get(key) as Stored[] | undefined;
    return stored && unpack(stored);
  }

  put(key: string, state: FeedState): void {
    this.#part.put(key, pack(state));
  }

  /** Whether there was something to forget. */
  forget(key: string): boolean {
    const known = this.#part.has(key);
    this.#part.remove(key);
    return known;
  }

  *entries(): Generator<[key: string, state: FeedState]> {
    for (const [key, stored] of this.#part.entries()) yield [String(key), unpack(stored as Stored[])];
  }

  close(): Promise<void> {
    return this.#part.close();
  }
}

/** The key of a feed: its URL without fragment, user and password; two users' views of one URL are two feeds. */
export function keyOf(target: Target): string {
  const { authorization, object } = target;
  const plain = object ?? nameOf(target).replace(/#.*$/, '');
  return authorization ? `${plain} ${createHash('sha256').update(authorization.header).digest('hex').slice(0, 16)}` : plain;
}

function pack(state: FeedState): Stored[] {
  const stored: Stored[] = [state.asked];
  for (const field of fields) {
    const value = state[field];
    stored.push(value === undefined ? null : isTime(field) ? Math.ceil((value as number) / 1000) : value);
  }
  while (stored.at(-1) === null) stored.pop();
  return stored;
}

function unpack([asked, ...stored]: Stored[]): FeedState {
  const state: Record<string, Stored> & { asked: number } = { asked: asked as number };
  for (const [at, field] of fields.entries()) {
    const value = stored[at];
    if (value !== null && value !== undefined) state[field] = isTime(field) ? (value as number) * 1000 : value;
  }
  return state;
}

/** Stored in whole seconds, which takes half the bytes. */
function isTime(field: string): boolean {
  return field === 'fresh' || field === 'every' || field === 'retryAfter';
}
