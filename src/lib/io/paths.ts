import fs from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Halt, status } from '../errors/index.ts';

/** A path that a run reads or writes, and what named it: `--dropped`, `input`. */
export interface NamedPath {
  readonly path: string;
  readonly by: string;
  /** Whether other outputs named in the same way may be the same file. */
  readonly isShared?: boolean;
}

/** What a run reads and writes by path. */
export interface Paths {
  readonly reads: readonly NamedPath[];
  readonly writes: readonly NamedPath[];
}

/** How many symbolic links are followed, as by the kernel. */
const MOST_LINKS = 40;

/**
 * Refuses to write a file that the run also reads, or that it writes twice, through whatever links and standard streams. To be called before
 * anything is opened.
 * @throws Halt 2
 */
export function refuseClashes({ reads, writes }: Paths): void {
  const readsStdin = reads.some(({ path }) => path === '-');
  const read = [...named(reads), ...(readsStdin ? streams([stdin]) : [])];
  const written = [...streams([stdout]), ...named(writes)];
  const clash = clashOf(read, written);
  if (clash) throw new Halt(status.usage, clash);
  const [file, source] = read.find(([identity]) => streams([stdout, stderr]).some(([other]) => other === identity)) ?? [];
  if (file !== undefined && source)
    throw new Halt(
      status.usage,
      `${source === stdin ? source.by : source.path}: the run would write to its own input; name another output`,
    );
}

/** What `refuseClashes` would say of paths alone, whatever the standard streams are. */
export function clashOfPaths({ reads, writes }: Paths): string | undefined {
  return clashOf(named(reads), named(writes));
}

type Identified = readonly [identity: string, named: NamedPath];

function clashOf(reads: readonly Identified[], writes: readonly Identified[]): string | undefined {
  const read = new Map(reads);
  const written = new Map<string, NamedPath>();
  for (const [identity, named] of writes) {
    const source = read.get(identity);
    if (source && named !== stdout)
      return `${named.by} ${named.path}: is read and written at once (${source.by}); write to another file`;
    const twin = written.get(identity);
    if (twin && !(named.isShared && twin.by === named.by))
      return `${named.by} ${named.path}: is also written as ${twin.by}; write to another file`;
    written.set(identity, named);
  }
  return undefined;
}

const stdin: NamedPath = { path: '/dev/stdin', by: 'standard input' };
const stdout: NamedPath = { path: '/dev/stdout', by: 'standard output' };
const stderr: NamedPath = { path: '/dev/stderr', by: 'standard error' };

function streams(which: readonly NamedPath[]): Identified[] {
  return which.flatMap((stream) => {
    const stat = fs.fstatSync([stdin, stdout, stderr].indexOf(stream));
    return stat.isFile() ? [[`${stat.dev}:${stat.ino}`, stream] as const] : [];
  });
}

function named(paths: readonly NamedPath[]): Identified[] {
  return paths.flatMap((named) => {
    const identity = identityOf(named.path);
    return identity === undefined ? [] : [[identity, named] as const];
  });
}

/** What tells a regular file or FIFO from all others, whether it is there yet or not; nothing for devices, folders and addresses. */
function identityOf(path: string): string | undefined {
  if (path === '-' || /^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return undefined;
  try {
    const stat = fs.statSync(path, { throwIfNoEntry: false });
    if (!stat) return `new ${targetOf(path)}`;
    return stat.isFile() || stat.isFIFO() ? `${stat.dev}:${stat.ino}` : undefined;
  } catch {
    // What cannot be looked at cannot be opened either: the one who opens it says why.
    return undefined;
  }
}

/** The path that writing to `path` would make: links that lead nowhere yet are followed. */
function targetOf(path: string): string {
  let target = resolve(path);
  for (let links = 0; links < MOST_LINKS; links++) {
    target = join(fs.realpathSync(dirname(target)), basename(target));
    if (!fs.lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink()) break;
    target = resolve(dirname(target), fs.readlinkSync(target));
  }
  return target;
}
