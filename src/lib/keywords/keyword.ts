/** A keyword of a document. The higher the score, the better; scores compare within one method and document. */
export type Keyword = { phrase: string; score: number };

/** Limits that apply to every method. */
export interface KeywordLimits {
  /** Maximum number of keywords. */
  top: number;
  /** Minimum score. */
  minScore: number;
  /** Maximum words per keyword. */
  maxWords: number;
}

/** A method for one language. */
export interface Extractor {
  /** Keywords of a document, best first. `fields` are its parts in order (title, body); no phrase spans two of them. */
  extract(fields: readonly string[], limits: KeywordLimits): Keyword[];
}
