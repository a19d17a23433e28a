/** A keyword of a document. The higher the score, the better; scores compare within one method and document. */
export type Keyword = { phrase: string; score: number };

/** What every method is told. */
export interface Limits {
  /** At most so many keywords. */
  top: number;
  /** None below this score. */
  minScore: number;
  /** None of more words than this. */
  maxWords: number;
}

/** One way to find the keywords of a document. Methods are bound to one language. */
export interface Extractor {
  /** The keywords of a document, best first. The fields are its parts in order (title, body); no phrase goes across two. */
  extract(fields: readonly string[], limits: Limits): Keyword[];
}
