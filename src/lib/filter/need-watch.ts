import type { JsonObject } from '../json/index.ts';
import type { Line } from '../ndjson/index.ts';
import { adviceFor, lackOf, meets, type Need } from '../schema/index.ts';
import type { Log } from './log.ts';

/** How many records without what a command needs are enough for a warning. */
const ENOUGH = 100;

/** What became of records so far. */
interface Counts {
  readonly recordsIn: number;
  readonly rejected: number;
}

/** Warns once when none of the first records has what a command works on: it would pass all of them on in silence. */
export class NeedWatch {
  #open: readonly Need[];
  readonly #log: Log | undefined;
  /** The first record that was seen. */
  #example: JsonObject | undefined;
  #seen = 0;

  constructor(needs: readonly Need[], log?: Log) {
    this.#open = needs;
    this.#log = log;
  }

  /** Whether more records have to be seen. */
  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  see(line: Line, counts: Counts): void {
    const record = recordOf(line);
    if (!record) return;
    this.#example ??= record;
    this.#open = this.#open.filter((need) => !meets(record, need));
    if (++this.#seen >= ENOUGH) this.conclude(counts);
  }

  /** No more records come. */
  conclude({ recordsIn, rejected }: Counts): void {
    const [need] = this.#open;
    this.#open = [];
    // What was rejected was told of already.
    if (!need || !this.#example || rejected >= Math.min(recordsIn, this.#seen)) return;
    const which = this.#seen === 1 ? 'the records' : `the first ${this.#seen} records`;
    this.#log?.warning(`none of ${which} ${lackOf(this.#example, need)}; ${adviceFor(this.#example, need)}`);
  }
}

function recordOf(line: Line): JsonObject | undefined {
  if (line.defect || !line.looksLikeObject()) return undefined;
  try {
    return line.record;
  } catch {
    return undefined;
  }
}
