import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Halt } from '../errors/index.ts';
import { clashOfPaths, type Paths } from '../io/index.ts';
import type { RecordName } from '../schema/index.ts';
import { nearest } from '../terminal/index.ts';
import { type Command, type CommandTable, loaderOf } from './command.ts';
import { Flow } from './flow.ts';
import { optionPaths, pathsOfRun } from './paths.ts';
import { type Pipeline, parsePipeline } from './pipeline.ts';
import { type Prepared, prepareQuietly } from './prepare.ts';

/** What does not fit in a pipeline: where, and what may be done about it. */
export interface Misfit {
  /** The stage, from 1; 0 where it is the pipeline itself. */
  readonly stage: number;
  readonly command: string;
  readonly message: string;
  readonly suggestion?: string | undefined;
}

/** What is to be said of a pipeline. */
export interface Findings {
  readonly misfits: readonly Misfit[];
  /** The kind of record that it gives in the end: that of its last stage that makes one. */
  readonly kind: RecordName;
}

type Told = Omit<Misfit, 'stage' | 'command'>;

/** Looks for what will not go well in a pipeline, without running it. @param files what its first command is to read besides */
export async function checkPipeline(text: string, files: readonly string[], commands: CommandTable): Promise<Findings> {
  const misfits: Misfit[] = [];
  let kind: RecordName = 'record';
  let pipeline: Pipeline;
  try {
    pipeline = parsePipeline(text);
  } catch (error) {
    return { misfits: [{ stage: 0, command: '', message: messageOf(error).replace(/^in the pipeline, /, '') }], kind };
  }
  const flow = new Flow();
  const count = pipeline.stages.length;
  const before: Prepared[] = [];
  const reading: string[] = [];
  const parts: Paths[] = [];
  const clashes = new Set<string>();
  for (const [index, words] of pipeline.stages.entries()) {
    const [given = '', ...args] = words[0] === 'feedmill' ? words.slice(1) : words;
    const name = given.replace(/^.*\//, '');
    const tell = (told: Told) => misfits.push({ stage: index + 1, command: name, ...told });
    const load = loaderOf(commands, name);
    const prepared = load ? prepare((await load()).command, args, tell) : unknown(name, commands, tell);
    if (!prepared) {
      flow.lose();
      continue;
    }
    const isFirst = index === 0;
    if (!isFirst) flow.check(prepared.command.records, prepared.values, tell);
    for (const { path } of optionPaths(prepared.command, prepared.values).reads) missing(path, tell);
    if (isFirst) {
      reading.push(...prepared.files, ...(pipeline.input === undefined ? [] : [pipeline.input]), ...files);
      for (const path of reading) missing(path, tell);
    } else if (prepared.files.length > 0) {
      tell({
        message: `reads what the stage before it gives, so it cannot read ${prepared.files[0]}`,
        suggestion: 'name files at the first stage',
      });
    }
    if (index < count - 1 && prepared.options.output !== undefined) {
      tell({
        message: `gives to the next stage, so it cannot write to ${prepared.options.output}`,
        suggestion: 'leave out -o, or put the stage last',
      });
    }
    shared(prepared, before, tell);
    before.push(prepared);
    const { rejects, output } = prepared.options;
    const redirected = index === count - 1 ? pipeline.output : undefined;
    for (const path of new Set([rejects, index === count - 1 ? output : undefined, redirected])) {
      if (path !== undefined) unwritable(path, tell);
    }
    const to = redirected === undefined ? [] : [{ path: redirected, by: '>' }];
    parts.push(optionPaths(prepared.command, prepared.values), { reads: [], writes: to });
    const clash = clashOfPaths(pathsOfRun(parts, reading));
    if (clash !== undefined && !clashes.has(clash)) {
      clashes.add(clash);
      const [message, suggestion] = clash.split('; ');
      tell({ message: message ?? clash, suggestion });
    }
    flow.pass(name, prepared.command.records, prepared.values, isFirst);
    if (prepared.command.records.writes !== 'record') kind = prepared.command.records.writes;
  }
  return { misfits, kind };
}

function prepare(command: Command, args: readonly string[], tell: (told: Told) => void): Prepared | undefined {
  try {
    return prepareQuietly(command, args);
  } catch (error) {
    const [message = '', meant] = messageOf(error)
      .replace(/^[\w-]+: /, '')
      .split(/ \(Did you mean (?:one of )?(.*)\?\)$/);
    tell({ message: message.replace(/\.$/, ''), suggestion: meant && `did you mean ${meant}?` });
    return undefined;
  }
}

function unknown(name: string, commands: CommandTable, tell: (told: Told) => void): undefined {
  const names = Object.keys(commands);
  const meant = nearest(name, names);
  const suggestion = meant === undefined ? `there are ${names.join(', ')}` : `did you mean ${meant}?`;
  tell({ message: 'is no command that records can pass', suggestion });
}

function missing(path: string, tell: (told: Told) => void): void {
  const stat = path === '-' ? undefined : statSync(path, { throwIfNoEntry: false });
  if (path === '-' || (stat && !stat.isDirectory())) return;
  tell({
    message: `${path}: ${stat ? 'is a directory' : 'no such file or directory'}`,
    suggestion: 'is the path right, seen from here?',
  });
}

/** What is written needs a folder to be in. */
function unwritable(path: string, tell: (told: Told) => void): void {
  if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory())
    tell({ message: `${path}: there is no folder ${dirname(path)} to write to`, suggestion: 'make it first' });
  else if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    tell({ message: `${path}: is a directory, which cannot be written to`, suggestion: 'name a file in it' });
}

/** Who wants what another stage holds waits for nobody: the run would end at once. */
function shared({ command, options }: Prepared, before: readonly Prepared[], tell: (told: Told) => void): void {
  const { state, lock } = options as { state?: string; lock?: string };
  const others = before.map((other) => ({ command: other.command, ...(other.options as { state?: string; lock?: string }) }));
  if (state !== undefined && others.some((other) => other.command === command && isSamePlace(other.state, state)))
    tell({
      message: `has the --state ${state} of another ${command.name}, which locks it`,
      suggestion: 'give each a folder of its own',
    });
  if (lock !== undefined && others.some((other) => isSamePlace(other.lock, lock)))
    tell({
      message: `has the --lock ${lock} of a stage before it, which holds it`,
      suggestion: 'one --lock does for a pipeline',
    });
}

/** Whether two names of a folder, a file or a Redis key mean the same one. */
function isSamePlace(one: string | undefined, other: string): boolean {
  return one !== undefined && resolve(one) === resolve(other);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Halt)) throw error;
  return error.message.replace(/\s+/g, ' ');
}
