import type { Reject } from '../errors/index.ts';
import type { JsonObject } from '../json/index.ts';
import type { Line } from '../ndjson/index.ts';
import type { Filter } from './filter.ts';
import type { NeedWatch } from './need-watch.ts';
import type { Counts } from './progress.ts';
import type { Rejects } from './rejects.ts';
import { type Deliver, type DeliverBytes, Stage } from './stage.ts';

/** A filter in its place, with what is told of its rejects. */
export interface Link {
  readonly name: string;
  readonly filter: Filter;
  readonly rejects: Rejects;
  readonly ordered: boolean;
  readonly needs: NeedWatch;
  /** Whether its rejects leave the exit status as it is. */
  readonly allowRejects: boolean;
}

/** What a chain is connected to. */
export interface Ends {
  /** Takes what comes out of the last filter. */
  readonly deliver: Deliver;
  /** Takes what a single filter passes on as it came. */
  readonly deliverBytes: DeliverBytes;
  /** Called when the filter at `index` wants no more; it may be called again. */
  readonly enough: (index: number) => void;
  /** Called when the run cannot go on. */
  readonly fail: (error: unknown) => void;
}

/** Filters one behind the other: what comes out of one goes into the next, as the record it is, and waits where the next one is full. */
export class Chain {
  readonly #links: readonly Link[];
  readonly #stages: readonly Stage[];

  constructor(links: readonly Link[], { deliver, deliverBytes, enough, fail }: Ends) {
    this.#links = links;
    const alone = links.length === 1 ? deliverBytes : undefined;
    const stages: Stage[] = [];
    let next = deliver;
    for (const [index, { filter, ordered, rejects, needs }] of [...links.entries()].reverse()) {
      const reject = (line: Line, refused: Reject) => rejects.add(line, refused);
      const stage = new Stage(filter, {
        ordered,
        needs,
        deliver: next,
        deliverBytes: alone,
        reject,
        enough: () => enough(index),
        fail,
      });
      stages.unshift(stage);
      next = (line) => stage.accept(line);
    }
    this.#stages = stages;
  }

  /** Where the input goes. */
  get first(): Stage {
    return this.#stages[0];
  }

  get busy(): boolean {
    return this.#stages.some((stage) => stage.busy);
  }

  /** The input has ended: one filter after the other is done with what it has. */
  async end(): Promise<void> {
    for (const stage of this.#stages) await stage.end();
  }

  /** Until nothing is under way anywhere. */
  async idle(): Promise<void> {
    for (const stage of this.#stages) await stage.idle();
  }

  /** Gives up what is under way; it is rejected with `reject`, if given. */
  async abandon(reject?: Reject): Promise<void> {
    for (const stage of this.#stages) await stage.abandon(reject);
  }

  /** Whether records were rejected that the exit status tells of; a fault of the program is never allowed. */
  get failed(): boolean {
    return this.#stages.some(({ failed, faults }, index) => faults > 0 || (failed > 0 && !this.#links[index].allowRejects));
  }

  /** What went through each filter so far. */
  counts(): Counts[] {
    return this.#stages.map(({ recordsIn, recordsOut, rejected }, index) => {
      const { name, filter } = this.#links[index];
      return { name, recordsIn, recordsOut, rejected, words: filter.progress?.() };
    });
  }

  /** The counts for `--stats`, with what each filter has to add. */
  stats(): JsonObject[] {
    return this.counts().map(({ name, recordsIn, recordsOut, rejected }, index) => ({
      command: name,
      records_in: recordsIn,
      records_out: recordsOut,
      rejected,
      ...this.#links[index].filter.stats?.(),
    }));
  }

  /** Has each filter that rejected something tell how much and why. */
  tellTotals(): void {
    for (const [index, { rejects }] of this.#links.entries()) rejects.tellTotal(this.#stages[index].recordsIn);
  }
}
