import type { NamedPath, Paths } from '../io/index.ts';
import type { Command, Tool } from './command.ts';
import { optionGroups } from './program.ts';

/** Options of several stages may name the same file here: one output serves them all. */
const shared: ReadonlySet<string> = new Set(['--output', '--rejects', '--lock']);

/** The files that the options of a command or tool have a run read and write. */
export function optionPaths(command: Command | Tool, values: Readonly<Record<string, unknown>>): Paths {
  const reads: NamedPath[] = [];
  const writes: NamedPath[] = [];
  for (const [name, spec] of optionGroups(command).flatMap(([, specs]) => Object.entries(specs))) {
    const value = values[name];
    if (value === undefined) continue;
    const by = /--[\w-]+/.exec(spec.flags)?.[0] ?? spec.flags;
    for (const path of spec.reads?.(value) ?? []) if (path !== undefined) reads.push({ path, by });
    for (const path of spec.writes?.(value) ?? []) if (path !== undefined) writes.push({ path, by, isShared: shared.has(by) });
  }
  return { reads, writes };
}

/** The paths of several commands together, with the files that are read as input. */
export function pathsOfRun(parts: readonly Paths[], files: readonly string[]): Paths {
  return {
    reads: [...(files.length > 0 ? files : ['-']).map((path) => ({ path, by: 'input' })), ...parts.flatMap(({ reads }) => reads)],
    writes: parts.flatMap(({ writes }) => writes),
  };
}
