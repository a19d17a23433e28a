import { createContext, Script } from 'node:vm';

/** The steps of a search that are taken without a watch over them: some 10 ms. */
const UNWATCHED = 1e7;

/** How many steps a search may take at worst: `factor` × n to the `power`, for a text of length n. */
export interface Effort {
  readonly factor: number;
  readonly power: number;
}

/**
 * Judges an expression by its quantifiers: each one without a bound adds a power, each `?` doubles. Where a group is repeated, or what a
 * group found has to come again, a backtracking engine may try all combinations, and the power is infinite.
 */
export function effortOf(source: string): Effort {
  const plain = source
    .replace(/\\(?:u\{[^}]*\}|[pP]\{[^}]*\}|[\s\S])/g, 'x')
    .replace(/\[[^\]]*\]/g, 'x')
    .replace(/\(\?(?:[:=!]|<[=!]|<[^>]*>|[a-z-]*:)/g, '(');
  const repeated = plain.match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0;
  const optional = plain.match(/[^*+?}]\?/g)?.length ?? 0;
  const combines = /\)(?:[*+]|\{)/.test(plain) || (/\\[1-9k]/.test(source) && repeated > 0);
  return { factor: 2 ** optional, power: combines ? Number.POSITIVE_INFINITY : 1 + repeated };
}

/** Whether a search may run over a text of this length without a watch. */
export function isQuick({ factor, power }: Effort, length: number): boolean {
  return factor * length ** power <= UNWATCHED;
}

let work: (() => void) | undefined;
const context = createContext({ run: () => work?.() });
const script = new Script('run()');

/** Runs `search`, but no longer than so many ms; whether it came to its end. */
export function withinTime(search: () => void, ms: number): boolean {
  work = search;
  try {
    script.runInContext(context, { timeout: ms });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
    throw error;
  } finally {
    work = undefined;
  }
}
