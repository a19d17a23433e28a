import type { EnrichmentOptions } from '../protocol.ts';
import { type EnrichmentResult, failureOf, type RecordInput, type Runner } from '../result.ts';
import type { BuiltinFunction } from './builtin.ts';
import { builtins } from './index.ts';

/** Runs a built-in enrichment where it is called: it is trusted, and what it gives is there at once. */
export class BuiltinRunner implements Runner {
  readonly names: readonly string[];
  readonly size = 1;
  readonly #value: BuiltinFunction;

  private constructor(name: string, value: BuiltinFunction) {
    this.names = [name];
    this.#value = value;
  }

  /** @throws Error, in words for people, over a bad option */
  static async start(name: string, options: EnrichmentOptions): Promise<BuiltinRunner> {
    return new BuiltinRunner(name, await builtins[name]!.make(options));
  }

  run(_enrichment: number, { record }: RecordInput): EnrichmentResult {
    try {
      return { kind: 'value', value: this.#value(record) };
    } catch (error) {
      return { kind: 'failure', failure: failureOf(error) };
    }
  }

  decline(): void {}

  async close(): Promise<void> {}
}
