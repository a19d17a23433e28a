import { Reject } from '../errors/index.ts';
import { type Answer, Failed, type Getter } from './answer.ts';
import type { HostQueues } from './hosts.ts';
import { allows, type RobotRules, rulesOf } from './robot-rules.ts';
import type { Target } from './target.ts';

/** A robots.txt as it is kept from run to run. */
export interface KeptRobots extends RobotRules {
  /** When it was read, in milliseconds since 1970. */
  at: number;
  etag?: string | undefined;
  lastModified?: string | undefined;
}

/** Where robots.txt files are kept from run to run, by their origins. */
export interface RobotsMemory {
  getRobots(origin: string): KeptRobots | undefined;
  putRobots(origin: string, robots: KeptRobots): void;
}

/** Robots read this much of a robots.txt at least (RFC 9309, 2.5); we read no more. */
const READ_BYTES = 500 * 1024;
/** Characters of rules in memory; the least recently used are forgotten. */
const HELD_AT_MOST = 8 * 2 ** 20;
/** What an entry takes beside its rules, about. */
const ENTRY_SIZE = 400;

const HOUR = 3_600_000;
/** A robots.txt is asked for again after a day (RFC 9309, 2.4); while it cannot be read, it counts for thirty. */
const FRESH_FOR = 24 * HOUR;
const COUNTS_FOR = 30 * 24 * HOUR;
/** How long a failure to read one counts. */
const FAILS_FOR = HOUR / 6;

interface Known {
  until: number;
  rules: Promise<KeptRobots>;
  size: number;
}

/** Keeps a robot to what the robots.txt of each origin allows. */
export class Robots {
  readonly #getter: Pick<Getter, 'get'>;
  readonly #queues: HostQueues;
  readonly #memory: RobotsMemory | undefined;
  readonly #robot: string;
  /** The least recently used first. */
  readonly #known = new Map<string, Known>();
  #held = 0;

  /** `userAgent` is the whole header; the product at its beginning is what robots.txt calls the robot. */
  constructor(getter: Pick<Getter, 'get'>, queues: HostQueues, userAgent: string, memory: RobotsMemory | undefined) {
    this.#getter = getter;
    this.#queues = queues;
    this.#memory = memory;
    this.#robot = (userAgent.split(/[/\s]/, 1)[0] ?? '').toLowerCase();
  }

  /**
   * Resolves when a target may be asked for, and has the queue of its host keep the delay that it asks for.
   * @throws Reject ROBOTS where it may not; Failed, with the code of the failure, where the robots.txt cannot be read
   */
  async check(target: Target): Promise<void> {
    const { url, object } = target;
    const path = url.pathname + url.search;
    if (object !== undefined || path === '/robots.txt') return;
    const rules = await this.#rulesFor(target);
    if (rules.crawlDelay !== undefined) this.#queues.slowTo(url.hostname, rules.crawlDelay * 1000);
    if (!allows(rules, path)) throw new Reject('ROBOTS', `the robots.txt of ${url.host} does not allow ${url.href}`);
  }

  #rulesFor(target: Target): Promise<KeptRobots> {
    const { origin } = target.url;
    const before = this.#known.get(origin);
    if (before) this.#forget(origin, before);
    const isKnown = before && before.until > Date.now();
    const known = isKnown ? before : { until: Number.POSITIVE_INFINITY, rules: this.#read(target), size: ENTRY_SIZE };
    this.#keep(origin, known);
    if (!isKnown) this.#watch(origin, known);
    return known.rules;
  }

  /** Gives an entry its size and its end once they are known. */
  #watch(origin: string, known: Known): void {
    const change = (until: number, size: number) => {
      known.until = until;
      if (this.#known.get(origin) !== known) return;
      this.#forget(origin, known);
      known.size = size;
      this.#keep(origin, known);
    };
    known.rules.then(
      ({ lines }) => change(Date.now() + FRESH_FOR, ENTRY_SIZE + lines.length),
      () => change(Date.now() + FAILS_FOR, ENTRY_SIZE),
    );
  }

  #keep(origin: string, known: Known): void {
    this.#known.set(origin, known);
    this.#held += known.size;
    for (const [other, entry] of this.#known) {
      if (this.#held <= HELD_AT_MOST || other === origin) return;
      this.#forget(other, entry);
    }
  }

  #forget(origin: string, known: Known): void {
    this.#known.delete(origin);
    this.#held -= known.size;
  }

  async #read({ url, isNamed }: Target): Promise<KeptRobots> {
    const kept = this.#memory?.getRobots(url.origin);
    const age = kept ? Date.now() - kept.at : Number.POSITIVE_INFINITY;
    if (kept && age >= 0 && age < FRESH_FOR) return kept;
    try {
      const robots = await this.#ask(new URL('/robots.txt', url.origin), isNamed ?? false, kept);
      this.#memory?.putRobots(url.origin, robots);
      return robots;
    } catch (error) {
      if (!(error instanceof Reject)) throw error;
      if (kept && age < COUNTS_FOR) return kept;
      const { retryAfter, attempts } = error instanceof Failed ? error : {};
      throw new Failed(
        error.code,
        `its robots.txt cannot be read, so it is not asked for: ${error.message}`,
        retryAfter,
        attempts,
      );
    }
  }

  /** Where there is no robots.txt (4xx), all is allowed; where it cannot be read, nothing is (RFC 9309, 2.3.1). */
  async #ask(url: URL, isNamed: boolean, kept: KeptRobots | undefined): Promise<KeptRobots> {
    const at = Date.now();
    let answer: Answer;
    try {
      answer = await this.#getter.get(
        { url, isNamed },
        kept && (kept.etag ?? kept.lastModified) ? { ...kept, url: url.href } : undefined,
      );
    } catch (error) {
      if (error instanceof Reject && isMissing(error.code)) return { at, lines: '' };
      throw error;
    }
    try {
      if (answer.status === 304 && kept) return { ...kept, at };
      const text = answer.body.toString('utf8', 0, READ_BYTES);
      const [etag, lastModified] = [answer.headers.get('etag'), answer.headers.get('last-modified')];
      return { at, etag, lastModified, ...rulesOf(text, this.#robot) };
    } finally {
      answer.release();
    }
  }
}

function isMissing(code: string): boolean {
  return code === 'GONE' || code === 'NOT_RECORDED' || (/^HTTP_4/.test(code) && code !== 'HTTP_429');
}
