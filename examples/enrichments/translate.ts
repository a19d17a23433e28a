// TypeScript, on a Node that reads it (22.18 and later): enrich --with examples/enrichments/translate.ts
import type { EnrichmentContext, JsonObject, ValueEnrichment } from 'feedmill';

const words: Record<string, string> = { noticias: 'news', tiempo: 'weather', hoy: 'today' };

export class Translate implements ValueEnrichment {
  enrichmentValue(record: JsonObject, { signal }: EnrichmentContext): string {
    signal.throwIfAborted();
    return String(record.title ?? '').replace(/\p{L}+/gu, (word) => words[word.toLowerCase()] ?? word);
  }
}
