import type { Load } from '../host/frames.ts';
import type { EnrichmentFailure, EnrichmentResult, RecordInput, Runner } from '../result.ts';
import { HostProcess, type TaskRequest } from './host.ts';

export interface PoolOptions extends Omit<Load, 'capacity' | 'threads'> {
  /** Ends a start that is under way. */
  readonly stop?: AbortSignal;
  readonly kind: 'async' | 'threads' | 'processes';
  /** How many records may be under way at once. */
  readonly size: number;
  /** How many more may wait for their turn in a host. */
  readonly queueSize: number;
  said(line: string): void;
  warned(failure: EnrichmentFailure): void;
}

/**
 * Runs enrichments in processes of their own. When one of these dies with one record in it, that record has failed; with several,
 * they are run again one at a time until it is known which of them does it.
 */
export class Pool implements Runner {
  names: string[] = [];
  readonly size: number;
  readonly #options: PoolOptions;
  readonly #load: Load;
  readonly #hosts = new Set<HostProcess>();
  /** Hosts that have loaded their enrichments. */
  readonly #ready = new Set<HostProcess>();
  readonly #queue: TaskRequest[] = [];
  /** What was in a host that died, to be run again alone. */
  #suspects: TaskRequest[] = [];
  #lastId = 0;
  #declining = false;
  #closing = false;

  private constructor(options: PoolOptions) {
    const { kind, size, module, builtin, memory, timeout, setupTimeout, maxValue } = options;
    this.#options = options;
    this.size = size;
    const capacity = kind === 'processes' ? 1 : size;
    const bounds = { timeout, setupTimeout, maxValue, memory };
    this.#load = { module, builtin, options: options.options, capacity, threads: kind === 'threads', ...bounds };
  }

  /** Starts the hosts. @throws Error, in words for people, when the enrichments cannot be loaded */
  static async start(options: PoolOptions): Promise<Pool> {
    const pool = new Pool(options);
    const count = options.kind === 'processes' ? options.size : 1;
    const loading = Array.from({ length: count }, () => pool.#addHost());
    const giveUp = () => {
      for (const host of pool.#hosts) host.end('was stopped before it was ready');
    };
    options.stop?.addEventListener('abort', giveUp);
    const failures = await Promise.all(loading);
    options.stop?.removeEventListener('abort', giveUp);
    const failure = failures.find((message) => message !== undefined);
    if (failure === undefined) return pool;
    await pool.close();
    throw new Error(failure);
  }

  run(enrichment: number, handed: RecordInput, mayDecline: boolean): Promise<EnrichmentResult> {
    if (mayDecline && this.#declining) return Promise.resolve({ kind: 'declined' });
    const text = handed.text();
    return new Promise((resolve) => {
      this.#queue.push({ id: ++this.#lastId, enrichment, text, mayDecline, resolve });
      this.#dispatch();
    });
  }

  decline(): void {
    this.#declining = true;
    for (let i = this.#queue.length - 1; i >= 0; i--) {
      if (this.#queue[i]!.mayDecline) this.#queue.splice(i, 1)[0]!.resolve({ kind: 'declined' });
    }
    for (const host of this.#ready) host.decline();
  }

  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#hosts].map((host) => host.close()));
  }

  async #addHost(): Promise<string | undefined> {
    const host = new HostProcess(this.#load, {
      answered: (request, answer) => this.#answered(request, answer),
      ended: (ended, reason) => this.#ended(ended, reason),
      said: this.#options.said,
      warned: this.#options.warned,
    });
    this.#hosts.add(host);
    const answer = await host.start();
    if ('failed' in answer) return answer.failed;
    this.names = answer.names;
    this.#ready.add(host);
    this.#dispatch();
    return undefined;
  }

  #dispatch(): void {
    if (this.#suspects.length > 0) {
      this.#dispatchSuspect();
      return;
    }
    // A host is given more than it may begin, so that it need not wait for the next record; a process for one record only that one.
    const each = this.#load.capacity === 1 ? 1 : this.#load.capacity + this.#options.queueSize;
    for (const host of this.#ready) {
      while (host.unanswered.size < each && this.#queue.length > 0) host.send(this.#queue.shift()!);
    }
  }

  #dispatchSuspect(): void {
    const [host] = this.#ready;
    const isIdle = [...this.#hosts].every(({ unanswered }) => unanswered.size === 0);
    if (host && isIdle) host.send(this.#suspects[0]!);
  }

  #answered(request: TaskRequest, answer: EnrichmentResult): void {
    if (this.#suspects[0] === request) this.#suspects.shift();
    request.resolve(answer);
    this.#dispatch();
  }

  /** A host has died: finds out which of the records in it does that, and starts another host. */
  #ended(host: HostProcess, reason: string): void {
    this.#hosts.delete(host);
    const wasReady = this.#ready.delete(host);
    const inIt = [...host.unanswered.values()];
    if (inIt.length === 1) this.#convict(inIt[0]!, reason);
    else this.#suspects.push(...inIt);
    if (this.#closing) this.#giveUp(reason);
    // One that does not even load its enrichments would do no better the next time.
    else if (wasReady) this.#replaceHost();
  }

  async #replaceHost(): Promise<void> {
    const failed = await this.#addHost();
    if (failed !== undefined && this.#ready.size === 0) this.#giveUp(failed);
  }

  #convict(request: TaskRequest, reason: string): void {
    request.resolve({ kind: 'failure', failure: { message: reason } });
    // It was one of the suspects that did it, so the others need not go alone any more.
    if (this.#suspects[0] !== request) return;
    this.#queue.unshift(...this.#suspects.slice(1));
    this.#suspects = [];
  }

  /** No host is left, and none will be: whatever waits, and whatever comes, has failed. */
  #giveUp(message: string): void {
    const failure: EnrichmentResult = { kind: 'failure', failure: { message } };
    for (const { resolve } of [...this.#suspects, ...this.#queue.splice(0)]) resolve(failure);
    this.#suspects = [];
    this.run = () => Promise.resolve(failure);
  }
}
