import { Reject, type RejectCode } from '../errors/index.ts';
import { type Answer, Failed, type GetOptions, type Hop, type Validators } from './answer.ts';
import type { AddressRule } from './connect.ts';
import type { Connections } from './connections.ts';
import type { Deadline } from './deadline.ts';
import { codingsFound, decodeBody } from './encoding.ts';
import { type Exchange, exchange } from './exchange.ts';
import { type Headers, isHeaderValue, retryAfterOf } from './headers.ts';
import type { HostQueues, Release } from './hosts.ts';
import { type Authorization, mayAuthorize, redirectTarget, type Target } from './target.ts';

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** Milliseconds before retry n: doubled each time, half as much less or more so that clients that failed together part ways. */
export function backoff(delay: number, n: number): number {
  return delay * 2 ** (n - 1) * (0.5 + Math.random());
}

/** A place in the queue of a host for a record that has begun; one that comes too late is given back. */
export function placeInTime(queues: HostQueues, host: string, deadline: Deadline): Promise<Release> {
  const place = queues.acquire(host, { begun: true });
  const inTime = deadline.within(place);
  inTime.catch(() => place.then((release) => release()).catch(() => {}));
  return inTime;
}

/** One attempt: a request, and the redirects it leads to. */
export class Attempt {
  readonly #connections: Connections;
  readonly #queues: HostQueues;
  readonly #options: GetOptions;
  readonly #headers: string[];
  readonly #deadline: Deadline;
  readonly #redirects: Hop[] = [];
  #authorizations: Authorization[] = [];
  /** The host that was asked last, and whether it has given no answer so far. */
  host = '';
  isUnanswered = false;

  constructor(connections: Connections, queues: HostQueues, options: GetOptions, headers: string[], deadline: Deadline) {
    this.#connections = connections;
    this.#queues = queues;
    this.#options = options;
    this.#headers = headers;
    this.#deadline = deadline;
  }

  async follow(
    first: Target,
    validators: Validators | undefined,
    place?: Release,
  ): Promise<Omit<Answer, 'attempts' | 'at' | 'elapsed'>> {
    let isNamed = first.isNamed ?? false;
    for (let target = first; ; place = undefined) {
      const { url } = target;
      if (target.authorization) this.#authorizations.unshift(target.authorization);
      const asked = validators && (this.#redirects.length === 0 || url.href === validators.url) ? validators : undefined;
      const rule = this.#rule(isNamed);
      const { status, headers, codings, body, isPrivate } = await this.#request(url, rule, asked, place);
      const hop = { status, url: url.href };
      if (redirectStatuses.has(status)) {
        // What a public host names must be public; a private host may name others.
        isNamed ||= !isPrivate;
        target = this.#next(url, headers);
        this.#redirects.push(hop);
        const { mayFollow } = this.#options;
        if (mayFollow) await this.#deadline.within(mayFollow({ ...target, isNamed }));
      } else if (status === 304 && asked) {
        return { ...hop, redirects: this.#redirects, headers, body, release: () => {} };
      } else if (status >= 200 && status <= 299) {
        const found = codingsFound(codings, body, headers.get('content-type'));
        const decoded = found.length === 0 ? body : await this.#decode(body, found);
        const release = () => this.#options.budget.release(decoded.length);
        return { ...hop, redirects: this.#redirects, headers, body: decoded, release };
      } else {
        throw this.#statusFailure(status, headers, url, first.url);
      }
    }
  }

  #rule(isNamed: boolean): AddressRule {
    const { allowPrivate, blockPrivate } = this.#options;
    if (allowPrivate) return 'any';
    return isNamed ? 'named' : blockPrivate ? 'public' : 'any';
  }

  async #request(url: URL, rule: AddressRule, validators: Validators | undefined, given: Release | undefined): Promise<Exchange> {
    const place = given ?? (await placeInTime(this.#queues, url.hostname, this.#deadline));
    let slowDown = false;
    this.host = url.hostname;
    this.isUnanswered = true;
    const onAnswer = () => {
      this.isUnanswered = false;
      this.#queues.answered(url.hostname);
    };
    try {
      const headers = this.#headers.concat(this.#authorize(url), conditions(validators));
      const answer = await exchange(this.#connections, { url, rule, headers, deadline: this.#deadline, onAnswer }, this.#options);
      slowDown = answer.status === 429 || answer.status === 503;
      if (slowDown) this.#slowDown(url.hostname, answer);
      return answer;
    } finally {
      place(slowDown);
    }
  }

  /** What one record was told is true for all that ask this host. */
  #slowDown(host: string, { status, headers }: Exchange): void {
    const asked = status === 429 ? retryAfterOf(headers, Date.now()) : undefined;
    this.#queues.hold(host, asked ?? backoff(this.#options.retryDelay, 1));
  }

  #next(from: URL, headers: Headers): Target {
    const location = headers.get('location');
    const target = location === undefined ? undefined : redirectTarget(location, from);
    if (!target)
      throw new Reject(
        'BAD_REDIRECT',
        location === undefined ? 'a redirect to nowhere' : 'a redirect to what is not http or https',
      );
    if (this.#redirects.length >= this.#options.maxRedirects) {
      throw new Reject('TOO_MANY_REDIRECTS', `more than ${this.#options.maxRedirects} redirects`);
    }
    if (this.#hasVisited(target.url, from) && !target.authorization)
      throw new Reject('TOO_MANY_REDIRECTS', `redirects lead back to ${target.url.href}`);
    return target;
  }

  #hasVisited(url: URL, last: URL): boolean {
    const visited = [last.href, ...this.#redirects.map((hop) => hop.url)];
    return visited.some((href) => withoutFragment(href) === withoutFragment(url.href));
  }

  #authorize(url: URL): string[] {
    const fitting = this.#authorizations.find((authorization) => mayAuthorize(authorization, url));
    return fitting ? ['authorization', fitting.header] : [];
  }

  async #decode(body: Buffer, codings: readonly string[]): Promise<Buffer> {
    const { budget, maxBytes } = this.#options;
    try {
      const decoded = await this.#deadline.within(decodeBody(body, codings, maxBytes));
      budget.hold(decoded.length);
      return decoded;
    } finally {
      budget.release(body.length);
    }
  }

  #statusFailure(status: number, headers: Headers, url: URL, first: URL): Failed {
    const where = url.href === first.href ? '' : ` from ${url.href}`;
    const code: RejectCode = status === 410 ? 'GONE' : `HTTP_${status}`;
    return new Failed(code, `HTTP ${status}${where}`, retryAfterOf(headers, Date.now()));
  }
}

function conditions(validators: Validators | undefined): string[] {
  const { etag, lastModified } = validators ?? {};
  return [
    ...(isHeaderValue(etag) ? ['if-none-match', etag] : []),
    ...(isHeaderValue(lastModified) ? ['if-modified-since', lastModified] : []),
  ];
}

function withoutFragment(href: string): string {
  return href.replace(/#.*$/, '');
}
