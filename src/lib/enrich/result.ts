import type { Json, JsonObject } from '../json/index.ts';

/** Result of one enrichment of one record. */
export type EnrichmentResult =
  /** A value for `enrichments`. */
  | { readonly kind: 'value'; readonly value: Json }
  /** The record as the enrichment changed it, as JSON text. */
  | { readonly kind: 'record'; readonly text: Buffer }
  /** No value, and the reason. */
  | { readonly kind: 'failure'; readonly failure: EnrichmentFailure }
  /** Not started before the run was stopped. */
  | { readonly kind: 'declined' };

/** Why an enrichment failed: one line, and the stack that -v shows. */
export interface EnrichmentFailure {
  readonly message: string;
  readonly stack?: string;
}

/** The record that an enrichment gets: parsed, or as text. */
export interface RecordInput {
  readonly record: JsonObject;
  /** The text of the record, including earlier enrichments. */
  text(): Buffer;
}

/** Runs enrichments over records: in this thread, in host processes, or in another program. */
export interface Runner {
  /** Names of its enrichments, in the order in which they run. */
  readonly names: readonly string[];
  /** Maximum concurrent records. */
  readonly size: number;
  /** Runs one of its enrichments. With `mayDecline`, it may decline after `decline` was called. Never throws or rejects. */
  run(enrichment: number, handed: RecordInput, mayDecline: boolean): EnrichmentResult | Promise<EnrichmentResult>;
  /** Lets the runner decline records that it has not started. */
  decline(): void;
  close(): Promise<void>;
}

/** Converts a thrown value to a failure. */
export function failureOf(error: unknown): EnrichmentFailure {
  if (!(error instanceof Error)) return { message: firstLine(textOf(error)) };
  const message = firstLine(textOf(error.message)) || error.name;
  return typeof error.stack === 'string' ? { message, stack: error.stack } : { message };
}

function textOf(value: unknown): string {
  try {
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  } catch {
    return `something of type ${typeof value}`;
  }
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0]!.slice(0, 500);
}
