/** The parts of a document as one text in which no phrase and no sentence goes across two parts. */
export function joined(fields: readonly string[]): string {
  return fields.join('\n\n');
}

/** The same for a reader who knows sentences only by their full stops. */
export function joinedAsSentences(fields: readonly string[]): string {
  return fields.filter((field) => field !== '').join('. ');
}
