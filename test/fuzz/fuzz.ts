import fc from 'fast-check';
import { Reject } from '../../src/lib/errors/index.ts';
import type { Target } from './targets.ts';

/** CPU time that one input may take, in ms: inputs are of some ten KB. */
const LONGEST_MS = 2000;

export interface FuzzOptions {
  /** How many inputs. */
  runs?: number;
  /** Ends after this many ms. */
  time?: number;
  seed?: number;
}

/** Reads generated inputs. Gives how many they were; for the first that fails, a message with its seed and the smallest input that fails, too. */
export function fuzz(
  { inputs, read }: Target,
  { runs = Number.MAX_SAFE_INTEGER, time, seed }: FuzzOptions,
): { runs: number; failure?: string } {
  const property = fc.property(inputs, (input) => {
    const start = process.cpuUsage();
    try {
      read(input);
    } catch (error) {
      if (!(error instanceof Reject)) throw error;
    }
    const { user, system } = process.cpuUsage(start);
    if (user + system > LONGEST_MS * 1000) throw new Error(`${input.length} bytes took ${(user + system) / 1000} ms of CPU time`);
  });
  const details = fc.check(property, {
    numRuns: runs,
    ...(time !== undefined && { interruptAfterTimeLimit: time }),
    ...(seed !== undefined && { seed }),
  });
  if (!details.failed) return { runs: details.numRuns };
  const input = details.counterexample?.[0] ?? Buffer.alloc(0);
  const error = details.errorInstance;
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { runs: details.numRuns, failure: `seed ${details.seed}\ninput (base64) ${input.toString('base64')}\n${told}` };
}
