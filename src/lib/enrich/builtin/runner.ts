import { type Answer, failureOf, type Handed, type Runner } from '../answer.ts';
import type { EnrichmentOptions } from '../protocol.ts';
import { builtins, type Value } from './index.ts';

/** Runs a built-in enrichment where it is called: it is trusted, and what it gives is there at once. */
export class BuiltinRunner implements Runner {
  readonly names: readonly string[];
  readonly size = 1;
  readonly #value: Value;

  private constructor(name: string, value: Value) {
    this.names = [name];
    this.#value = value;
  }

  /** @throws Error, in words for people, over a bad option */
  static async start(name: string, options: EnrichmentOptions): Promise<BuiltinRunner> {
    return new BuiltinRunner(name, await builtins[name]!.make(options));
  }

  run(_enrichment: number, { record }: Handed): Answer {
    try {
      return { kind: 'value', value: this.#value(record) };
    } catch (error) {
      return { kind: 'failure', failure: failureOf(error) };
    }
  }

  decline(): void {}

  async close(): Promise<void> {}
}
