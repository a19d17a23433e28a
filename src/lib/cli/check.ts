import { statSync } from 'node:fs';
import { Halt } from '../problem.ts';
import { contracts } from '../schema/index.ts';
import type { CommandTable } from './command.ts';
import { Flow } from './flow.ts';
import { nearest } from './names.ts';
import { type Pipeline, parsePipeline } from './pipeline.ts';
import { type Prepared, prepareQuietly } from './prepare.ts';
import { optionGroups } from './program.ts';

/** What does not fit in a pipeline: where, and what may be done about it. */
export interface Misfit {
  /** The stage, from 1; 0 where it is the pipeline itself. */
  readonly stage: number;
  readonly command: string;
  readonly message: string;
  readonly suggestion?: string | undefined;
}

type Told = Omit<Misfit, 'stage' | 'command'>;

/** Looks for what will not go well in a pipeline, without running it. @param files what its first command is to read besides */
export async function checkPipeline(text: string, files: readonly string[], commands: CommandTable): Promise<Misfit[]> {
  const misfits: Misfit[] = [];
  let pipeline: Pipeline;
  try {
    pipeline = parsePipeline(text);
  } catch (error) {
    return [{ stage: 0, command: '', message: messageOf(error).replace(/^in the pipeline, /, '') }];
  }
  const flow = new Flow();
  const count = pipeline.stages.length;
  const before: Prepared[] = [];
  for (const [index, words] of pipeline.stages.entries()) {
    const [given = '', ...args] = words[0] === 'feedmill' ? words.slice(1) : words;
    const name = given.replace(/^.*\//, '');
    const tell = (told: Told) => misfits.push({ stage: index + 1, command: name, ...told });
    const prepared = Object.hasOwn(commands, name) ? await prepare(name, args, commands, tell) : unknown(name, commands, tell);
    if (!prepared) {
      flow.lose();
      continue;
    }
    const isFirst = index === 0;
    if (!isFirst) flow.check(name, prepared.options as never, tell);
    for (const path of filesIn(prepared)) missing(path, tell);
    if (isFirst) {
      const read = [...prepared.files, ...(pipeline.input === undefined ? [] : [pipeline.input]), ...files];
      for (const path of read) missing(path, tell);
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
    sharedState(prepared, before, tell);
    before.push(prepared);
    flow.pass(name, prepared.options as never, isFirst);
  }
  return misfits;
}

async function prepare(
  name: string,
  args: readonly string[],
  commands: CommandTable,
  tell: (told: Told) => void,
): Promise<Prepared | undefined> {
  try {
    return prepareQuietly((await commands[name]()).command, args);
  } catch (error) {
    const [, message, meant] = /^(?:[\w-]+: )?(.*?)(?: \(Did you mean (?:one of )?(.*)\?\))?$/.exec(messageOf(error))!;
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

/** The files that a stage reads besides its input: the values of options that are shown as FILE, unless they are written. */
function filesIn({ command, options }: Prepared): string[] {
  const values: Readonly<Record<string, unknown>> = { ...options };
  return optionGroups(command).flatMap(([, specs]) =>
    Object.entries(specs).flatMap(([name, { flags }]) => {
      if (!flags.endsWith(' FILE') || flags.includes('-out')) return [];
      return [values[name]].flat().filter((value): value is string => typeof value === 'string');
    }),
  );
}

function missing(path: string, tell: (told: Told) => void): void {
  const stat = path === '-' ? undefined : statSync(path, { throwIfNoEntry: false });
  if (path === '-' || (stat && !stat.isDirectory())) return;
  tell({
    message: `${path}: ${stat ? 'is a directory' : 'no such file or directory'}`,
    suggestion: 'is the path right, seen from here?',
  });
}

/** Two runs of one command on the same state wait for nobody: the second one ends at once. */
function sharedState({ command, options }: Prepared, before: readonly Prepared[], tell: (told: Told) => void): void {
  const { state } = options as { state?: string };
  const twin = before.some((other) => other.command === command && (other.options as { state?: string }).state === state);
  if (state !== undefined && twin)
    tell({
      message: `has the --state ${state} of another ${command.name}, which locks it`,
      suggestion: 'give each a folder of its own',
    });
}

function messageOf(error: unknown): string {
  if (!(error instanceof Halt)) throw error;
  return error.message.replace(/\s+/g, ' ');
}

/** What a pipeline gives in the end, in a word: the kind of record of its last stage that makes one. */
export function kindOf(text: string): string {
  const names = parsePipeline(text).stages.map((words) => (words[0] === 'feedmill' ? words[1] : words[0]).replace(/^.*\//, ''));
  const kinds = names.map((name) => contracts[name]?.writes ?? 'record');
  return kinds.filter((kind) => kind !== 'record').at(-1) ?? 'record';
}
