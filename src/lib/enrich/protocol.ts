import type { JsonObject } from '../json/index.ts';

/** The options that stand behind the `?` of `--with FILE?key=value&…`. */
export type EnrichmentOptions = Readonly<Record<string, string>>;

/** What an enrichment is given beside the record. */
export interface EnrichmentContext {
  /** Aborted when the time of the record is over; hand it to `fetch` and the like. */
  readonly signal: AbortSignal;
}

/** What an enrichment may have beside its one method. */
export interface EnrichmentLife {
  /** Called once before the first record; the run waits for it. */
  setup?(options: EnrichmentOptions): void | Promise<void>;
  /** Called once after the last record. */
  close?(): void | Promise<void>;
}

/** Gives a value for a record, which goes to `enrichments.<ClassName>`; changes that it makes to the record are not kept. */
export interface ValueEnrichment extends EnrichmentLife {
  enrichmentValue(record: JsonObject, context: EnrichmentContext): unknown;
}

/** Changes the record, or gives another in its place. */
export interface RecordEnrichment extends EnrichmentLife {
  enrich(record: JsonObject, context: EnrichmentContext): unknown;
}

/** A function gives a value, which goes to `enrichments.<name of the function>`, or the record itself, changed. */
export type EnrichmentFunction = (record: JsonObject, context: EnrichmentContext) => unknown;

/** What a module exports, once or several times: a class, or a function. */
export type Enrichment = (new (options: EnrichmentOptions) => ValueEnrichment | RecordEnrichment) | EnrichmentFunction;
