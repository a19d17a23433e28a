/** The words that `EnglishWords` looks up. */
export const table: Buffer;
/** Lists of packed tokens; a word names its list by number. */
export const tokenLists: readonly (readonly number[])[];
/** The numbers of the lists of the marks that stand between words. */
export const marks: { readonly fullStop: number; readonly comma: number };
/** The automata of the tagger, in the order in which they run. Each member is a table of bytes, as a Latin-1 string. */
export const automata: readonly Record<'next' | 'otherwise' | 'target' | 'before' | 'after', string>[];
