/** Above this many terms of a language, the rarest are forgotten. */
const MOST_TERMS = 1_000_000;

interface TermCounts {
  documents: number;
  terms: Map<string, number>;
}

/**
 * In how many documents of each language each term occurs. Tables add up: those of two files make the one of both. With more than
 * a million terms in a language, terms met once are forgotten, so that memory has a bound.
 */
export class DocumentFrequencies {
  readonly #languages = new Map<string, TermCounts>();

  /** Counts one document by the different terms in it. */
  addDocument(language: string, terms: Iterable<string>): void {
    const counts = this.#of(language);
    counts.documents++;
    for (const term of terms) counts.terms.set(term, (counts.terms.get(term) ?? 0) + 1);
    if (counts.terms.size > MOST_TERMS) prune(counts.terms);
  }

  /** Adds to the number of documents of a language, or of those with a term. */
  add(language: string, documents: number, term?: string): void {
    const counts = this.#of(language);
    if (term === undefined) counts.documents += documents;
    else counts.terms.set(term, (counts.terms.get(term) ?? 0) + documents);
  }

  /** How rare a term is: ln((documents + 1) / (documents with it + 0.5)); never below 0. */
  rarity(language: string, term: string): number {
    const counts = this.#languages.get(language);
    if (counts === undefined) return Math.log(2);
    return Math.max(0, Math.log((counts.documents + 1) / ((counts.terms.get(term) ?? 0) + 0.5)));
  }

  /** All counts: of documents first, then of terms, by language. */
  *entries(): Generator<{ language: string; term?: string; documents: number }> {
    for (const [language, { documents, terms }] of this.#languages) {
      yield { language, documents };
      for (const [term, count] of terms) yield { language, term, documents: count };
    }
  }

  #of(language: string): TermCounts {
    let counts = this.#languages.get(language);
    if (counts === undefined) this.#languages.set(language, (counts = { documents: 0, terms: new Map() }));
    return counts;
  }
}

function prune(terms: Map<string, number>): void {
  for (let least = 1; terms.size > MOST_TERMS / 2; least++)
    for (const [term, count] of terms) if (count <= least) terms.delete(term);
}
