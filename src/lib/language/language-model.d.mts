/** The languages of the model, as ISO 639-1; a language is known by its place in this list. */
export const languages: readonly string[];
/** What texts of each language score on average, 0 to 1. */
export const averages: readonly number[];
/** By language: its letters beyond ASCII; null where they are not known. */
export const letters: readonly (string | null)[];
/** The tables that `NgramModel` reads. */
export const tables: Buffer;
