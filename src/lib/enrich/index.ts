export { builtins } from './builtin/index.ts';
export { type Enriched, Enricher, type EnricherOptions } from './enricher.ts';
export type { TermMatch } from './match/matched-text.ts';
export { Matcher } from './match/matcher.ts';
export { parseTerms, type Term, type TermDefaults } from './match/terms.ts';
export type {
  Enrichment,
  EnrichmentContext,
  EnrichmentFunction,
  EnrichmentLife,
  EnrichmentOptions,
  RecordEnrichment,
  ValueEnrichment,
} from './protocol.ts';
export type { EnrichmentFailure, Runner } from './result.ts';
export { type RunnerOptions, startRunner } from './runners.ts';
export { parseExec, parseWith, type Spec } from './spec.ts';
