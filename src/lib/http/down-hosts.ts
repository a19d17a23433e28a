import { Reject } from '../errors/index.ts';

/**
 * A host is down when so many GETs in a row ended without a byte of an answer: those of a first round, or one more where the host has
 * answered before and may only have slow pages.
 */
const DOWN_AFTER = 2;
const DOWN_AFTER_ANSWER = 3;

/** Milliseconds until a host that is down is tried again; doubled each time, up to the longest. */
const FIRST_TRY = 10_000;
const LONGEST = 120_000;

/** Hosts that are remembered, at most. */
const KEPT_AT_MOST = 50_000;

interface Silence {
  /** GETs in a row that ended without a byte, and how many mean that the host is down. */
  gets: number;
  enough: number;
  tryAt: number;
}

/** Hosts that do not answer: what waits for them is refused, but for one try now and then. */
export class DownHosts {
  readonly #silences = new Map<string, Silence>();
  readonly #answered = new Set<string>();

  /** A GET ended without a byte of an answer. Gives whether the host is down now. */
  died(name: string): boolean {
    const gets = (this.#silences.get(name)?.gets ?? 0) + 1;
    this.#silences.delete(name);
    if (this.#silences.size >= KEPT_AT_MOST) this.#silences.delete(this.#silences.keys().next().value ?? '');
    const enough = this.#answered.has(name) ? DOWN_AFTER_ANSWER : DOWN_AFTER;
    const wait = Math.min(FIRST_TRY * 2 ** Math.min(gets - enough, 10), LONGEST);
    this.#silences.set(name, { gets, enough, tryAt: performance.now() + wait });
    return gets >= enough;
  }

  answered(name: string): void {
    this.#silences.delete(name);
    if (this.#answered.size >= KEPT_AT_MOST) this.#answered.clear();
    this.#answered.add(name);
  }

  /** Whether a request to a host is to be refused. When the time for a try has come, one is not. */
  refuses(name: string): boolean {
    const silence = this.#silences.get(name);
    if (!silence || silence.gets < silence.enough) return false;
    const now = performance.now();
    if (silence.tryAt > now) return true;
    silence.tryAt = now + LONGEST;
    return false;
  }

  rejectFor(name: string): Reject {
    const { gets = DOWN_AFTER } = this.#silences.get(name) ?? {};
    return new Reject('HOST_DOWN', `${name} did not answer the last ${gets} records that asked it; this one was not tried`);
  }
}
