import type { JsonObject } from '../json/index.ts';
import type { Contract } from './contract.ts';
import { records, type Schema } from './records.ts';

/** What of a command a schema is asked for: its lines of input or output, of `--rejects`, or of `--stats`. */
export type Side = 'input' | 'output' | 'rejects' | 'stats';

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** The JSON Schema (draft 2020-12) for one side of the command `name`; all sides are in its `$defs`. */
export function schemaOf(name: string, { reads, writes }: Pick<Contract<never>, 'reads' | 'writes'>, side: Side): Schema {
  const [first] = reads;
  const sides: Record<Side, Schema> = {
    input: first !== undefined && reads.length === 1 ? refer(first) : { anyOf: reads.map(refer) },
    output: refer(writes),
    rejects: refer('reject'),
    stats: refer('stats'),
  };
  const used = [...new Set([...reads, writes, 'reject', 'stats'] as const)];
  const definitions = Object.fromEntries(used.map((record) => [record, records[record]])) as JsonObject;
  return { $schema: DRAFT, title: `${name}: ${side}`, $ref: `#/$defs/${side}`, $defs: { ...sides, ...definitions } };
}

/** The JSON Schema for one kind of record; nothing, where there is no such kind. */
export function recordSchema(name: string): Schema | undefined {
  if (!Object.hasOwn(records, name)) return undefined;
  return { $schema: DRAFT, title: name, ...records[name as keyof typeof records] };
}

function refer(name: string): Schema {
  return { $ref: `#/$defs/${name}` };
}
