import { Reject, type RejectCode } from '../errors/index.ts';
import {
  type Answer,
  Failed,
  freshForOf,
  type Getter,
  nameOf,
  retryAfterOf,
  type Target,
  type Validators,
} from '../http/index.ts';
import { type DueOptions, dueAt } from './due.ts';
import type { FeedState } from './feed-state.ts';
import { hintsOf } from './hints.ts';
import { type FeedMemory, keyOf } from './memory.ts';
import { atNewAddress, isFeed, movedTo, moveSeen, triesOld } from './moves.ts';
import { bodyHash, linksOf, type Outcome, outcomeOf } from './outcome.ts';
import { HASH_BYTES } from './packed-state.ts';

export interface FeedOptions extends DueOptions {
  /** Ask for everything, whenever it was last asked for, and without conditions. */
  refetch: boolean;
  /** Look for the feeds that a page links. */
  discover: boolean;
  /** How many runs a failure must last before the exit status tells of it. */
  reportAfter: number;
  /** Called before a feed is asked for, when it is due. @throws Reject where that must not be */
  mayAsk?(target: Target): Promise<void>;
  /** Called when all is closed. */
  closed?(): void;
}

/** Asks for feeds: when they are due, with what is known of them, and remembers what they say. */
export class Feeds {
  readonly #getter: Getter;
  readonly #memory: FeedMemory | undefined;
  readonly #options: FeedOptions;
  /** Feeds under way; one that comes twice is asked for again only once what the first time gave is remembered. */
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(getter: Getter, memory: FeedMemory | undefined, options: FeedOptions) {
    this.#getter = getter;
    this.#memory = memory;
    this.#options = options;
  }

  /** Throws a reject, with `attempts` in its details, when the feed cannot be had. */
  ask(target: Target): Promise<Outcome> {
    return this.#memory ? this.#askInTurn(this.#memory, target) : this.#askOnce(target);
  }

  async #askInTurn(memory: FeedMemory, target: Target): Promise<Outcome> {
    const key = keyOf(target);
    while (this.#underWay.has(key)) await this.#underWay.get(key);
    let leave = () => {};
    this.#underWay.set(key, new Promise((resolve) => (leave = resolve)));
    const end = () => {
      this.#underWay.delete(key);
      leave();
    };
    try {
      return await this.#askRemembering(memory, key, target, end);
    } catch (error) {
      end();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#getter.close();
    await this.#memory?.close();
    this.#options.closed?.();
  }

  async #askOnce(target: Target): Promise<Outcome> {
    const { mayAsk } = this.#options;
    if (mayAsk) await mayAsk(target);
    const answer = await this.#getter.get(target);
    const links = this.#options.discover ? linksOf(answer) : undefined;
    return outcomeOf({ answer, changed: true, hash: undefined, links }, () => answer.release());
  }

  async #askRemembering(memory: FeedMemory, key: string, target: Target, end: () => void): Promise<Outcome> {
    const { refetch, discover } = this.#options;
    const state = memory.get(key);
    const now = Date.now();
    const due = state && !refetch ? dueAt(key, state, this.#options, now) : 0;
    if (state && due > now) {
      if (state.failures) throw this.#stillFailing(memory, key, state, due);
      const links = discover ? state.links : undefined;
      return { fetch: { skipped: 'not-due', next_at: new Date(due).toISOString() }, links, done: end };
    }
    try {
      const answer = await this.#visit({ ...target, lastAsked: state?.asked ?? 0 }, state);
      const next = stateAfter(answer, state, target);
      if (discover) next.links = answer.status === 304 ? state?.links : linksOf(answer);
      const changed = answer.status !== 304 && (refetch || !state || !sameHash(state, next));
      return outcomeOf({ answer, changed, hash: next.hash, permanentUrl: movedTo(next), links: next.links }, (written) => {
        if (written) memory.put(key, next);
        answer.release();
        end();
      });
    } catch (error) {
      if (error instanceof Failed) throw this.#failed(memory, key, state, error);
      if (error instanceof Reject && (error.code === 'BACKING_OFF' || error.code === 'HOST_DOWN'))
        throw this.#notAsked(memory, key, state, error);
      throw error;
    }
  }

  /** Asks at the address that the feed has moved to, or its own; now and then at its own although it has moved. */
  async #visit(target: Target, state: FeedState | undefined): Promise<Answer> {
    const address = movedTo(state);
    if (address === undefined || state === undefined) return this.#get(target, target, state);
    const moved = atNewAddress(target, address);
    if (!triesOld(state)) return this.#get(moved, target, state);
    try {
      const answer = await this.#get(target, target, state);
      if (answer.url === address || answer.status === 304 || isFeed(answer)) return answer;
      answer.release();
    } catch (error) {
      if (!(error instanceof Reject)) throw error;
    }
    return this.#get(moved, target, state);
  }

  async #get(place: Target, target: Target, state: FeedState | undefined): Promise<Answer> {
    await this.#options.mayAsk?.(place);
    return this.#getter.get(place, this.#options.refetch ? undefined : validatorsOf(target, state));
  }

  /** The host of a feed is left alone: that is a failure which lasts, but none of the feed. */
  #notAsked(memory: FeedMemory, key: string, state: FeedState | undefined, { code, message }: Reject): Reject {
    const failingRuns = (state?.failingRuns ?? 0) + 1;
    memory.put(key, { ...(state ?? { asked: 0 }), failingRuns });
    return this.#rejected(code, message, { attempts: 0 }, failingRuns);
  }

  #stillFailing(memory: FeedMemory, key: string, state: FeedState, due: number): Reject {
    const failingRuns = (state.failingRuns ?? 0) + 1;
    memory.put(key, { ...state, failingRuns });
    const next = new Date(due).toISOString();
    const gone = state.code === 'GONE';
    const times = state.failures === 1 ? 'failed last time' : `failed ${state.failures} times in a row`;
    const what = gone ? 'gone (HTTP 410)' : `${times} (${state.code})`;
    const more = { attempts: 0, next_at: next };
    return this.#rejected(gone ? 'GONE' : 'BACKING_OFF', `${what}, asked again after ${next}`, more, failingRuns);
  }

  #failed(memory: FeedMemory, key: string, state: FeedState | undefined, error: Failed): Reject {
    const failingRuns = (state?.failingRuns ?? 0) + 1;
    const failures = (state?.failures ?? 0) + 1;
    const { code, retryAfter, attempts } = error;
    // A permanent address that stops to answer was not one.
    const forgotten = { permanent: undefined, permanentSeen: undefined };
    memory.put(key, { ...state, ...forgotten, asked: Date.now(), failures, failingRuns, code, retryAfter });
    return this.#rejected(code, error.message, { attempts }, failingRuns);
  }

  #rejected(code: RejectCode, message: string, more: Record<string, string | number>, failingRuns: number): Reject {
    const tolerated = failingRuns < this.#options.reportAfter;
    return new Reject(code, message, { tolerated, more: { ...more, failing_runs: failingRuns } });
  }
}

function validatorsOf(target: Target, state: FeedState | undefined): Validators | undefined {
  if (state?.etag === undefined && state?.lastModified === undefined) return undefined;
  return { etag: state.etag, lastModified: state.lastModified, url: state.validFor ?? nameOf(target) };
}

function stateAfter(answer: Answer, before: FeedState | undefined, target: Target): FeedState {
  const { headers, at } = answer;
  const unmodified = answer.status === 304;
  const told = unmodified || answer.stream ? { every: before?.every, skip: before?.skip } : hintsOf(answer.body);
  return {
    asked: at,
    etag: headers.get('etag') || (unmodified ? before?.etag : undefined),
    lastModified: headers.get('last-modified') || (unmodified ? before?.lastModified : undefined),
    validFor: answer.url === nameOf(target) ? undefined : answer.url,
    hash: unmodified ? before?.hash : answer.stream ? undefined : bodyHash(answer.body),
    fresh: freshForOf(headers, at) || undefined,
    retryAfter: retryAfterOf(headers, at),
    ...told,
    ...moveSeen(answer, before),
  };
}

function sameHash(before: FeedState, after: FeedState): boolean {
  if (before.hash === undefined || after.hash === undefined) return false;
  return before.hash.subarray(0, HASH_BYTES).equals(after.hash.subarray(0, HASH_BYTES));
}
