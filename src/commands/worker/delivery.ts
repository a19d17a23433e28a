import type { Channel } from '../../lib/async/index.ts';
import { Reject } from '../../lib/errors/index.ts';
import type { Piece } from '../../lib/filter/index.ts';
import type { JsonObject } from '../../lib/json/index.ts';
import { Line } from '../../lib/ndjson/index.ts';
import {
  type Consumer,
  type Failure,
  isPassing,
  type Job,
  type PayloadOptions,
  pack,
  retryDelay,
} from '../../lib/queue/index.ts';

/** One job that was worked on, its record, and the rejects that came of it. */
export interface Worked {
  readonly job: Job;
  readonly line: Line;
  readonly rejects: readonly Reject[];
}

export interface DeliveryOptions {
  readonly packing: PayloadOptions;
  /** Whether outputs go to the queue that the consumer writes to, in place of standard output. */
  readonly queued: boolean;
  /** What works, and the queue it works on. */
  readonly names: { readonly command: string; readonly source: string };
  /** How often a record is tried that fails for a reason that may pass. */
  readonly maxTries: number;
  /** The wait before the second try, in ms. */
  readonly retryDelay: number;
  /** Told of each record that is to be tried again. */
  retrying(message: string): void;
}

/** Where the results of jobs go: outputs to another queue or to standard output, failed jobs to the dead letters or back to be tried again. */
export class Delivery {
  /** Records given out. */
  outputs = 0;
  /** Records that went back to be tried again. */
  retried = 0;
  readonly #consumer: Consumer;
  readonly #pieces: Channel<Piece>;
  readonly #options: DeliveryOptions;

  /** @param pieces takes lines for standard output, and the rejects to report */
  constructor(consumer: Consumer, pieces: Channel<Piece>, options: DeliveryOptions) {
    this.#consumer = consumer;
    this.#pieces = pieces;
    this.#options = options;
  }

  /** The rejects of outputs that are too large to be queued. */
  tooLarge(outputs: readonly Line[]): Map<Line, Reject> {
    const { packing, queued } = this.#options;
    const found = new Map<Line, Reject>();
    if (!queued) return found;
    for (const line of outputs) {
      const { length } = line.bytes();
      if (length <= packing.maxPayload) continue;
      const message = `result of ${length} bytes is larger than --max-payload ${packing.maxPayload}`;
      found.set(line, new Reject('PAYLOAD_TOO_LARGE', message));
    }
    return found;
  }

  /**
   * Delivers what came of jobs and acknowledges them. Each job with rejects fails by itself. Resolves with whether all jobs were still this
   * worker's; if not, nothing was delivered.
   */
  async deliver(worked: readonly Worked[], outputs: readonly Line[]): Promise<boolean> {
    const { packing, queued } = this.#options;
    const jobs = worked.map(({ job }) => job);
    const payloads = queued ? outputs.map((line) => pack(line.bytes(), packing)) : [];
    if (!queued && outputs.length > 0) {
      if (!(await this.#consumer.owns(jobs))) {
        for (const job of jobs) this.#consumer.drop(job);
        return false;
      }
      await this.#written(outputs);
    }
    const failures = new Map<Job, Failure>();
    for (const one of worked) if (one.rejects.length > 0) failures.set(one.job, this.#failure(one, outputs.length > 0));
    if (!(await this.#consumer.finish({ jobs, outputs: payloads, failures }))) return false;
    this.outputs += outputs.length;
    for (const line of outputs) line.receipt?.settle();
    for (const one of worked) this.#report(one, failures.get(one.job));
    return true;
  }

  /** Until standard output has taken the lines. */
  #written(outputs: readonly Line[]): Promise<void> {
    return new Promise((resolve) => {
      let open = outputs.length;
      for (const line of outputs) {
        const bytes = line.bytes();
        const copy = new Line(line.source, line.number, bytes, 0, bytes.length);
        this.#pieces.push(
          copy.whenWritten(() => {
            if (--open === 0) resolve();
          }),
        );
      }
    });
  }

  /** A record is tried again only if nothing came of it: what did would come twice. */
  #failure({ job, line, rejects }: Worked, hasOutputs: boolean): Failure {
    const { maxTries, retryDelay: base } = this.#options;
    const passing = rejects.every(({ code }) => isPassing(code));
    const retryIn = passing && !hasOutputs && job.tries < maxTries ? retryDelay(base, job.tries) : undefined;
    return { errors: rejects.map((reject) => this.#error(line, reject, job.tries)), passing, retryIn };
  }

  #error(line: Line, { code, message, details }: Reject, tries: number): JsonObject {
    const { command, source } = this.#options.names;
    const error: JsonObject = { code, message, command, source, line: details.line ?? line.number };
    if (tries > 1) error.tries = tries;
    return { ...error, ...details.more };
  }

  #report({ job, line, rejects }: Worked, failure: Failure | undefined): void {
    if (failure?.retryIn === undefined) {
      for (const reject of rejects) this.#pieces.push(this.#reported(line, reject));
      return;
    }
    this.retried++;
    const seconds = Math.max(1, Math.round(failure.retryIn / 1000));
    const { names, maxTries, retrying } = this.#options;
    for (const { code, message } of rejects) {
      retrying(`${names.source}:${line.number}: ${code}: ${message}; try ${job.tries} of ${maxTries}, the next in ${seconds} s`);
    }
  }

  /** The reject as the runner reports it: its source is the queue. */
  #reported(line: Line, { code, message, details }: Reject): Reject {
    const own = { source: this.#options.names.source, line: details.line ?? line.number };
    if (details.record || details.text !== undefined) return new Reject(code, message, { ...details, ...own });
    try {
      return new Reject(code, message, { ...details, ...own, record: line.record });
    } catch {
      return new Reject(code, message, { ...details, ...own, text: line.text() });
    }
  }
}
