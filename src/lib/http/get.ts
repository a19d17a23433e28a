import { Reject, type RejectCode } from '../errors/index.ts';
import { type Answer, Failed, type GetOptions, type Getter, type Validators } from './answer.ts';
import { Attempt, backoff, placeInTime } from './attempt.ts';
import type { Connections } from './connections.ts';
import { Deadline } from './deadline.ts';
import { acceptEncoding } from './encoding.ts';
import { isPassing } from './failure.ts';
import type { HostQueues, Release } from './hosts.ts';
import type { Target } from './target.ts';

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5';

/** Milliseconds that a host is left alone when it answers 429 to the last attempt of a record and does not say for how long. */
const HOLD_AFTER_429 = 15 * 60_000;

/** How requests to a host that is down end. */
const endings: ReadonlySet<string> = new Set<RejectCode>(['TIMEOUT', 'REFUSED', 'RESET']);

/** GETs over the network: a place in the queue of each host, redirects, retries, one deadline over all. */
export class NetworkGetter implements Getter {
  readonly #connections: Connections;
  readonly #queues: HostQueues;
  readonly #options: GetOptions;
  readonly #headers: string[];

  constructor(connections: Connections, queues: HostQueues, options: GetOptions) {
    this.#connections = connections;
    this.#queues = queues;
    this.#options = options;
    this.#headers = ['user-agent', options.userAgent, 'accept', ACCEPT, 'accept-encoding', acceptEncoding];
    if (options.from !== undefined) this.#headers.push('from', options.from);
  }

  /**
   * GETs a target, conditionally when there are validators. Throws a `Failed`, or what the queues refuse with. The time runs from
   * the moment there is a place for its first request.
   */
  async get(target: Target, validators?: Validators): Promise<Answer> {
    const { hostname } = target.url;
    let place: Release = await this.#queues.acquire(hostname, { lastAsked: target.lastAsked });
    const started = performance.now();
    const deadline = new Deadline(this.#options.timeout);
    try {
      for (let attempts = 1; ; attempts++) {
        const chain = new Attempt(this.#connections, this.#queues, this.#options, this.#headers, deadline);
        try {
          const answer = await chain.follow(target, validators, place);
          return { ...answer, attempts, at: Date.now(), elapsed: Math.round(performance.now() - started) };
        } catch (error) {
          const failed = failedAfter(error, attempts);
          const wait = this.#waitBeforeRetry(failed, deadline);
          if (wait === undefined) {
            if (chain.isUnanswered && endings.has(failed.code)) this.#queues.died(chain.host);
            if (failed.code === 'HTTP_429') this.#queues.hold(chain.host, failed.retryAfter ?? HOLD_AFTER_429);
            throw failed;
          }
          await new Promise((resolve) => setTimeout(resolve, wait));
          // If the host cannot be asked again in time, report what it did before.
          place = await placeInTime(this.#queues, hostname, deadline).catch(() => Promise.reject(failed));
        }
      }
    } finally {
      deadline.end();
    }
  }

  close(): Promise<void> {
    return this.#connections.close();
  }

  /** Milliseconds before the next attempt; nothing when there is none. */
  #waitBeforeRetry({ code, attempts, retryAfter = 0 }: Failed, deadline: Deadline): number | undefined {
    const wait = Math.max(backoff(this.#options.retryDelay, attempts), retryAfter);
    return isPassing(code) && attempts <= this.#options.retries && wait < deadline.left ? wait : undefined;
  }
}

/** The failure of a whole GET, after so many attempts. Throws on what is no reject. */
function failedAfter(error: unknown, attempts: number): Failed {
  if (!(error instanceof Reject)) throw error;
  const retryAfter = error instanceof Failed ? error.retryAfter : undefined;
  return new Failed(error.code, `${error.message} after ${attempts} attempt${attempts === 1 ? '' : 's'}`, retryAfter, attempts);
}
