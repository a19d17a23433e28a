/** What a place in the queues costs: call it when the request is over, with whether the host asked for less (429, 503). */
export type Release = (slowDown?: boolean) => void;

import { Reject } from '../errors/index.ts';
import type { Places } from '../state/index.ts';
import { DownHosts } from './down-hosts.ts';

export interface HostLimits {
  /** Requests under way at once, over all hosts. */
  total: number;
  /** Requests under way at once to one host name. */
  perHost: number;
  /** Milliseconds between the starts of two requests to one host. */
  gap: number;
  /** A host that may not be asked for more milliseconds than this is not waited for. */
  maxHold: number;
  /** Places that are shared with other machines, beside those here. */
  shared?: Places | undefined;
  /** Whether there is room for something that has not begun; when that becomes true again, `proceed` is to be called. */
  hasRoom?(): boolean;
}

/** A request for a place. */
export interface Wish {
  /** Whether it is for a record that has begun (a redirect, a retry): it goes before those that have not. */
  begun?: boolean;
  /** When the record was asked for last, in milliseconds since 1970: the longest unasked goes first. */
  lastAsked?: number | undefined;
}

interface Waiter {
  begun: boolean;
  lastAsked: number;
  start(release: Release): void;
  refuse(error: unknown): void;
}

interface Host {
  name: string;
  active: number;
  /** Requests it may have at once now: `perHost`, less after it asked for less, up again with what it answers. */
  limit: number;
  notBefore: number;
  /** Milliseconds between the starts of two requests. */
  gap: number;
  waiting: Waiter[];
  queued: boolean;
  /** Of those that wait, how many wait for this host's turn, whatever other hosts do. */
  behind: number;
  timer?: NodeJS.Timeout;
}

/** How much of a place a host wins back with each request that went well after it asked for less. */
const RECOVERY = 0.25;

/** When so many hosts are known, those with nothing to remember are looked for. */
const SWEEP_EVERY = 4096;

/** A queue a host, and turns between hosts, so that a slow host holds up nobody but itself. */
export class HostQueues {
  readonly #limits: HostLimits;
  readonly #hosts = new Map<string, Host>();
  /** Hosts that could start a request now, in turn. */
  readonly #ready: Host[] = [];
  /** Requests under way, the oldest first. */
  readonly #turns = new Set<{ host: string; since: number }>();
  #active = 0;
  #stopped: unknown;
  #pumping: NodeJS.Immediate | undefined;
  readonly #down = new DownHosts();
  #behind = 0;
  /** Called when more requests than before wait for the turn of their own host. */
  onBehind: () => void = () => {};

  constructor(limits: HostLimits) {
    this.#limits = limits;
  }

  /**
   * A place for one request to a host. Throws a BACKING_OFF reject when the host is held back for too long, HOST_DOWN when it does not
   * answer, and what `stop` was given once that was called.
   */
  acquire(name: string, { begun = false, lastAsked = 0 }: Wish = {}): Promise<Release> {
    return new Promise((start, refuse) => {
      if (this.#stopped !== undefined && !begun) return refuse(this.#stopped);
      if (this.heldFor(name) > this.#limits.maxHold) return refuse(this.#held(name));
      if (this.#down.refuses(name)) return refuse(this.#down.rejectFor(name));
      const host = this.#host(name);
      const waiter = { begun, lastAsked, start, refuse };
      if (begun) host.waiting.unshift(waiter);
      else insert(waiter, host.waiting);
      this.#offer(host);
      this.#count(host);
      if (begun) this.#pump();
      else this.#pumpSoon();
    });
  }

  /** Starts what can be started once all that has come in has its place in line. */
  #pumpSoon(): void {
    this.#pumping ??= setImmediate(() => {
      this.#pumping = undefined;
      this.#pump();
    });
  }

  /** A whole GET, with its retries, ended without a byte of an answer of this host. */
  died(name: string): void {
    const isDown = this.#down.died(name);
    const host = this.#hosts.get(name);
    if (!host) return;
    // What else is under way there tells more than one more request would.
    host.limit = 1;
    if (isDown) this.#refuse(host, ({ begun }) => !begun, this.#down.rejectFor(name));
  }

  /** The host has answered a request. */
  answered(name: string): void {
    this.#down.answered(name);
  }

  /** Requests that wait for the turn of their own host: were all other hosts idle, they would still wait. */
  get behind(): number {
    return this.#behind;
  }

  #count(host: Host): void {
    const places = host.notBefore > performance.now() ? 0 : Math.max(0, Math.floor(host.limit) - host.active);
    const before = host.behind;
    host.behind = Math.max(0, host.waiting.length - places);
    this.#behind += host.behind - before;
    if (host.behind > before) this.onBehind();
  }

  /** Whatever waits and has not begun, now or later, is refused with this. */
  stop(reason: unknown): void {
    this.#stopped = reason;
    for (const host of this.#hosts.values()) this.#refuse(host, (waiter) => !waiter.begun, reason);
  }

  /** Milliseconds until a host may be asked again, 0 for at once. */
  heldFor(name: string): number {
    const host = this.#hosts.get(name);
    return host ? Math.max(0, host.notBefore - performance.now()) : 0;
  }

  /** Asks nothing of a host for so many milliseconds. */
  hold(name: string, ms: number): void {
    this.#limits.shared?.hold(name, ms);
    this.#holdHere(name, ms);
  }

  #holdHere(name: string, ms: number): void {
    const host = this.#host(name);
    host.notBefore = Math.max(host.notBefore, performance.now() + ms);
    if (ms > this.#limits.maxHold) this.#refuse(host, () => true, this.#held(name));
  }

  #held(name: string): Reject {
    const seconds = Math.ceil(this.heldFor(name) / 1000);
    return new Reject('BACKING_OFF', `${name} must be left alone for another ${seconds} s: it said so, or answered HTTP 429`);
  }

  #refuse(host: Host, which: (waiter: Waiter) => boolean, reason: unknown): void {
    const refused = host.waiting.filter(which);
    host.waiting = host.waiting.filter((waiter) => !which(waiter));
    this.#count(host);
    for (const waiter of refused) waiter.refuse(reason);
  }

  /** Has so many milliseconds between the starts of two requests to a host, if that is more than all hosts get. */
  slowTo(name: string, ms: number): void {
    const host = this.#host(name);
    host.gap = Math.max(host.gap, Math.min(ms, this.#limits.maxHold));
  }

  /** The host whose request has been under way for longest, and the milliseconds since. */
  get slowest(): { host: string; ms: number } | undefined {
    const [oldest] = this.#turns;
    return oldest && { host: oldest.host, ms: performance.now() - oldest.since };
  }

  /** Requests under way, over all hosts. */
  get active(): number {
    return this.#active;
  }

  #host(name: string): Host {
    let host = this.#hosts.get(name);
    if (!host) {
      if (this.#hosts.size % SWEEP_EVERY === SWEEP_EVERY - 1) for (const known of this.#hosts.values()) this.#forget(known);
      const { perHost: limit, gap } = this.#limits;
      host = { name, active: 0, limit, notBefore: 0, gap, waiting: [], queued: false, behind: 0 };
      this.#hosts.set(name, host);
    }
    return host;
  }

  /** Puts a host in line for a turn, now or when it may be asked again. */
  #offer(host: Host): void {
    if (host.queued || host.waiting.length === 0 || host.active >= Math.floor(host.limit)) return;
    const wait = host.notBefore - performance.now();
    if (wait > 0) {
      host.timer ??= setTimeout(() => {
        delete host.timer;
        this.#offer(host);
        this.#count(host);
        this.#pump();
      }, wait);
      return;
    }
    host.queued = true;
    this.#ready.push(host);
  }

  /** Starts what can be started: after `hasRoom` has become true. */
  proceed(): void {
    this.#pump();
  }

  #pump(): void {
    while (this.#active < this.#limits.total) {
      const host = this.#next();
      if (!host) return;
      host.queued = false;
      // It may have got fewer places since it was put in line.
      const isFree = host.notBefore <= performance.now() && host.active < Math.floor(host.limit);
      const waiter = isFree ? host.waiting.shift() : undefined;
      if (waiter) this.#start(host, waiter);
      this.#offer(host);
      this.#count(host);
    }
  }

  /** The host whose turn it is; when there is no room for anything new, the first that has something begun. */
  #next(): Host | undefined {
    if (this.#limits.hasRoom?.() ?? true) return this.#ready.shift();
    const at = this.#ready.findIndex(({ waiting }) => waiting[0]?.begun);
    return at < 0 ? undefined : this.#ready.splice(at, 1)[0];
  }

  #start(host: Host, waiter: Waiter): void {
    host.active++;
    this.#active++;
    if (host.gap > 0) this.#holdHere(host.name, host.gap);
    const { shared } = this.#limits;
    if (!shared) {
      this.#begin(host, waiter);
      return;
    }
    shared.take(host.name).then(
      (place) => (typeof place === 'number' ? this.#postpone(host, waiter, place) : this.#begin(host, waiter, place.release)),
      (error) => {
        this.#leave(host);
        waiter.refuse(error);
      },
    );
  }

  /** The host is being asked by others as much as it may be: the request waits here again. */
  #postpone(host: Host, waiter: Waiter, ms: number): void {
    if (this.#stopped !== undefined && !waiter.begun) waiter.refuse(this.#stopped);
    else host.waiting.unshift(waiter);
    this.#holdHere(host.name, ms);
    this.#leave(host);
  }

  #begin(host: Host, waiter: Waiter, releaseShared = () => {}): void {
    const turn = { host: host.name, since: performance.now() };
    this.#turns.add(turn);
    let released = false;
    waiter.start((slowDown = false) => {
      if (released) return;
      released = true;
      this.#turns.delete(turn);
      releaseShared();
      host.limit = slowDown ? 1 : Math.min(this.#limits.perHost, host.limit + RECOVERY);
      this.#leave(host);
    });
  }

  #leave(host: Host): void {
    host.active--;
    this.#active--;
    this.#count(host);
    this.#forget(host);
    this.#offer(host);
    // Whoever had the place may have more to say about the host.
    this.#pumpSoon();
  }

  /** A host that nobody waits for and nothing is to be remembered of takes no memory. */
  #forget(host: Host): void {
    const likeNew = host.limit >= this.#limits.perHost && host.gap === this.#limits.gap;
    const idle = host.active === 0 && host.waiting.length === 0 && likeNew;
    if (idle && host.notBefore <= performance.now()) this.#hosts.delete(host.name);
  }
}

/** Puts a waiter that has not begun behind all that were asked for earlier. */
function insert(waiter: Waiter, waiting: Waiter[]): void {
  const after = waiting.findLastIndex(({ begun, lastAsked }) => begun || lastAsked <= waiter.lastAsked);
  waiting.splice(after + 1, 0, waiter);
}
