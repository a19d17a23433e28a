import type { Load } from '../host/frames.ts';
import type { EnrichmentFailure, EnrichmentResult, RecordInput, Runner } from '../result.ts';
import { HostProcess, type TaskRequest } from './host.ts';

export interface PoolOptions extends Omit<Load, 'capacity' | 'threads'> {
  /** Aborts a start in progress. */
  readonly stop?: AbortSignal;
  readonly kind: 'async' | 'threads' | 'processes';
  /** Maximum concurrent records. */
  readonly size: number;
  /** Maximum number of records that wait in a host. */
  readonly queueSize: number;
  said(line: string): void;
  warned(failure: EnrichmentFailure): void;
}

/**
 * Runs enrichments in host processes. If a host dies while it runs one record, that record fails; if it runs several, they are run again
 * one at a time to find the one that caused it.
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
  /** Records of a host that died, to be run again one at a time. */
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

  /** Starts the hosts. @throws Error, with a message for users, when the enrichments cannot be loaded */
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
    // A host queues more records than it runs, so that it never waits for the next; a process for one record gets only that one.
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

  /** Handles the death of a host: fails or retries its records, and starts another host. */
  #ended(host: HostProcess, reason: string): void {
    this.#hosts.delete(host);
    const wasReady = this.#ready.delete(host);
    const inIt = [...host.unanswered.values()];
    if (inIt.length === 1) this.#convict(inIt[0]!, reason);
    else this.#suspects.push(...inIt);
    if (this.#closing) this.#giveUp(reason);
    // A host that failed to load its enrichments would fail again.
    else if (wasReady) this.#replaceHost();
  }

  async #replaceHost(): Promise<void> {
    const failed = await this.#addHost();
    if (failed !== undefined && this.#ready.size === 0) this.#giveUp(failed);
  }

  #convict(request: TaskRequest, reason: string): void {
    request.resolve({ kind: 'failure', failure: { message: reason } });
    // This suspect was the cause, so the others can run concurrently again.
    if (this.#suspects[0] !== request) return;
    this.#queue.unshift(...this.#suspects.slice(1));
    this.#suspects = [];
  }

  /** No host is left: fails all waiting and future records. */
  #giveUp(message: string): void {
    const failure: EnrichmentResult = { kind: 'failure', failure: { message } };
    for (const { resolve } of [...this.#suspects, ...this.#queue.splice(0)]) resolve(failure);
    this.#suspects = [];
    this.run = () => Promise.resolve(failure);
  }
}
