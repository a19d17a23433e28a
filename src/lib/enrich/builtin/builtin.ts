import type { Json, JsonObject } from '../../json/index.ts';
import type { EnrichmentOptions } from '../protocol.ts';

/** Computes the value of an enrichment for a record. */
export type BuiltinFunction = (record: JsonObject) => Json;

/** An enrichment that comes with the program: trusted, fast and synchronous. */
export interface Builtin {
  /** What it adds, in one line. */
  readonly summary: string;
  /** The options it takes behind `?`, with their help. */
  readonly options: Readonly<Record<string, string>>;
  /** Loads what the enrichment needs. @throws Error for a bad option */
  make(options: EnrichmentOptions): Promise<BuiltinFunction>;
}
