import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Deferred, deferred } from '../async/index.ts';
import type { Client } from '../redis/index.ts';
import type { Job, Result } from './job.ts';
import { GROUP, type QueueKeys } from './keys.ts';
import { leaveScript, renewScript, sweepScript } from './lua/lease.ts';
import { stepScript } from './lua/step.ts';
import { Times } from './times.ts';
import { encode, type Heard, jobOf, type StepAnswer, type Taken, takenOf } from './wire.ts';

export interface ConsumerOptions {
  queue: QueueKeys;
  /** Where outputs go; without it, results must have none. */
  to?: QueueKeys | undefined;
  /** Nothing is taken while `to` holds so many; 0 is without limit. */
  toLimit: number;
  /** How long a record stays a worker's own without word from it, in ms. */
  lease: number;
  /** How often a record is tried before it goes to the dead letters. */
  maxTries: number;
  /** How many records may be here at once, beside those that wait for the end. */
  room: number;
  /** How many of those here wait for the end of the run. */
  parked?(): number;
  /** When to end without being stopped: once the queue is empty, or once nothing waits in it, whatever others work on. */
  until: 'stopped' | 'empty' | 'idle';
  /** Takes a record to work on. */
  begin(job: Job): void;
}

/** Results written in one step, and the bytes of them, at most: Redis does nothing else meanwhile. */
const STEP_RESULTS = 500;
const STEP_BYTES = 4 * 2 ** 20;
/** The longest wait for a record before others' leases are looked at, in ms; a worker that is asked to stop waits no longer. */
const LISTEN_FOR = 500;
/** How often leases are looked at while there is enough to do, in ms. */
const LOOK_EVERY = 1000;
/** How long to wait while the other queue is full, in ms. */
const FULL_PAUSE = 100;
/** How long giving back may take, in ms. */
const LEAVE_WITHIN = 3000;
/** After so many leases without a word the name of a worker that holds nothing goes. */
const SWEEP_AFTER = 20;

interface Waiting extends Result {
  bytes: number;
  written(owned: boolean): void;
}

/**
 * One worker's place at a queue: takes records as there is room, keeps them its own while it works on them, and writes results
 * and acknowledgements in one step. Steps follow one another, and whatever is finished during one goes into the next.
 */
export class Consumer {
  /** Records that were done, and written. */
  done = 0;
  /** Records that were another's by the time they were done. */
  lost = 0;
  readonly #client: Client;
  /** A second connection, on which it is waited for records. */
  readonly #ear: Client;
  readonly #options: ConsumerOptions;
  readonly #name = `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  readonly #keys: string[];
  /** What is here: taken, and not yet written; by where it stands. */
  readonly #held = new Map<string, Job>();
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

  constructor(client: Client, ear: Client, options: ConsumerOptions) {
    this.#client = client;
    this.#ear = ear;
    this.#options = options;
    const { queue, to } = options;
    this.#keys = [...queue.streams, queue.delayed, queue.ids, queue.dead, queue.stats];
    if (to) this.#keys.push(...to.streams, to.stats);
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
    return new Promise((resolve) => {
      const bytes = result.outputs.reduce((sum, output) => sum + output.length, 0);
      this.#finished.push({ ...result, bytes, written: resolve });
      this.#awake();
    });
  }

  /** Takes nothing more; what is here is finished. */
  stop(): void {
    this.#stopping = true;
    this.#awake();
  }

  /** A job that was not begun is left to others; it goes back when the worker leaves. */
  abandon(job: Job): void {
    this.#held.delete(placeOf(job));
    this.#awake();
  }

  /** Ends the run: nothing can go on. */
  fail(error: unknown): void {
    this.#failure ??= error;
    this.#awake();
  }

  /** Gives back whatever is still here, and closes the connections. */
  async close(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#renewal);
    try {
      // A Redis that is away is not waited for: what is held comes free with its lease.
      await Promise.race([this.#leave(), sleep(LEAVE_WITHIN, undefined, { ref: false })]);
    } finally {
      this.#ear.close();
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
    return Math.max(0, this.#options.room + this.#parked + leaving - this.#held.size);
  }

  /** One step; gives whether the queue is empty and that is the end. */
  async #step(): Promise<boolean> {
    const options = this.#options;
    const results = this.#nextResults();
    const want = this.#want(results);
    const now = performance.now();
    const look = want > 0 && now - this.#looked > LOOK_EVERY;
    if (look) this.#looked = now;
    const head = [GROUP, this.#name, want, options.lease, options.maxTries, options.toLimit, look ? '1' : '0', results.length];
    const answer = await this.#client.run(stepScript, this.#keys, [
      ...head,
      ...results.flatMap(encode),
      ...this.#times.take(this.#stopping),
    ]);
    const [time, lost, full, holds, alone, taken] = answer as StepAnswer;
    const others = new Set(lost);
    for (const [index, result] of results.entries()) this.#settle(result, !others.has(index + 1));
    for (const entry of taken) this.#receive(entry, time, alone === 1);
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
    while (count < this.#finished.length && count < STEP_RESULTS && bytes < STEP_BYTES) bytes += this.#finished[count++].bytes;
    return this.#finished.splice(0, count);
  }

  #settle(result: Waiting, owned: boolean): void {
    const now = performance.now();
    for (const job of result.jobs) {
      this.#held.delete(placeOf(job));
      if (owned) {
        this.done++;
        this.#times.worked(now - job.takenAt);
      } else this.lost++;
      if (job === this.#alone) this.#alone = undefined;
    }
    if (this.#alone && !this.#aloneBegun) this.#beginAlone();
    result.written(owned);
  }

  #receive(taken: Taken, time: number, alone: boolean): void {
    const job = jobOf(taken);
    // A worker that was held up for longer than its lease may be given again what it has.
    if (this.#held.has(placeOf(job))) return;
    this.#times.waited(time - Number.parseInt(job.entry, 10));
    this.#held.set(placeOf(job), job);
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

  /** Waits for a record to come; it goes to whoever waited longest. */
  async #listen(want: number): Promise<void> {
    const { lease, queue } = this.#options;
    const wait = Math.max(1, Math.min(LISTEN_FOR, Math.floor(lease / 4)));
    try {
      const limits = ['COUNT', Math.max(1, Math.floor(want / 3)), 'BLOCK', wait];
      const of = ['STREAMS', ...queue.streams, '>', '>', '>'];
      const heard = (await this.#ear.bytes('XREADGROUP', 'GROUP', GROUP, this.#name, ...limits, ...of)) as Heard | null;
      const now = Date.now();
      for (const taken of takenOf(heard ?? [], queue.streams)) this.#receive(taken, now, false);
    } catch (error) {
      // The streams were removed meanwhile; the next step makes them anew.
      if (!/NOGROUP|no longer exists|UNBLOCKED/.test(String(error))) this.fail(error);
    }
    this.#listening = undefined;
    this.#looked = Number.NEGATIVE_INFINITY;
    this.#awake();
  }

  async #renew(): Promise<void> {
    const jobs = [...this.#held.values()];
    for (let at = 0; at < jobs.length; at += 1000) {
      const some = jobs.slice(at, at + 1000).flatMap(({ stream, entry }) => [stream, entry]);
      await this.#client.run(renewScript, this.#options.queue.streams, [GROUP, this.#name, ...some]);
    }
    await this.#client.run(sweepScript, this.#options.queue.streams, [GROUP, this.#options.lease * SWEEP_AFTER]);
  }

  #signal(): Promise<void> {
    this.#wake ??= deferred();
    return this.#wake.promise;
  }

  #awake(): void {
    this.#wake?.resolve();
    this.#wake = undefined;
  }
}

function placeOf({ stream, entry }: Job): string {
  return `${stream} ${entry}`;
}
