import type { Reject } from '../errors/index.ts';
import type { JsonObject } from '../json/index.ts';
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

/** What went through one filter, with what it adds itself. */
export interface StageStats extends JsonObject {
  command: string;
  records_in: number;
  records_out: number;
  rejected: number;
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
  /** Where the input goes. */
  readonly first: Stage;
  readonly #placed: readonly (readonly [Link, Stage])[];

  constructor(links: readonly [Link, ...Link[]], { deliver, deliverBytes, enough, fail }: Ends) {
    const alone = links.length === 1 ? deliverBytes : undefined;
    const place = (link: Link, index: number, next: Deliver): Stage =>
      new Stage(link.filter, {
        ordered: link.ordered,
        needs: link.needs,
        deliver: next,
        deliverBytes: alone,
        reject: (line, refused) => link.rejects.add(line, refused),
        enough: () => enough(index),
        fail,
      });
    const [first, ...others] = links;
    const placed: (readonly [Link, Stage])[] = [];
    let next = deliver;
    for (const [index, link] of [...others.entries()].reverse()) {
      const stage = place(link, index + 1, next);
      placed.unshift([link, stage]);
      next = (line) => stage.accept(line);
    }
    this.first = place(first, 0, next);
    this.#placed = [[first, this.first], ...placed];
  }

  get busy(): boolean {
    return this.#placed.some(([, stage]) => stage.busy);
  }

  /** The input has ended: one filter after the other is done with what it has. */
  async end(): Promise<void> {
    for (const [, stage] of this.#placed) await stage.end();
  }

  /** Until nothing is under way anywhere. */
  async idle(): Promise<void> {
    for (const [, stage] of this.#placed) await stage.idle();
  }

  /** Gives up what is under way; it is rejected with `reject`, if given. */
  async abandon(reject?: Reject): Promise<void> {
    for (const [, stage] of this.#placed) await stage.abandon(reject);
  }

  /** Whether records were rejected that the exit status tells of; a fault of the program is never allowed. */
  get failed(): boolean {
    return this.#placed.some(([{ allowRejects }, { failed, faults }]) => faults > 0 || (failed > 0 && !allowRejects));
  }

  /** What went through each filter so far. */
  counts(): Counts[] {
    return this.#placed.map(([{ name, filter }, { recordsIn, recordsOut, rejected }]) => ({
      name,
      recordsIn,
      recordsOut,
      rejected,
      words: filter.progress?.(),
    }));
  }

  /** The counts for `--stats`, with what each filter has to add. */
  stats(): StageStats[] {
    return this.#placed.map(([{ name, filter }, { recordsIn, recordsOut, rejected }]) => ({
      command: name,
      records_in: recordsIn,
      records_out: recordsOut,
      rejected,
      ...filter.stats?.(),
    }));
  }

  /** Has each filter that rejected something tell how much and why. */
  tellTotals(): void {
    for (const [{ rejects }, { recordsIn }] of this.#placed) rejects.tellTotal(recordsIn);
  }
}
