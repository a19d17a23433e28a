import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Deferred, deferred } from '../async/index.ts';
import type { Client } from '../redis/index.ts';
import type { Job, Result } from './job.ts';
import { GROUP, type QueueKeys } from './keys.ts';
import { leaveScript, renewScript, sweepScript } from './lua/lease.ts';
import { stepScript } from './lua/step.ts';
import type { Breaker } from './retry.ts';
import { Times } from './times.ts';
import { encode, type Heard, jobOf, type StepAnswer, type Taken, takenOf } from './wire.ts';

export interface ConsumerOptions {
  queue: QueueKeys;
  /** The queue for outputs; without it, results must have none. */
  to?: QueueKeys | undefined;
  /** Nothing is taken while `to` holds this many records; 0: no limit. */
  toLimit: number;
  /** How long a record stays with a worker that is not heard of, in ms. */
  lease: number;
  /** How often a record is tried before it goes to the dead letters. */
  maxTries: number;
  /** How many records may be here at once, beside those that wait for the end. */
  room: number;
  /** How many of the records here wait for the end of the run. */
  parked?(): number;
  /** When to end without being stopped: once the queue is empty, or once nothing waits in it, whatever others work on. */
  until: 'stopped' | 'empty' | 'idle';
  breaker?: Breaker;
  /** Takes a record to work on. */
  begin(job: Job): void;
}

/** Results written in one step, and the bytes of them, at most: Redis does nothing else meanwhile. */
const STEP_RESULTS = 500;
const STEP_BYTES = 4 * 2 ** 20;
/** No more is taken while this many bytes of payloads are here. */
const HELD_BYTES = 64 * 2 ** 20;
/** The longest wait for a record before others' leases are looked at, in ms; a worker that is asked to stop waits no longer. */
const LISTEN_FOR = 500;
/** Records taken at most when one comes that was waited for: how long they are is not known. */
const LISTEN_COUNT = 16;
/** How often leases are looked at while there is enough to do, in ms. */
const LOOK_EVERY = 1000;
/** How long to wait while the other queue is full, in ms. */
const FULL_PAUSE = 100;
/** How long giving back may take, in ms. */
const LEAVE_WITHIN = 3000;
/** After so many leases without a word the name of a worker that holds nothing is removed. */
const SWEEP_AFTER = 20;

interface Waiting extends Result {
  bytes: number;
  written(owned: boolean): void;
}

/**
 * One worker's place at a queue: takes records as there is room, renews their leases while they are worked on, and writes results and
 * acknowledgements in one step. Steps follow one another; whatever is finished during one goes into the next.
 */
export class Consumer {
  /** Records that went through. */
  done = 0;
  /** Records that another worker had by the time they were finished. */
  lost = 0;
  readonly #client: Client;
  /** A second connection, for the command that waits for records. */
  readonly #listener: Client;
  readonly #options: ConsumerOptions;
  readonly #name = `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  readonly #keys: string[];
  /** The records here, taken and not yet settled, by their places. */
  readonly #held = new Map<string, Job>();
  #heldBytes = 0;
  /** When the leases of all records here were renewed last, as `performance.now()` gives it. */
  #renewedAt = Number.NEGATIVE_INFINITY;
  #finished: Waiting[] = [];
  #alone: Job | undefined;
  #aloneBegun = false;
  #listening: Promise<void> | undefined;
  #looked = Number.NEGATIVE_INFINITY;
  readonly #times = new Times();
  #stopping = false;
  #wake: Deferred | undefined;
  #failure: unknown;
  #renewal: NodeJS.Timeout | undefined;

  constructor(client: Client, listener: Client, options: ConsumerOptions) {
    this.#client = client;
    this.#listener = listener;
    this.#options = options;
    const { queue, to } = options;
    const { streams, delayed, ids, dead, stats, totals, retries } = queue;
    this.#keys = [...streams, delayed, ids, dead, stats, totals, retries];
    if (to) this.#keys.push(...to.streams, to.stats, to.totals);
  }

  /** Takes and writes until it is stopped, or the queue is empty, and all that was begun is written. @throws Halt */
  async run(): Promise<void> {
    const { lease } = this.#options;
    const renew = setInterval(() => this.#renew().catch((error) => this.fail(error)), lease / 3);
    this.#renewal = renew;
    try {
      while (!this.#failure) {
        if (this.#finished.length === 0 && this.#want([]) === 0) {
          if (this.#stopping && this.#held.size === this.#parked && !this.#listening) break;
          await this.#signal();
          continue;
        }
        if (await this.#step()) break;
      }
    } finally {
      clearInterval(renew);
    }
    if (this.#failure) throw this.#failure;
  }

  /** Writes what has become of jobs; resolves with whether they were still this worker's, so that it was written. */
  finish(result: Result): Promise<boolean> {
    // Before the step that writes it, which also asks for more.
    this.#tellBreaker(result);
    return new Promise((resolve) => {
      const bytes = result.outputs.reduce((sum, output) => sum + output.length, 0);
      this.#finished.push({ ...result, bytes, written: resolve });
      this.wake();
    });
  }

  /**
   * Whether all these jobs are still this worker's. Redis is asked only where a lease may have run out: a process that was frozen for longer
   * must not write what another worker writes too. @throws Halt
   */
  async owns(jobs: readonly Job[]): Promise<boolean> {
    const now = performance.now();
    const { lease, queue } = this.#options;
    const doubtful = jobs.filter((job) => now - Math.max(job.takenAt, this.#renewedAt) >= lease);
    if (doubtful.length === 0) return true;
    const places = doubtful.flatMap(({ stream, entry }) => [stream, entry]);
    const lost = (await this.#client.run(renewScript, queue.streams, [GROUP, this.#name, ...places])) as number[];
    return lost.length === 0;
  }

  /** Takes nothing more; what is here is finished. */
  stop(): void {
    this.#stopping = true;
    this.wake();
  }

  /** Leaves a job that was not begun to others; it goes back when the worker leaves. */
  abandon(job: Job): void {
    this.#release(job);
    this.wake();
  }

  /** Lets go of a job that another worker has. */
  drop(job: Job): void {
    this.lost++;
    this.abandon(job);
  }

  /** Ends the run: nothing can go on. */
  fail(error: unknown): void {
    this.#failure ??= error;
    this.wake();
  }

  /** Looks again at what there is to do. */
  wake(): void {
    this.#wake?.resolve();
    this.#wake = undefined;
  }

  /** Gives back whatever is still here, and closes the connections. */
  async close(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#renewal);
    this.#options.breaker?.close();
    try {
      // Not longer: what is held is free for others when its lease runs out.
      await Promise.race([this.#leave(), sleep(LEAVE_WITHIN, undefined, { ref: false })]);
    } finally {
      this.#listener.close();
      this.#client.close();
    }
  }

  async #leave(): Promise<void> {
    await this.#listening;
    while (this.#finished.length > 0 && !this.#failure) await this.#step();
    await this.#client.run(leaveScript, this.#options.queue.streams, [GROUP, this.#name]);
  }

  get #parked(): number {
    return this.#options.parked?.() ?? 0;
  }

  /** How many records to ask for in the step that writes `results`. */
  #want(results: readonly Result[]): number {
    if (this.#stopping || this.#listening || this.#alone) return 0;
    const leaving = results.reduce((sum, { jobs }) => sum + jobs.length, 0);
    const here = this.#held.size - this.#parked - leaving;
    if (here > 0 && this.#heldBytes >= HELD_BYTES) return 0;
    const { room, breaker } = this.#options;
    return Math.max(0, Math.min(room, breaker?.room ?? room) - here);
  }

  /** One step; returns whether the queue is empty and that is the end. */
  async #step(): Promise<boolean> {
    const options = this.#options;
    const results = this.#nextResults();
    const want = this.#want(results);
    const now = performance.now();
    const look = want > 0 && now - this.#looked > LOOK_EVERY;
    if (look) this.#looked = now;
    const bytes = Math.max(1, HELD_BYTES - this.#heldBytes);
    const limits = [options.lease, options.maxTries, options.toLimit];
    const head = [GROUP, this.#name, want, bytes, ...limits, look ? '1' : '0', results.length];
    const args = [...head, ...results.flatMap(encode), ...this.#times.take(this.#stopping)];
    const answer = (await this.#client.run(stepScript, this.#keys, args)) as StepAnswer;
    const [time, lost, full, holds, alone, more, taken] = answer;
    const others = new Set(lost);
    for (const [index, result] of results.entries()) this.#settle(result, !others.has(index + 1));
    for (const entry of taken) this.#receive(entry, now, time, alone === 1);
    // What workers that died held comes at the pace of the work, not of the looks.
    if (more) this.#looked = Number.NEGATIVE_INFINITY;
    if (want === 0 || taken.length > 0) return false;
    if (look && this.#isOver(holds)) return true;
    if (full) await Promise.race([sleep(FULL_PAUSE), this.#signal()]);
    else if (look) this.#listening = this.#listen(want);
    else this.#looked = Number.NEGATIVE_INFINITY;
    return false;
  }

  #isOver(holds: number): boolean {
    const { until } = this.#options;
    if (this.#held.size > this.#parked || this.#finished.length > 0) return false;
    return until === 'idle' || (until === 'empty' && holds === this.#parked);
  }

  #nextResults(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const result of this.#finished) {
      if (count === STEP_RESULTS || bytes >= STEP_BYTES) break;
      bytes += result.bytes;
      count++;
    }
    return this.#finished.splice(0, count);
  }

  #settle(result: Waiting, owned: boolean): void {
    const now = performance.now();
    for (const job of result.jobs) {
      this.#release(job);
      if (!owned) this.lost++;
      else if (!result.failures?.has(job)) {
        this.done++;
        this.#times.worked(now - job.takenAt);
      }
      if (job === this.#alone) this.#alone = undefined;
    }
    if (this.#alone && !this.#aloneBegun) this.#beginAlone();
    result.written(owned);
  }

  #tellBreaker({ failures }: Result): void {
    const { breaker } = this.#options;
    if (!failures || failures.size === 0) breaker?.succeeded();
    else if ([...failures.values()].some(({ passing }) => passing)) breaker?.failed();
  }

  #release(job: Job): void {
    if (this.#held.delete(placeOf(job))) this.#heldBytes -= job.payload.length;
  }

  #receive(taken: Taken, askedAt: number, time: number, alone: boolean): void {
    const job = jobOf(taken, askedAt);
    // A worker that was held up for longer than its lease may be given again what it has.
    if (this.#held.has(placeOf(job))) return;
    this.#times.waited(time - Number.parseInt(job.entry, 10));
    this.#held.set(placeOf(job), job);
    this.#heldBytes += job.payload.length;
    if (alone) {
      this.#alone = job;
      this.#aloneBegun = false;
      this.#beginAlone();
    } else this.#options.begin(job);
  }

  /** Begins what is to be worked on alone, once there is nothing beside it. */
  #beginAlone(): void {
    if (!this.#alone || this.#held.size - this.#parked > 1) return;
    this.#aloneBegun = true;
    this.#options.begin(this.#alone);
  }

  /** Waits for a record to come; Redis gives it to whoever waited longest. */
  async #listen(want: number): Promise<void> {
    const { lease, queue } = this.#options;
    const wait = Math.max(1, Math.min(LISTEN_FOR, Math.floor(lease / 4)));
    try {
      const limits = ['COUNT', Math.max(1, Math.min(LISTEN_COUNT, Math.floor(want / 3))), 'BLOCK', wait];
      const of = ['STREAMS', ...queue.streams, '>', '>', '>'];
      const askedAt = performance.now();
      const heard = (await this.#listener.bytes('XREADGROUP', 'GROUP', GROUP, this.#name, ...limits, ...of)) as Heard | null;
      // It came just now, by whichever clock.
      for (const taken of takenOf(heard ?? [], queue.streams)) {
        this.#receive(taken, askedAt, Number.parseInt(taken[2].toString('latin1'), 10), false);
      }
    } catch (error) {
      // The streams were removed meanwhile; the next step makes them anew.
      if (!/NOGROUP|no longer exists|UNBLOCKED/.test(String(error))) this.fail(error);
    }
    this.#listening = undefined;
    this.#looked = Number.NEGATIVE_INFINITY;
    this.wake();
  }

  async #renew(): Promise<void> {
    const began = performance.now();
    const jobs = [...this.#held.values()];
    const { lease, queue } = this.#options;
    let lost = 0;
    for (let at = 0; at < jobs.length; at += 1000) {
      const some = jobs.slice(at, at + 1000).flatMap(({ stream, entry }) => [stream, entry]);
      lost += ((await this.#client.run(renewScript, queue.streams, [GROUP, this.#name, ...some])) as number[]).length;
    }
    if (lost === 0) this.#renewedAt = began;
    await this.#client.run(sweepScript, queue.streams, [GROUP, lease * SWEEP_AFTER]);
  }

  #signal(): Promise<void> {
    this.#wake ??= deferred();
    return this.#wake.promise;
  }
}

function placeOf({ stream, entry }: Job): string {
  return `${stream} ${entry}`;
}
