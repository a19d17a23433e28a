// A class whose enrichmentValue(record) gives a value: it goes to enrichments.ReadingLevel.
// It sees what the enrichments before it gave: enrich --with text-stats --with examples/enrichments/reading-level.mjs
const levels = [
  [80, 'easy'],
  [60, 'plain'],
  [30, 'hard'],
];

export class ReadingLevel {
  enrichmentValue(record) {
    const ease = record.enrichments?.['text-stats']?.flesch_reading_ease;
    if (ease === undefined) return null;
    return levels.find(([least]) => ease >= least)?.[1] ?? 'very hard';
  }
}
