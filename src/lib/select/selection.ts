import { type Field, type Json, type JsonObject, valuesAt } from '../json/index.ts';
import type { Condition } from './condition.ts';

/** How the conditions of a selection go together. */
export interface SelectionOptions {
  /** One condition that holds is enough. */
  any?: boolean;
  /** Take what would be left out, and leave out what would be taken. */
  not?: boolean;
}

/** Conditions on the fields of a record, and whether a record meets them. */
export class Selection {
  readonly fields: readonly Field[];
  readonly #conditions: readonly Condition[];
  readonly #any: boolean;
  readonly #not: boolean;

  constructor(conditions: readonly Condition[], { any = false, not = false }: SelectionOptions = {}) {
    this.fields = conditions.map(({ field }) => field);
    this.#conditions = conditions;
    this.#any = any;
    this.#not = not;
  }

  /** Whether a record meets the conditions. */
  takes(record: JsonObject): boolean {
    return this.takesValues((index) => valuesAt(record, this.fields[index]!));
  }

  /** The same for a record of which only the values of the fields are known: `valuesOf` gives those of `fields[index]`. */
  takesValues(valuesOf: (index: number) => readonly Json[]): boolean {
    const any = this.#any;
    let holds = !any || this.#conditions.length === 0;
    for (let index = 0; index < this.#conditions.length && holds !== any; index++)
      holds = this.#conditions[index]!.test(valuesOf(index));
    return holds !== this.#not;
  }
}
