/** A keyword or pattern to be found, and what it asks of where it stands. */
export interface Term {
  /** As it is called in the result. */
  readonly name: string;
  /** What to find, where it is a keyword; … */
  readonly word?: string;
  /** … or a pattern, with the flag `g`. */
  readonly pattern?: RegExp;
  /** No letter, mark, digit or `_` next to it. */
  readonly whole: boolean;
  /** At the start of the text, or its end. */
  readonly start: boolean;
  readonly end: boolean;
  /** In this letter case alone. */
  readonly exact: boolean;
  /** Characters of which one may stand before it and then belongs to it. */
  readonly prefix: string;
}

/** What holds for all terms that do not say otherwise. */
export interface TermDefaults {
  readonly whole: boolean;
  readonly exact: boolean;
  readonly prefix: string;
}

/**
 * Reads a list of terms, one a line: text as it stands, `/pattern/flags`, or a JSON object with `term` or `pattern` and, as wanted,
 * `name`, `word` (whole words), `start`, `end`, `case`, `prefix`. Blank lines and lines that begin with `# ` or are `#` are passed over.
 * @throws Error that names the line
 */
export function parseTerms(text: string, defaults: TermDefaults): Term[] {
  const terms: Term[] = [];
  for (const [at, given] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = given.trim();
    if (line === '' || line === '#' || line.startsWith('# ')) continue;
    try {
      terms.push(termOf(line, defaults));
    } catch (error) {
      throw new Error(`line ${at + 1}: ${(error as Error).message}`);
    }
  }
  return terms;
}

function termOf(line: string, { whole, exact, prefix }: TermDefaults): Term {
  const plain = { start: false, end: false, whole, exact, prefix };
  if (line.startsWith('{')) return fromJson(JSON.parse(line), plain);
  const pattern = /^\/(.+)\/([a-z]*)$/s.exec(line);
  if (pattern) return { ...plain, whole: false, prefix: '', name: line, pattern: new RegExp(pattern[1]!, withG(pattern[2]!)) };
  return { ...plain, name: line, word: line };
}

function fromJson(given: Record<string, unknown>, plain: Omit<Term, 'name'>): Term {
  const { term, pattern, name } = given;
  const is = (key: string, fallback: boolean) => {
    const value = given[key] ?? fallback;
    if (typeof value !== 'boolean') throw new Error(`${key} is neither true nor false`);
    return value;
  };
  const text = typeof pattern === 'string' ? pattern : term;
  if (typeof text !== 'string' || text.trim() === '') throw new Error('has no text as its term or pattern');
  const prefix = given.prefix ?? plain.prefix;
  if (typeof prefix !== 'string') throw new Error('prefix is no text');
  const asked = {
    whole: is('word', plain.whole),
    start: is('start', false),
    end: is('end', false),
    exact: is('case', plain.exact),
    prefix,
  };
  const called = typeof name === 'string' ? name : text;
  if (typeof pattern !== 'string') return { ...asked, name: called, word: text.trim() };
  return { ...asked, name: called, pattern: new RegExp(pattern, withG(asked.exact ? 'u' : 'iu')) };
}

function withG(flags: string): string {
  return `${flags.replace(/[gy]/g, '')}g`;
}
