import type { Channel } from '../../lib/async/index.ts';
import { Reject } from '../../lib/errors/index.ts';
import type { Piece } from '../../lib/filter/index.ts';
import type { JsonObject } from '../../lib/json/index.ts';
import { Line } from '../../lib/ndjson/index.ts';
import { type Consumer, type DeadLetter, type Job, type PayloadOptions, pack } from '../../lib/queue/index.ts';

/** What was rejected, and the line that was. */
export interface Refused {
  line: Line;
  reject: Reject;
}

/** What came of one job, or of several together. */
export interface Done {
  jobs: readonly Job[];
  /** The records of the jobs. */
  lines: readonly Line[];
  outputs: readonly Line[];
  rejects: readonly Refused[];
}

/** Where what comes of jobs goes: into another queue or to standard output, and what is rejected to the dead letters. */
export class Delivery {
  /** Records given out. */
  outputs = 0;
  readonly #consumer: Consumer;
  readonly #pieces: Channel<Piece>;
  readonly #packing: PayloadOptions;
  readonly #queued: boolean;
  readonly #names: { command: string; source: string };

  /**
   * @param pieces takes lines for standard output, and what is to be told of rejects
   * @param queued whether outputs go into the queue that the consumer writes to
   */
  constructor(
    consumer: Consumer,
    pieces: Channel<Piece>,
    packing: PayloadOptions,
    queued: boolean,
    names: { command: string; source: string },
  ) {
    this.#consumer = consumer;
    this.#pieces = pieces;
    this.#packing = packing;
    this.#queued = queued;
    this.#names = names;
  }

  /** Delivers what came of jobs and acknowledges them; resolves with whether they were still this worker's. */
  async deliver({ jobs, lines, outputs, rejects }: Done): Promise<boolean> {
    const refused = [...rejects];
    let payloads: Buffer[] = [];
    if (this.#queued) {
      try {
        payloads = outputs.map((line) => pack(line.bytes(), this.#packing));
      } catch (error) {
        if (!(error instanceof Reject)) throw error;
        for (const line of lines) refused.push({ line, reject: error });
      }
    } else if (outputs.length > 0) await this.#written(outputs);
    const dead = refused.map((one) => this.#letter(one));
    const owned = await this.#consumer.finish({ jobs, outputs: payloads, dead });
    if (!owned) return false;
    this.outputs += this.#queued ? payloads.length : outputs.length;
    for (const line of outputs) line.receipt?.settle();
    for (const one of refused) this.#pieces.push(this.#told(one));
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

  #letter({ line, reject }: Refused): DeadLetter {
    const { code, message, details } = reject;
    const { command, source } = this.#names;
    const error: JsonObject = { code, message, command, source, line: details.line ?? line.number, ...details.more };
    const record = details.record ? Buffer.from(JSON.stringify(details.record)) : line.bytes();
    return { payload: pack(record, { ...this.#packing, maxPayload: Number.POSITIVE_INFINITY }), error: JSON.stringify(error) };
  }

  /** The reject as the runner tells of it: from the queue, not from the end of the input. */
  #told({ line, reject }: Refused): Reject {
    const { code, message, details } = reject;
    const own = { source: this.#names.source, line: details.line ?? line.number };
    if (details.record || details.text !== undefined) return new Reject(code, message, { ...details, ...own });
    try {
      return new Reject(code, message, { ...details, ...own, record: line.record });
    } catch {
      return new Reject(code, message, { ...details, ...own, text: line.text() });
    }
  }
}
