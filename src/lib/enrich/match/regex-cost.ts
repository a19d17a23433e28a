import { createContext, Script } from 'node:vm';

/** A search of at most this many steps (some 10 ms) runs without a timer. */
const UNWATCHED = 1e7;

/** The worst case of a search, in steps: `factor` × n to the `power`, for a text of length n. */
export interface RegexCost {
  readonly factor: number;
  readonly power: number;
}

/**
 * Estimates the cost of a regular expression from its quantifiers: each unbounded one adds a power, each `?` doubles the factor. A repeated
 * group, or a back reference, can make a backtracking engine try all combinations: the power is infinite.
 */
export function regexCostOf(source: string): RegexCost {
  const plain = source
    .replace(/\\(?:u\{[^}]*\}|[pP]\{[^}]*\}|[\s\S])/g, 'x')
    .replace(/\[[^\]]*\]/g, 'x')
    .replace(/\(\?(?:[:=!]|<[=!]|<[^>]*>|[a-z-]*:)/g, '(');
  const repeated = plain.match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0;
  const optional = plain.match(/[^*+?}]\?/g)?.length ?? 0;
  const combines = /\)(?:[*+]|\{)/.test(plain) || (/\\[1-9k]/.test(source) && repeated > 0);
  return { factor: 2 ** optional, power: combines ? Number.POSITIVE_INFINITY : 1 + repeated };
}

/** Whether a search may run over a text of this length without a timer. */
export function isQuick({ factor, power }: RegexCost, length: number): boolean {
  return factor * length ** power <= UNWATCHED;
}

let work: (() => void) | undefined;
const context = createContext({ run: () => work?.() });
const script = new Script('run()');

/** Runs `search` for at most `ms` milliseconds. Returns whether it finished. */
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
