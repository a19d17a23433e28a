import { Reject } from '../errors/index.ts';
import { type Json, type JsonObject, patched } from '../json/index.ts';
import type { Line } from '../ndjson/index.ts';
import type { EnrichmentFailure, EnrichmentResult, RecordInput, Runner } from './result.ts';

/** What to do with a record when an enrichment fails: reject it, or keep it with `enrichments_errors`. */
export type OnError = 'reject' | 'keep';

/** Result of a line; undefined if the run was stopped before it started. */
export type Enriched = Line | Reject | undefined;

interface Step {
  readonly name: string;
  readonly runner: Runner;
  /** Its number among those of its runner. */
  readonly number: number;
}

export interface EnricherOptions {
  readonly runners: readonly Runner[];
  readonly onError: OnError;
  /** Called for each failure, before the record is kept or rejected. */
  failed(name: string, failure: EnrichmentFailure): void;
}

/** Runs enrichments over records: in order for each record, each with its own limit of concurrent records. */
export class Enricher {
  readonly #options: EnricherOptions;
  readonly #steps: Step[];
  readonly #names: ReadonlySet<string>;

  /** @throws Error when two enrichments have one name */
  constructor(options: EnricherOptions) {
    this.#options = options;
    this.#steps = options.runners.flatMap((runner) => runner.names.map((name, number) => ({ name, runner, number })));
    const twice = this.#steps.find(({ name }, at) => this.#steps.findIndex((step) => step.name === name) < at);
    this.#names = new Set(this.#steps.map(({ name }) => name));
    if (twice) throw new Error(`two enrichments are called ${twice.name}`);
  }

  /** Maximum concurrent records. */
  get size(): number {
    return this.#options.runners.reduce((sum, { size }) => sum + size, 0);
  }

  /** Runs every enrichment over a line. @throws Reject for a line that is no record */
  process(line: Line): Enriched | Promise<Enriched> {
    return this.#goOn(new Work(line), 0);
  }

  /** Stops starting records. */
  decline(): void {
    for (const { runner } of this.#steps) runner.decline();
  }

  async close(): Promise<void> {
    await Promise.all(this.#options.runners.map((runner) => runner.close()));
  }

  #goOn(work: Work, from: number): Enriched | Promise<Enriched> {
    for (let at = from; at < this.#steps.length; at++) {
      const { runner, number } = this.#steps[at]!;
      const answer = runner.run(number, work, at === 0);
      if (answer instanceof Promise) {
        return answer.then((late) => (this.#take(work, at, late) ? this.#goOn(work, at + 1) : work.outcome));
      }
      if (!this.#take(work, at, answer)) return work.outcome;
    }
    return work.finished(this.#names);
  }

  /** Stores the result of an enrichment. Returns whether the record goes on. */
  #take(work: Work, at: number, answer: EnrichmentResult): boolean {
    const { name } = this.#steps[at]!;
    switch (answer.kind) {
      case 'value':
        work.add(name, answer.value);
        return true;
      case 'record':
        work.become(answer.text);
        return true;
      case 'declined':
        return false;
      case 'failure': {
        const { message } = answer.failure;
        this.#options.failed(name, answer.failure);
        if (this.#options.onError === 'keep') {
          work.fail(name, message);
          return true;
        }
        work.outcome = new Reject('ENRICHMENT_FAILED', `${name}: ${message}`, { more: { enrichment: name } });
        return false;
      }
    }
  }
}

/** A record on its way through the enrichments. */
class Work implements RecordInput {
  /** What came of it, once it does not go on. */
  outcome: Enriched;
  #line: Line;
  /** What was given since `line`. */
  #added: JsonObject | undefined;
  #errors: JsonObject | undefined;
  #view: JsonObject | undefined;

  /** @throws Reject for a line that is no record */
  constructor(line: Line) {
    this.#line = line;
    this.#view = line.record;
  }

  get record(): JsonObject {
    const { record } = this.#line;
    this.#view ??= this.#added ? { ...record, enrichments: { ...objectIn(record, 'enrichments'), ...this.#added } } : record;
    return this.#view;
  }

  text(): Buffer {
    // It is kept until it was answered, and shall not keep the block of input it stands in.
    return this.#current().detach().bytes();
  }

  add(name: string, value: Json): void {
    this.#added ??= {};
    this.#added[name] = value;
    this.#view = undefined;
  }

  become(text: Buffer): void {
    this.#line = this.#line.rewritten(text);
    this.#added = undefined;
    this.#view = undefined;
  }

  fail(name: string, message: string): void {
    this.#errors ??= {};
    this.#errors[name] = message;
  }

  /** The line as it goes out, with the errors of this run in place of those that earlier runs of `names` left. */
  finished(names: ReadonlySet<string>): Line {
    const before = objectIn(this.#line.record, 'enrichments_errors');
    if (!before && !this.#errors) return this.#current();
    const { enrichments_errors: _, ...rest } = this.record;
    const left = Object.entries(before ?? {}).filter(([name]) => !names.has(name));
    const errors = { ...Object.fromEntries(left), ...this.#errors };
    return this.#changedTo(Object.keys(errors).length > 0 ? { ...rest, enrichments_errors: errors } : rest);
  }

  /** The line with what was added. */
  #current(): Line {
    const line = this.#line;
    const added = this.#added;
    if (!added) return line;
    // The quick way, where nothing that the record brought is touched.
    this.#line = 'enrichments' in line.record ? this.#changedTo(this.record) : line.with({ enrichments: added });
    this.#added = undefined;
    return this.#line;
  }

  #changedTo(record: JsonObject): Line {
    return this.#line.rewritten(patched(this.#line.bytes(), this.#line.record, record));
  }
}

function objectIn(record: JsonObject, name: string): JsonObject | undefined {
  const value = record[name];
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined;
}
