import type { JsonObject } from '../json/index.ts';
import { contracts } from './contracts.ts';
import { records, type Schema } from './records.ts';

/** What of a command a schema is asked for: its lines of input or output, of `--rejects`, or of `--stats`. */
export type Side = 'input' | 'output' | 'rejects' | 'stats';

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/**
 * The JSON Schema (draft 2020-12) for what a command reads and writes, or for one kind of record; nothing, where `name` is neither.
 * A command's holds for one `side` of it, and has all of them in `$defs`.
 */
export function schemaOf(name: string, side: Side = 'output'): Schema | undefined {
  if (Object.hasOwn(contracts, name)) {
    const { reads, writes } = contracts[name];
    const sides: Record<Side, Schema> = {
      input: reads.length === 1 ? refer(reads[0]) : { anyOf: reads.map(refer) },
      output: refer(writes),
      rejects: refer('reject'),
      stats: refer('stats'),
    };
    const used = [...new Set([...reads, writes, 'reject', 'stats'] as const)];
    const definitions = Object.fromEntries(used.map((record) => [record, records[record]])) as JsonObject;
    return { $schema: DRAFT, title: `${name}: ${side}`, $ref: `#/$defs/${side}`, $defs: { ...sides, ...definitions } };
  }
  if (!Object.hasOwn(records, name)) return undefined;
  return { $schema: DRAFT, title: name, ...records[name as keyof typeof records] };
}

/** Every name that `schemaOf` knows: the commands, then the kinds of records. */
export function schemaNames(): string[] {
  return [...Object.keys(contracts), ...Object.keys(records)];
}

function refer(name: string): Schema {
  return { $ref: `#/$defs/${name}` };
}
