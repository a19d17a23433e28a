import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { root } from './executables.ts';

/** A source file of the project, and what it imports. */
export interface SourceFile {
  /** From the root of the project: `src/lib/feed/date.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** The file, from the root of the project; the name of a package stays as it is. */
  readonly target: string;
  /** `type` imports leave nothing in the program; a `dynamic` one is loaded when it is run. */
  readonly kind: 'static' | 'dynamic' | 'type';
}

const STATEMENT =
  /^(?:import|export)\b(?! (?:const|function|class|async|default|interface|declare|abstract)\b)( type)?([^'";]*?)\bfrom\s*'([^']+)'|^import '([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

/** The files below a folder of the project whose names end as told, sorted. */
export function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.split(sep).join('/')}`)
    .filter((path) => ending.test(path) && !path.includes('/fixtures/') && !path.includes('node_modules'))
    .sort();
}

/** The TypeScript files below a folder. */
export function sourcesBelow(folder: string): SourceFile[] {
  return filesBelow(folder, /\.m?ts$/).map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { path, text, imports: importsOf(path, text) };
  });
}

function importsOf(path: string, text: string): Import[] {
  return [...text.matchAll(STATEMENT)].map(([, type, names, from, bare, dynamic]) => {
    const target = (from ?? bare ?? dynamic)!;
    const onlyTypes = type !== undefined || (names !== undefined && /^\s*\{(?:\s*type \w+( as \w+)?,?)+\s*\}\s*$/.test(names));
    return {
      target: target.startsWith('.') ? normalize(join(dirname(path), target)) : target,
      kind: dynamic !== undefined ? 'dynamic' : onlyTypes ? 'type' : 'static',
    };
  });
}

/** The room of a file: the folder below src/lib, or `commands`, `build`, or `''` for the files of src itself. */
export function roomOf(path: string): string {
  const [, first, second] = path.split('/');
  if (first === 'lib') return second!;
  return first?.includes('.') ? '' : first!;
}

/** Each circle in a graph, as the names on it; nothing where there is none. */
export function circles(graph: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    const at = path.indexOf(name);
    if (at >= 0) found.push([...path.slice(at), name]);
    if (at >= 0 || done.has(name)) return;
    for (const next of graph.get(name) ?? []) visit(next, [...path, name]);
    done.add(name);
  };
  for (const name of graph.keys()) visit(name, []);
  return found;
}
