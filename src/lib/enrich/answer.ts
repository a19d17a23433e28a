import type { Json, JsonObject } from '../json/index.ts';

/** What came of one enrichment of one record. */
export type Answer =
  /** A value for `enrichments`. */
  | { readonly kind: 'value'; readonly value: Json }
  /** The text of the record as the enrichment left it. */
  | { readonly kind: 'record'; readonly text: Buffer }
  /** Nothing, and why. */
  | { readonly kind: 'failure'; readonly failure: Failure }
  /** It was not begun when the run was stopped. */
  | { readonly kind: 'declined' };

/** Why an enrichment has no result: one line, and where it came from, for whoever asks with -v. */
export interface Failure {
  readonly message: string;
  readonly stack?: string;
}

/** A record on its way to an enrichment: parsed or as text, whichever the enrichment wants. */
export interface Handed {
  readonly record: JsonObject;
  /** The text of the record, enrichments so far included. */
  text(): Buffer;
}

/** Whatever runs enrichments over records: in this thread, in hosts, or in another program. */
export interface Runner {
  /** The names of its enrichments, in the order in which they run over a record. */
  readonly names: readonly string[];
  /** How many records it works on at once. */
  readonly size: number;
  /** Runs one of its enrichments. With `mayDecline`, it need not begin after `decline` was called. Never throws or rejects. */
  run(enrichment: number, handed: Handed, mayDecline: boolean): Answer | Promise<Answer>;
  /** What has not begun need not begin any more. */
  decline(): void;
  close(): Promise<void>;
}

/** The failure that something thrown stands for. */
export function failureOf(error: unknown): Failure {
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
